"""What fails is written down, tried again after a growing wait, and told to people."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, InternalError, OperationalError

from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.dispatcher import failures, next_instant, passes, run_pass, units
from newsroom.releases.models import UnitFailure
from pages import publication
from tests.releases.dispatcher.conftest import logged, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(draft, clock):
    """A release whose instant has come, and of whose two pages one was deleted."""
    gone = draft(title="Kestrel")
    release = make_release(draft(), gone)
    gone.delete()
    clock.set(release.instant)
    return release


def test_it_is_tried_again_after_a_growing_wait(failing, clock) -> None:
    waits = []
    for _ in range(8):
        assert run_pass().failed == [failing.unit_key]
        failure = UnitFailure.objects.get()
        assert run_pass().failed == [], "not before its time"
        assert next_instant() == failure.next_attempt_at
        waits.append((failure.next_attempt_at - clock.now()).total_seconds())
        clock.set(failure.next_attempt_at)
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300]
    assert UnitFailure.objects.get().count == 8


def test_the_log_of_the_release_says_so_once_an_hour(failing, clock) -> None:
    for _ in range(14):
        run_pass()
        clock.set(UnitFailure.objects.get().next_attempt_at)
    assert clock.now() - failing.instant < timedelta(hours=1)
    assert len(logged(failing, "releases.failed")) == 1
    clock.set(failing.instant + timedelta(hours=1))
    run_pass()
    assert len(logged(failing, "releases.failed")) == 2


@pytest.mark.django_db(transaction=True)
def test_its_team_and_the_administrators_are_told_and_no_mail_gives_anything_away(
    failing, settings
) -> None:
    settings.ADMINS = [("Ops", "ops@oai.example")]
    mail.outbox.clear()
    run_pass()
    team = {person("Administrators").email, person("Approvers").email}
    assert {message.to[0] for message in mail.outbox} == {*team, "ops@oai.example"}
    assert all("Kestrel" not in message.subject + message.body for message in mail.outbox)
    assert all("not gone out" in message.subject.lower() for message in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_the_administrators_are_told_of_a_schedule_that_fails(
    draft, clock, settings, monkeypatch
) -> None:
    settings.ADMINS = [("Ops", "ops@oai.example")]
    page = PressReleaseFactory(embargoed=True, title="Kestrel", parent=draft().get_parent())
    monkeypatch.setattr("pages.permalinks.record", broken)
    clock.set(page.go_live_at)
    mail.outbox.clear()
    run_pass()
    [message] = mail.outbox
    assert f"revision:{page.latest_revision_id}" in message.subject
    assert "Kestrel" not in message.subject + message.body


def broken(*args, **kwargs):
    raise RuntimeError("no room on the disk")


def test_the_servers_log_has_the_traceback_of_what_nobody_expected(
    draft, clock, monkeypatch, caplog
) -> None:
    release = make_release(draft())
    monkeypatch.setattr("pages.permalinks.record", broken)
    clock.set(release.instant)
    run_pass()
    [record] = [r for r in caplog.records if r.name == "newsroom.releases.dispatcher"]
    assert record.levelno == logging.ERROR and record.exc_info
    assert record.getMessage() == f"{release.unit_key} failed"


def test_what_people_did_needs_no_traceback(failing, caplog) -> None:
    run_pass()
    [record] = [r for r in caplog.records if r.name == "newsroom.releases.dispatcher"]
    assert not record.exc_info


@pytest.mark.parametrize("step", ["cancel", "put off"])
def test_what_is_not_due_any_more_is_forgotten(failing, clock, step) -> None:
    run_pass()
    owner = person("Administrators")
    if step == "cancel":
        failing.cancel(owner)
    else:
        failing.reschedule(owner, clock.now() + timedelta(days=1))
    clock.forward(seconds=5)
    assert run_pass().failed == []
    assert not UnitFailure.objects.exists()
    assert next_instant() == (None if step == "cancel" else stored(failing).instant)


def test_a_failure_counts_one_unit_and_the_next_goes_out(failing, draft, clock) -> None:
    fine = make_release(draft(), at=clock.now())
    report = run_pass()
    assert (report.failed, report.done) == ([failing.unit_key], [fine.unit_key])


def test_an_open_page_is_not_published_by_itself_after_a_failure(failing) -> None:
    """The guard is lifted for the dispatcher only, and closed again when it fails."""
    run_pass()
    page = failing.items.get(page__isnull=False).page.specific
    with pytest.raises(publication.PublicationRefused):
        page.latest_revision.publish(user=person("Administrators"))


def from_driver(error: type[DatabaseError], sqlstate: str) -> DatabaseError:
    """As Django hands on what a driver raised; in SQLite's words, it is always the same."""
    raised = error("database is locked")
    raised.__cause__ = type("Cause", (Exception,), {"sqlstate": sqlstate})()
    return raised


@pytest.mark.parametrize("sqlstate", ["40P01", "40001", "55P03"])
def test_two_transactions_in_each_others_way_are_no_failure(
    draft, clock, monkeypatch, sqlstate
) -> None:
    release = make_release(draft())
    carry_out, tries = units.carry_out, []

    def deadlocked_twice(release, at):
        tries.append(at)
        if len(tries) < 3:
            raise from_driver(OperationalError, sqlstate)
        return carry_out(release, at)

    monkeypatch.setattr(units, "carry_out", deadlocked_twice)
    clock.set(release.instant)
    report = run_pass()
    assert (report.done, report.failed, len(tries)) == ([release.unit_key], [], 3)
    assert not UnitFailure.objects.exists()


def test_who_is_always_in_the_way_is_left_for_the_next_pass(draft, clock, monkeypatch) -> None:
    release = make_release(draft())

    def deadlocked(release, at):
        raise from_driver(OperationalError, "40P01")

    monkeypatch.setattr(units, "carry_out", deadlocked)
    clock.set(release.instant)
    report = run_pass()
    assert (report.busy, report.failed) == ([release.unit_key], [])
    assert not UnitFailure.objects.exists()


def test_a_deadlock_that_somebody_swallowed_is_no_failure(draft, clock, monkeypatch) -> None:
    release = make_release(draft())
    carry_out, tries = units.carry_out, []

    def aborted_once(release, at):
        tries.append(at)
        if len(tries) == 1:
            raise from_driver(InternalError, "25P02")
        return carry_out(release, at)

    monkeypatch.setattr(units, "carry_out", aborted_once)
    clock.set(release.instant)
    assert run_pass().done == [release.unit_key]


def test_what_always_spoils_the_transaction_is_a_failure(draft, clock, monkeypatch) -> None:
    release = make_release(draft())

    def aborted(release, at):
        raise from_driver(InternalError, "25P02")

    monkeypatch.setattr(units, "carry_out", aborted)
    clock.set(release.instant)
    report = run_pass()
    assert (report.failed, report.busy) == ([release.unit_key], [])


def test_a_failure_that_cannot_be_written_down_stops_no_other(
    failing, draft, clock, monkeypatch
) -> None:
    fine = make_release(draft(), at=clock.now())

    def full(*args):
        raise OperationalError("disk full")

    monkeypatch.setattr(failures, "record", full)
    monkeypatch.setattr(passes, "_is_gone", lambda: False)
    report = run_pass()
    assert (report.failed, report.done) == ([failing.unit_key], [fine.unit_key])


def test_a_lost_database_is_no_failure_of_a_unit(draft, clock, monkeypatch) -> None:
    release = make_release(draft())

    def lost(release, at):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(units, "carry_out", lost)
    monkeypatch.setattr(passes, "_is_gone", lambda: True)
    clock.set(release.instant)
    with pytest.raises(OperationalError):
        run_pass()
    assert not UnitFailure.objects.exists()
