"""What is done after a commit: at least once, and nothing that fails stops the rest."""

from datetime import timedelta

import pytest
from django.db import transaction

from newsroom.releases import effects
from newsroom.releases.models import Effect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done(monkeypatch) -> list[str]:
    """What the effect “note” was asked to do so far."""
    notes: list[str] = []

    def note(payload: dict) -> None:
        if payload["word"] == "broken":
            raise OSError("the mail server is away")
        notes.append(payload["word"])

    monkeypatch.setitem(effects._handlers, "note", note)
    return notes


def test_an_effect_waits_for_the_commit(clock, done) -> None:
    with transaction.atomic():
        effects.later("note", {"word": "out"})
        assert done == []
    assert done == ["out"]
    assert not Effect.objects.exists()


def test_a_transaction_that_is_rolled_back_has_no_effect(clock, done) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        effects.later("note", {"word": "never"})
        raise ZeroDivisionError
    clock.forward(hours=1)
    assert effects.deliver_due() == 0
    assert done == []


def test_a_failing_effect_is_kept_and_stops_no_other(clock, done) -> None:
    with transaction.atomic():
        effects.later("note", {"word": "broken"})
        effects.later("note", {"word": "fine"})
    assert done == ["fine"]
    left = Effect.objects.get()
    assert left.attempts == 1
    assert left.error == "OSError: the mail server is away"
    assert effects.deliver_due() == 0, "it waits before it is tried again"
    left.payload = {"word": "mended"}
    left.save()
    clock.forward(minutes=2)
    assert effects.deliver_due() == 1
    assert done == ["fine", "mended"]


def test_what_a_dying_process_left_behind_is_taken_up_by_another(clock, done) -> None:
    Effect.objects.create(kind="note", payload={"word": "left"}, next_attempt_at=clock.now())
    assert effects.deliver_due() == 1
    assert done == ["left"]


def test_an_effect_that_another_process_has_claimed_is_left_to_it(clock, done) -> None:
    effect = Effect.objects.create(kind="note", payload={"word": "once"})
    Effect.objects.filter(pk=effect.pk).update(
        attempts=1, next_attempt_at=clock.now() + timedelta(minutes=1)
    )
    effects.deliver([effect.pk])
    assert done == []


def test_effects_that_are_held_are_handed_over_when_the_block_is_left(clock, done) -> None:
    waiting: list[int] = []
    with effects.held(waiting.extend):
        with transaction.atomic():
            effects.later("note", {"word": "held"})
        with effects.held():
            with transaction.atomic():
                effects.later("note", {"word": "inner"})
            assert done == []
    assert done == []
    effects.deliver(waiting)
    assert done == ["held", "inner"]
    effects.deliver(waiting)
    assert done == ["held", "inner"], "each is done once"


def test_effects_that_are_wanted_together_are_written_together(clock, done) -> None:
    with transaction.atomic():
        with effects.together():
            effects.later("note", {"word": "one"})
            effects.later("note", {"word": "two"})
            assert not Effect.objects.exists()
        assert Effect.objects.count() == 2
        assert done == []
    assert done == ["one", "two"]
    assert not Effect.objects.exists()


def test_what_there_was_no_time_for_is_taken_again_and_done_once(clock, done, monkeypatch) -> None:
    words = ["one", "two", "three"]
    ids = [Effect.objects.create(kind="note", payload={"word": word}).pk for word in words]
    monkeypatch.setattr(effects, "TURN", -1.0)
    effects.deliver(ids)
    assert done == words
    assert not Effect.objects.exists()
