"""What the resident dispatcher does beside its passes."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from fixtures.factories.releases import make_release, person
from newsroom.releases import effects
from newsroom.releases.dispatcher import chores, heartbeat, run_pass, upkeep
from newsroom.releases.dispatcher.chores import Chore, Housekeeping
from newsroom.releases.dispatcher.heartbeat import Pulse
from newsroom.releases.models import Effect, Heartbeat, Release, UnitFailure
from tests.releases.dispatcher.conftest import somebody_at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch) -> list[str]:
    """What the chores of this test have done; there are no others."""
    monkeypatch.setattr(chores, "_chores", [])
    return []


@pytest.fixture
def housekeeping() -> Housekeeping:
    return Housekeeping(lambda: False, Pulse())


def test_a_chore_is_done_as_often_as_it_wishes(done, housekeeping, monkeypatch) -> None:
    seconds = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    chores.chore(every=timedelta(seconds=5))(lambda: done.append("often"))
    chores.chore(every=timedelta(seconds=60))(lambda: done.append("rarely"))
    for _ in range(12):
        housekeeping.do(chores._chores)
        seconds[0] += 1
    assert (done.count("often"), done.count("rarely")) == (3, 1)


def test_one_that_raises_keeps_no_other_back(done, housekeeping, caplog) -> None:
    def broken() -> None:
        raise RuntimeError("away")

    chores.chore(every=timedelta(0))(broken)
    chores.chore(every=timedelta(0))(lambda: done.append("done"))
    housekeeping.do(chores._chores)
    housekeeping.do(chores._chores)
    assert done == ["done", "done"]
    assert "broken failed" in caplog.text


def test_a_long_one_is_not_begun_shortly_before_an_instant(done, housekeeping) -> None:
    chores.chore(every=timedelta(0), quiet=timedelta(seconds=10))(lambda: done.append("done"))
    housekeeping.seconds_to_instant = 9.0
    housekeeping.do(chores._chores)
    assert done == []
    housekeeping.seconds_to_instant = 11.0
    housekeeping.do(chores._chores)
    assert done == ["done"]


def test_only_the_eldest_dispatcher_does_them(done, housekeeping) -> None:
    chores.chore(every=timedelta(0))(lambda: done.append("quick"))
    chores.chore(every=timedelta(0), quiet=timedelta(1))(lambda: done.append("long"))
    housekeeping._quick()
    housekeeping._long()
    assert done == []
    housekeeping._pulse.is_eldest = True
    housekeeping._quick()
    assert done == ["quick"]
    housekeeping._long()
    assert done == ["quick", "long"]


def test_the_desks_own_chores_are_registered() -> None:
    work = {chore.work for chore in chores._chores}
    assert {upkeep.deliver_what_was_left, upkeep.tell_who_is_late} <= work
    assert all(isinstance(chore, Chore) for chore in chores._chores)


@pytest.mark.django_db(transaction=True)
def test_a_slow_mail_server_keeps_no_pass_waiting(draft, clock, housekeeping) -> None:
    release = make_release(draft())
    clock.set(release.instant)
    mail.outbox.clear()
    with effects.held(housekeeping.hand_over):
        run_pass()
    assert mail.outbox == []
    housekeeping.deliver()
    assert {message.subject for message in mail.outbox} == {f"Release {release.pk} has gone out"}
    assert not Effect.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_effect_that_a_killed_process_left_is_done(clock) -> None:
    Effect.objects.create(
        kind="mail",
        payload={"subject": "Left", "text": "", "to": ["one@oai.example"]},
        next_attempt_at=clock.now() + effects.OWN_TIME,
    )
    upkeep.deliver_what_was_left()
    assert mail.outbox == []
    clock.forward(seconds=30)
    upkeep.deliver_what_was_left()
    assert [message.subject for message in mail.outbox] == ["Left"]


class TestLateReleases:
    @pytest.fixture(autouse=True)
    def _admins(self, settings):
        settings.ADMINS = [("Ops", "ops@oai.example")]

    @pytest.mark.django_db(transaction=True)
    def test_people_are_told_once_an_hour(self, draft, clock, caplog) -> None:
        release = make_release(draft(title="Kestrel"))
        mail.outbox.clear()
        clock.set(release.instant + timedelta(seconds=9))
        upkeep.tell_who_is_late()
        assert mail.outbox == []
        clock.forward(seconds=1)
        for _ in range(3):
            upkeep.tell_who_is_late()
        team = {person("Administrators").email, person("Approvers").email}
        assert sorted(message.to[0] for message in mail.outbox) == sorted(
            [*team, "ops@oai.example"]
        )
        assert all("Kestrel" not in message.subject + message.body for message in mail.outbox)
        assert f"{release.unit_key} is late" in caplog.text
        clock.forward(hours=1)
        upkeep.tell_who_is_late()
        assert len(mail.outbox) == 6

    def test_one_that_is_late_is_tried_at_once_all_the_same(self, draft, clock) -> None:
        release = make_release(draft())
        clock.set(release.instant + timedelta(minutes=1))
        upkeep.tell_who_is_late()
        assert run_pass().done == [release.unit_key]
        assert not UnitFailure.objects.exists()

    def test_a_failure_that_was_told_is_not_told_again(self, draft, clock) -> None:
        page = draft()
        release = make_release(page)
        page.delete()
        clock.set(release.instant)
        run_pass()
        told = Effect.objects.count()
        clock.forward(seconds=20)
        upkeep.tell_who_is_late()
        assert Effect.objects.count() == told

    @pytest.mark.django_db(transaction=True)
    def test_one_that_is_in_hand_is_given_time(self, draft, clock) -> None:
        if connection.vendor == "sqlite":
            pytest.skip("whoever has it in hand is the only writer; the chore waits for it")
        release = make_release(draft())
        with somebody_at_work(lambda: Release.objects.select_for_update().get(pk=release.pk)):
            clock.set(release.instant + timedelta(seconds=30))
            upkeep.tell_who_is_late()
            assert not UnitFailure.objects.exists()
        upkeep.tell_who_is_late()
        assert UnitFailure.objects.get().key == release.unit_key


class TestHeartbeats:
    def test_a_dispatcher_says_every_five_seconds_that_it_is_there(
        self, clock, monkeypatch
    ) -> None:
        seconds = [1000.0]
        monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
        pulse = Pulse()
        assert heartbeat.is_silent()
        pulse.beat()
        assert not heartbeat.is_silent()
        first = clock.now()
        clock.forward(seconds=4)
        seconds[0] += 4
        pulse.beat()
        assert Heartbeat.objects.get().seen_at == first
        clock.forward(seconds=1)
        seconds[0] += 1
        pulse.beat(passed_at=clock.now())
        beat = Heartbeat.objects.get()
        assert (beat.seen_at, beat.passed_at) == (clock.now(), clock.now())
        pulse.end()
        assert heartbeat.is_silent()

    def test_the_eldest_that_is_alive_does_the_chores(self, clock) -> None:
        elder = Heartbeat.objects.create(
            name="elder", started_at=clock.now() - timedelta(hours=1), seen_at=clock.now()
        )
        pulse = Pulse()
        pulse.beat()
        assert not pulse.is_eldest
        elder.seen_at = clock.now() - timedelta(seconds=31)
        elder.save()
        pulse._next_at = 0.0
        pulse.beat()
        assert pulse.is_eldest

    def test_the_dead_are_forgotten_after_a_day(self, clock) -> None:
        Heartbeat.objects.create(name="old", seen_at=clock.now() - timedelta(hours=25))
        Heartbeat.objects.create(name="young", seen_at=clock.now() - timedelta(hours=23))
        upkeep.forget_dead_dispatchers()
        assert [beat.name for beat in Heartbeat.objects.all()] == ["young"]
