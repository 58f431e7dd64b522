"""The calendar feed: what it tells a phone, and whom it obeys."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import Page

from fixtures.factories.lifecycle import schedule
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import CalendarKey, Release

T = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


@pytest.fixture
def reader(db, clock) -> User:
    return person("Administrators")


@pytest.fixture
def fetch(client, reader, clock):
    """A function that reads the reader's feed, without a log-in."""
    token = CalendarKey.issue(reader)

    def read():
        return client.get(address_of(token))

    return read


def address_of(token: str) -> str:
    return reverse("release_calendar", args=[token])


def events(answer) -> dict[str, dict]:
    """The events of a feed by their summaries."""
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    assert not calendar.errors
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def only(answer):
    (event,) = events(answer).values()
    return event


def test_it_is_a_calendar_that_nobody_keeps(fetch, draft) -> None:
    make_release(draft(), at=T)
    answer = fetch()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["version"] == "2.0" and calendar["method"] == "PUBLISH"
    assert not answer.cookies


def test_a_release_is_a_number_an_instant_in_utc_and_a_link(fetch, draft, settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://admin.agency.example"
    release = make_release(draft(), at=T)
    event = only(fetch())
    assert str(event["summary"]) == f"Release {release.pk}: approved"
    assert event["dtstart"].to_ical() == b"20260310T013000Z"
    assert str(event["uid"]) == f"release-{release.pk}@admin.agency.example"
    assert str(event["url"]) == f"https://admin.agency.example/admin/releases/{release.pk}/"
    assert str(event["class"]) == "CONFIDENTIAL"


@pytest.mark.parametrize("zone", ["Asia/Singapore", "Europe/London"])
def test_the_instant_is_the_same_in_every_zone(fetch, draft, settings, zone) -> None:
    settings.TIME_ZONE = zone
    make_release(draft(), at=datetime(2026, 7, 1, 8, 0, tzinfo=UTC))
    assert only(fetch())["dtstart"].dt == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def test_no_word_of_what_is_planned_is_in_it(fetch, draft, public) -> None:
    make_release(draft(title="Kestrel", slug="kestrel"), at=T, title="Kestrel")
    schedule(draft(title="Kestrel two", slug="kestrel-two"), T)
    Page.objects.filter(pk=public(title="Kestrel three").pk).update(expire_at=T)
    answer = fetch()
    assert len(events(answer)) == 3
    assert b"kestrel" not in answer.content.lower().replace(b"\r\n ", b"")


@pytest.mark.parametrize(
    ("status", "said", "words"),
    [
        (Status.DRAFT, "TENTATIVE", "draft"),
        (Status.IN_REVIEW, "TENTATIVE", "waiting for approval"),
        (Status.APPROVED, "CONFIRMED", "approved"),
        (Status.CANCELLED, "CANCELLED", "cancelled"),
    ],
)
def test_the_status_is_said_in_the_calendars_own_words(fetch, draft, status, said, words) -> None:
    release = make_release(draft(), at=T, status=status)
    event = only(fetch())
    assert str(event["status"]) == said
    assert str(event["summary"]) == f"Release {release.pk}: {words}"


def test_a_change_keeps_the_event_and_says_when_it_was_made(fetch, draft, clock, reader) -> None:
    release = make_release(draft(), at=T)
    before = only(fetch())
    later = clock.forward(hours=3)
    release.reschedule(reader, T + timedelta(days=1))
    after = only(fetch())
    assert str(after["uid"]) == str(before["uid"])
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["last-modified"].dt == after["dtstamp"].dt == later
    assert after["dtstart"].dt == T + timedelta(days=1)


def test_pages_with_a_schedule_are_in_it_by_number(fetch, draft, public) -> None:
    coming, leaving = schedule(draft(), T), public()
    Page.objects.filter(pk=leaving.pk).update(expire_at=T)
    found = events(fetch())
    assert set(found) == {f"Page {coming.pk} goes live", f"Page {leaving.pk} expires"}
    assert len({str(event["uid"]) for event in found.values()}) == 2


def test_releases_of_long_ago_and_those_without_an_instant_are_not(fetch, draft, clock) -> None:
    make_release(draft(), at=clock.now() - timedelta(days=100), status=Status.DRAFT)
    Release.begin(person("Administrators"), title="Some day")
    assert events(fetch()) == {}


def test_what_the_person_may_see_is_asked_at_each_request(fetch, draft, reader) -> None:
    make_release(draft(), at=T)
    assert len(events(fetch())) == 1
    groups = list(reader.groups.all())
    reader.groups.clear()
    for right, status in (("view_release", 404), ("access_admin", 200)):
        reader.user_permissions.add(Permission.objects.get(codename=right))
        assert fetch().status_code == status
    reader.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    assert fetch().status_code == 404
    reader.groups.set(groups)
    assert len(events(fetch())) == 1


def test_pages_that_the_person_may_not_explore_are_not_in_it(fetch, draft, reader) -> None:
    schedule(draft(), T)
    reader.groups.clear()
    names = ("access_admin", "view_release")
    reader.user_permissions.add(*Permission.objects.filter(codename__in=names))
    assert events(fetch()) == {}


@pytest.mark.parametrize("token", ["x", "-", "a" * 43, "a" * 4000, "%00", "é"])
def test_nobodys_token_is_not_found(client, db, token) -> None:
    assert client.get(f"/_calendar/{token}.ics").status_code == 404


def test_a_revoked_key_is_not_found_and_neither_is_the_one_before(client, reader, draft) -> None:
    first, second = CalendarKey.issue(reader), CalendarKey.issue(reader)
    assert client.get(address_of(first)).status_code == 404
    assert client.get(address_of(second)).status_code == 200
    assert CalendarKey.revoke(reader)
    assert client.get(address_of(second)).status_code == 404
    assert not CalendarKey.revoke(reader)


def test_nobody_else_is_revoked(client, reader) -> None:
    token = CalendarKey.issue(reader)
    CalendarKey.issue(person("Approvers"))
    CalendarKey.revoke(person("Approvers"))
    assert client.get(address_of(token)).status_code == 200


def test_a_person_who_left_gets_nothing(fetch, reader) -> None:
    assert fetch().status_code == 200
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert fetch().status_code == 404


def test_only_reading_is_answered(client, reader) -> None:
    address = address_of(CalendarKey.issue(reader))
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_the_token_is_stored_as_a_digest_only(reader) -> None:
    token = CalendarKey.issue(reader)
    key = CalendarKey.of(reader)
    assert len(key.token_hash) == 64 and token not in str(vars(key))
    assert len(token) >= 43


def test_when_it_was_used_is_noted_once_a_minute(fetch, reader, clock) -> None:
    def used():
        return CalendarKey.of(reader).used_at

    assert used() is None
    first = clock.now()
    fetch()
    assert used() == first
    clock.forward(seconds=59)
    fetch()
    assert used() == first
    second = clock.forward(seconds=2)
    fetch()
    assert used() == second


def test_its_queries_do_not_grow(fetch, draft) -> None:
    make_release(draft(), at=T)
    fetch()
    with CaptureQueriesContext(connection) as few:
        fetch()
    for number in range(4):
        make_release(draft(), at=T, title=f"Release {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(events(fetch())) == 5
    assert len(many) == len(few)


def test_the_address_is_shown_once_in_the_answer_to_who_made_it(client, reader) -> None:
    client.force_login(reader)
    page = reverse("releases:calendar_key")
    assert "You have no feed." in words(client.get(page))
    made = client.post(page, {"do": "issue"})
    assert "no-store" in made["Cache-Control"]
    address = BeautifulSoup(made.content, "lxml").select_one("#feed-address")["value"]
    assert client.get(address.removeprefix("http://localhost")).status_code == 200
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    again = client.get(page)
    assert token not in again.content.decode()
    assert "Your feed was set up on 2 Mar 2026, 09:00 SGT (UTC+8)." in words(again)
    assert "It was last read on 2 Mar 2026, 09:00 SGT (UTC+8)." in words(again)


def test_it_is_revoked_from_its_page(client, reader) -> None:
    token = CalendarKey.issue(reader)
    client.force_login(reader)
    page = reverse("releases:calendar_key")
    answer = client.post(page, {"do": "revoke"}, follow=True)
    assert "You have no feed." in words(answer)
    assert client.get(address_of(token)).status_code == 404
    assert client.post(page, {"do": "something else"}).status_code == 302


def words(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "lxml").get_text(" ").split())
