"""The calendar in the admin: month and agenda."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from fixtures.factories.lifecycle import schedule
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import UnitFailure

#: 31 March, 23:30 in Singapore; it is the afternoon in London.
LATE = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def look(client, clock, news_list):
    """A function that opens a page of the calendar as an administrator."""
    client.force_login(person("Administrators"))

    def open_page(name: str = "calendar", **query) -> BeautifulSoup:
        answer = client.get(reverse(f"releases:{name}"), query)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "lxml").select_one(".calendar")

    return open_page


def text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def entries(page: BeautifulSoup) -> dict[str, list[str]]:
    """The words of each entry, by the day of its cell."""
    return {
        cell.select_one("time")["datetime"]: [text(entry) for entry in cell.select("li")]
        for cell in page.select("td")
        if cell.select("li")
    }


def heading(page: BeautifulSoup) -> str:
    return text(page.select_one("h2"))


@pytest.mark.parametrize(("group", "offered"), [("Approvers", True), ("Editors", False)])
def test_it_leads_to_the_site_as_it_will_be(look, client, group, offered) -> None:
    client.force_login(person(group))
    links = [link["href"] for link in look().select("a")]
    assert (reverse("releases:as_at") in links) is offered


def test_a_month_has_its_weeks_from_monday_on(look) -> None:
    page = look(month="2026-03")
    assert heading(page) == "March 2026"
    heads = [text(head) for head in page.select("thead th")]
    assert heads[0].startswith("Monday") and heads[6].startswith("Sunday")
    days = [time["datetime"] for time in page.select("td time")]
    assert (days[0], days[-1], len(days)) == ("2026-02-23", "2026-04-05", 42)
    assert [time["datetime"] for time in page.select("[aria-current=date]")] == ["2026-03-02"]


def test_an_entry_says_time_and_zone_title_and_status(look, draft) -> None:
    make_release(draft(), at=LATE, title="Statement")
    make_release(draft(), at=LATE + HOUR, title="Report", status=Status.DRAFT)
    assert entries(look(month="2026-03")) == {
        "2026-03-31": ["23:30 SGT Statement Release: approved"],
        "2026-04-01": ["00:30 SGT Report Release: draft"],
    }


def test_days_are_those_of_the_site_whatever_the_zone_of_the_account(look, draft) -> None:
    user = person("Administrators")
    UserProfile.get_for_user(user)
    UserProfile.objects.filter(user=user).update(current_time_zone="America/New_York")
    # The first and the last minute that the page shows.
    make_release(draft(), at=datetime(2026, 2, 22, 16, 0, tzinfo=UTC))
    make_release(draft(), at=datetime(2026, 4, 5, 15, 59, tzinfo=UTC))
    make_release(draft(), at=datetime(2026, 2, 22, 15, 59, tzinfo=UTC))
    make_release(draft(), at=datetime(2026, 4, 5, 16, 0, tzinfo=UTC))
    make_release(draft(), at=LATE)
    assert list(entries(look(month="2026-03"))) == ["2026-02-23", "2026-03-31", "2026-04-05"]


def test_days_follow_a_zone_that_changes_its_clocks(look, draft, settings) -> None:
    settings.TIME_ZONE = "Europe/London"
    # The clocks went forward on 29 March.
    make_release(draft(), at=datetime(2026, 3, 28, 23, 30, tzinfo=UTC), title="Before")
    make_release(draft(), at=datetime(2026, 3, 29, 23, 30, tzinfo=UTC), title="After")
    assert entries(look(month="2026-03")) == {
        "2026-03-28": ["23:30 GMT Before Release: approved"],
        "2026-03-30": ["00:30 BST After Release: approved"],
    }


@pytest.mark.parametrize(
    ("status", "icon", "words"),
    [
        (Status.DRAFT, "edit", "draft"),
        (Status.IN_REVIEW, "glasses", "waiting for approval"),
        (Status.APPROVED, "calendar-check", "approved"),
        (Status.CANCELLED, "circle-xmark", "cancelled"),
    ],
)
def test_a_status_has_an_icon_and_words(look, draft, status, icon, words) -> None:
    make_release(draft(), at=LATE, status=status)
    entry = look(month="2026-03").select_one(".calendar-entry")
    assert entry.select_one("use")["href"] == f"#icon-{icon}"
    assert text(entry).endswith(f"Release: {words}")


def test_a_release_that_could_not_go_out_is_an_alarm(look, draft, clock) -> None:
    release = make_release(draft(), at=clock.now() + HOUR)
    now = clock.forward(hours=2)
    UnitFailure.objects.create(
        key=release.unit_key,
        count=1,
        error="An address is taken.",
        first_failed_at=now,
        failed_at=now,
        next_attempt_at=now + HOUR,
    )
    entry = look().select_one(".calendar-entry")
    assert entry.select_one("use")["href"] == "#icon-warning"
    assert "could not go out" in text(entry)


def test_schedules_and_expiries_of_pages_are_in_it(look, draft, public) -> None:
    schedule(draft(title="Coming"), LATE)
    Page.objects.filter(pk=public(title="Leaving").pk).update(expire_at=LATE)
    assert entries(look(month="2026-03"))["2026-03-31"] == [
        "23:30 SGT Coming Page: goes live by itself",
        "23:30 SGT Leaving Page: expires",
    ]


def test_it_is_filtered_by_kind_and_owner_and_keeps_both_when_turned_over(
    look, draft, public
) -> None:
    make_release(draft(), at=LATE, title="Mine")
    make_release(draft(), at=LATE, title="Theirs", owner=person("Communications"))
    schedule(draft(title="Coming"), LATE)
    owner = person("Communications").pk
    page = look(month="2026-03", kind=["release"], owner=owner)
    assert entries(page)["2026-03-31"] == ["23:30 SGT Theirs Release: approved"]
    later = parse_qs(urlsplit(page.select_one("[rel=next]")["href"]).query)
    assert later == {"month": ["2026-04"], "kind": ["release"], "owner": [str(owner)]}
    checked = [tag["value"] for tag in page.select("[name=kind][checked]")]
    assert checked == ["release"]
    assert page.select_one("option[selected]")["value"] == str(owner)
    assert len(entries(look(month="2026-03"))["2026-03-31"]) == 3


@pytest.mark.parametrize(
    "query",
    [
        {"month": "2026-13"},
        {"month": "never"},
        {"month": "0000-01"},
        {"month": "9999-12"},
        {"month": "2026-03-01"},
        {"kind": "x", "owner": "y"},
        {"owner": "99999999999999999999999"},
        {"owner": "\x00"},
        {"from": "2026-02-30"},
    ],
)
@pytest.mark.parametrize("name", ["calendar", "agenda"])
def test_an_address_that_makes_no_sense_shows_the_present(look, name, query) -> None:
    assert "2026" in heading(look(name, **query))


def test_the_calendar_ends_somewhere(look) -> None:
    assert look(month="1971-01").select_one("[rel=prev]") is None
    assert look(month="2198-12").select_one("[rel=next]") is None
    assert look(month="2026-12").select_one("[rel=next]")["href"].endswith("month=2027-01")
    assert look(month="2026-01").select_one("[rel=prev]")["href"].endswith("month=2025-12")


def test_an_empty_month_says_so(look) -> None:
    assert "Nothing goes out or expires" in text(look(month="2030-01"))
    assert "Nothing that fits the filter" in text(look(month="2030-01", kind="page"))


def test_the_agenda_lists_the_days_on_which_something_happens(look, draft) -> None:
    make_release(draft(), at=LATE, title="Statement")
    make_release(draft(), at=LATE + HOUR, title="Report", status=Status.IN_REVIEW)
    page = look("agenda", **{"from": "2026-03-31"})
    assert heading(page) == "31 Mar to 29 Apr 2026"
    days = [text(day) for day in page.select("section h3")]
    assert days == ["Tuesday, 31 March 2026", "Wednesday, 1 April 2026"]
    owner = person("Administrators").get_full_name()
    first = text(page.select_one("section li"))
    assert first == f"23:30 SGT (UTC+8) in 29 d 14 h Statement Release, {owner} Approved"


def test_the_agenda_begins_today(look) -> None:
    page = look("agenda")
    assert heading(page) == "2 Mar to 31 Mar 2026"
    views = {text(link): link["href"] for link in page.select(".calendar-views a")}
    assert views["Month"].endswith("?month=2026-03")


@pytest.mark.parametrize("name", ["calendar", "agenda", "calendar_key"])
def test_people_without_a_right_on_releases_do_not_get_there(client, db, name) -> None:
    address = reverse(f"releases:{name}")
    assert "/login/" in client.get(address).url
    user = UserFactory(group=None)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(address).url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", ["calendar", "agenda"])
def test_its_queries_do_not_grow_with_what_it_shows(look, draft, public, name) -> None:
    make_release(draft(), at=LATE)
    schedule(draft(), LATE)
    look(name)
    with CaptureQueriesContext(connection) as few:
        look(name)
    for number in range(4):
        make_release(draft(), at=LATE, title=f"Release {number}")
        schedule(draft(), LATE)
        Page.objects.filter(pk=public().pk).update(expire_at=LATE)
    with CaptureQueriesContext(connection) as many:
        page = look(name)
    assert len(page.select("li")) >= 14
    assert len(many) == len(few)
