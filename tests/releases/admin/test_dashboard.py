"""The first page of the admin: what is wrong, what waits for the person, what goes out next."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fixtures.factories.lifecycle import schedule
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import Heartbeat, Release, UnitFailure
from tests.releases.admin.conftest import soup, words

pytestmark = pytest.mark.django_db


def panel(client, name: str) -> str | None:
    found = soup(client.get(reverse("wagtailadmin_home"))).select_one(f"#releases-{name}-section")
    return words(found) if found else None


def alive(clock) -> None:
    Heartbeat.objects.create(name="here:1", started_at=clock.now(), seen_at=clock.now())


def test_nothing_is_shown_where_there_is_nothing_to_say(client, log_in, clock, db) -> None:
    log_in("Administrators")
    assert [panel(client, name) for name in ("alarm", "waiting", "next")] == [None, None, None]


@pytest.mark.parametrize(
    ("group", "waits"),
    [("Approvers", True), ("Administrators", False), ("Communications", False), ("Editors", False)],
)
def test_a_release_waits_for_those_who_can_approve_it(
    client, log_in, draft, clock, group, waits
) -> None:
    make_release(draft(), title="Launch", status=Status.IN_REVIEW)
    log_in(group)
    found = panel(client, "waiting")
    assert (found is not None and "Launch To approve" in found) is waits


def test_it_does_not_wait_for_who_wrote_it(client, log_in, draft, clock) -> None:
    page = draft()
    page.save_revision(user=person("Approvers"))
    make_release(page, status=Status.IN_REVIEW)
    log_in("Approvers")
    assert panel(client, "waiting") is None


def test_a_proposed_version_waits(client, log_in, draft, clock) -> None:
    page = draft()
    release = make_release(page, title="Launch")
    page.save_revision(user=person("Editors"))
    log_in("Approvers")
    assert panel(client, "waiting") is None
    release.propose(person("Editors"), release.items.get())
    assert "Launch A newer version of a page to approve" in (panel(client, "waiting") or "")


def test_what_was_sent_out_alone_waits_for_somebody_else(client, log_in, draft, clock) -> None:
    release = make_release(draft(), title="Storm", status=Status.DRAFT)
    release.release_now(person("Approvers"), "The storm is near.")
    release.mark_released(clock.now())
    log_in("Approvers")
    assert panel(client, "waiting") is None
    log_in("Administrators")
    assert "Storm To confirm: one person sent it out" in (panel(client, "waiting") or "")


def test_what_was_sent_back_waits_for_its_owner(client, log_in, draft, clock) -> None:
    release = make_release(
        draft(), title="Launch", status=Status.IN_REVIEW, owner=person("Communications")
    )
    release.refuse(person("Approvers"), "Too long.")
    log_in("Communications")
    assert "Launch Sent back to you" in (panel(client, "waiting") or "")
    log_in("Administrators")
    assert panel(client, "waiting") is None


def test_the_next_releases_stand_by_their_instants(client, log_in, draft, clock) -> None:
    now = clock.now()
    make_release(draft(), title="Second", at=now + timedelta(days=2))
    make_release(draft(), title="First", at=now + timedelta(hours=3), status=Status.DRAFT)
    make_release(draft(), title="Never", at=now + timedelta(hours=1), status=Status.CANCELLED)
    Release.begin(person("Administrators"), title="Unset")
    log_in("Editors")
    found = panel(client, "next") or ""
    assert "First Draft 2 Mar 2026, 12:00 SGT (UTC+8) in 3 h 0 min" in found
    assert found.index("First") < found.index("Second")
    assert "Never" not in found and "Unset" not in found


def test_a_release_that_could_not_go_out_stands_first_of_all(client, log_in, draft, clock) -> None:
    release = make_release(draft(), title="Launch")
    now = clock.forward(hours=2)
    UnitFailure.objects.create(
        key=release.unit_key, count=1, error="x", first_failed_at=now, failed_at=now,
        next_attempt_at=now + timedelta(minutes=5),
    )  # fmt: skip
    alive(clock)
    log_in("Editors")
    assert "Launch Tried once Could not go out" in (panel(client, "alarm") or "")
    home = soup(client.get(reverse("wagtailadmin_home")))
    assert home.select_one("section.w-panel")["id"] == "releases-alarm-section"


@pytest.mark.parametrize(("minutes", "warned"), [(59, True), (61, False)])
@pytest.mark.parametrize("by", ["release", "schedule"])
def test_a_silent_dispatcher_is_told_of_when_something_is_due_soon(
    client, log_in, draft, clock, minutes, warned, by
) -> None:
    at = clock.now() + timedelta(minutes=minutes)
    if by == "release":
        make_release(draft(), at=at)
    else:
        schedule(draft(), at)
    log_in("Communications")
    assert (panel(client, "alarm") is not None) is warned
    alive(clock)
    assert panel(client, "alarm") is None
