"""The list of releases: what comes first, what it finds, what it says when something is wrong."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, UnitFailure
from tests.releases.admin.conftest import soup, words

pytestmark = pytest.mark.django_db


def table(client, **query) -> list[str]:
    page = soup(client.get(reverse("releases:index"), query))
    return [words(row) for row in page.select(".releases-list tbody tr")]


def titles(client, **query) -> list[str]:
    page = soup(client.get(reverse("releases:index"), query))
    return [words(cell) for cell in page.select(".releases-list td.title")]


@pytest.fixture
def five(draft, clock, log_in) -> dict[str, Release]:
    """A release of each standing."""
    now = clock.now()
    later = make_release(draft(), title="Later", at=now + timedelta(days=2))
    soon = make_release(
        draft(), title="Soon", at=now + timedelta(hours=1), status=Status.IN_REVIEW,
        owner=person("Communications"),
    )  # fmt: skip
    unset = Release.begin(person("Administrators"), title="Unset", note="the harbour")
    out = make_release(draft(), title="Out", at=now + timedelta(minutes=1))
    out.mark_released(now)
    dropped = make_release(
        draft(), title="Dropped", at=now + timedelta(days=9), status=Status.CANCELLED
    )
    log_in("Editors")
    return {release.title: release for release in (later, soon, unset, out, dropped)}


def test_what_comes_next_stands_first_and_what_is_over_last(client, five) -> None:
    assert titles(client) == ["Soon", "Later", "Unset", "Out", "Dropped"]


def test_a_row_says_what_one_needs_to_know(client, five) -> None:
    owner, approver = person("Administrators"), person("Approvers")
    row = next(row for row in table(client) if row.startswith("Later"))
    assert row == (
        "Later Approved 4 Mar 2026, 09:00 SGT (UTC+8) in 2 d 0 h 1 "
        f"{owner.get_full_name()} {approver.get_full_name()}"
    )
    assert "Unset Draft not set 0" in next(row for row in table(client) if row.startswith("Unset"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"ordering": "title"}, ["Dropped", "Later", "Out", "Soon", "Unset"]),
        ({"ordering": "-title"}, ["Unset", "Soon", "Out", "Later", "Dropped"]),
        ({"ordering": "instant"}, ["Out", "Soon", "Later", "Dropped", "Unset"]),
        ({"ordering": "-instant"}, ["Dropped", "Later", "Soon", "Out", "Unset"]),
        ({"ordering": "page_count"}, ["Unset", "Dropped", "Out", "Soon", "Later"]),
        ({"ordering": "nonsense"}, ["Soon", "Later", "Unset", "Out", "Dropped"]),
        ({"status": "approved"}, ["Later"]),
        ({"status": ["draft", "cancelled"]}, ["Unset", "Dropped"]),
        ({"status": "nonsense"}, ["Soon", "Later", "Unset", "Out", "Dropped"]),
        ({"q": "SOON"}, ["Soon"]),
        ({"q": "harbour"}, ["Unset"]),
        ({"instant_from": "2026-03-04"}, ["Later", "Dropped"]),
        ({"instant_from": "2026-03-02", "instant_to": "2026-03-02"}, ["Soon", "Out"]),
        ({"instant_to": "yesterday"}, ["Soon", "Later", "Unset", "Out", "Dropped"]),
    ],
)
def test_filters_search_and_order(client, five, query, found) -> None:
    assert titles(client, **query) == found


def test_by_owner(client, five) -> None:
    assert titles(client, owner=person("Communications").pk) == ["Soon"]


def test_days_of_the_filter_are_those_of_the_site(client, five, draft, clock) -> None:
    """A reader in another zone reads the site's dates, so the filter means them too."""
    make_release(draft(), title="Just before midnight", at=clock.now() + timedelta(hours=14, minutes=59))  # fmt: skip
    UserProfile.objects.create(user=person("Editors"), current_time_zone="America/New_York")
    assert "Just before midnight" in titles(client, instant_to="2026-03-02")
    assert "Just before midnight" not in titles(client, instant_from="2026-03-03")


def test_what_is_late_is_said_in_words_and_found(client, five, clock, log_in) -> None:
    now = clock.forward(days=2, minutes=3)
    log_in("Editors")
    # Nothing here does the pass: the failure keeps the release waiting.
    UnitFailure.objects.create(
        key=five["Later"].unit_key, count=2, error="The disk was full.", first_failed_at=now,
        failed_at=now, next_attempt_at=now + timedelta(minutes=5),
    )  # fmt: skip
    row = next(row for row in table(client) if row.startswith("Later"))
    assert row.startswith("Later Could not go out Tried 2 times")
    assert titles(client, status="overdue") == ["Later"]


def test_what_one_person_sent_out_waits_to_be_confirmed(client, five, draft, clock) -> None:
    alone = make_release(draft(), title="Alone", status=Status.DRAFT)
    alone.release_now(person("Communications"), "The storm is near.")
    alone.mark_released(clock.now())
    assert titles(client, status="unconfirmed") == ["Alone"]


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, draft, clock, log_in) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("releases:index"))
        return len(caught)

    log_in("Approvers")
    for number in range(2):
        make_release(draft(), owner=UserFactory(group="Administrators"), title=f"Few {number}")
    queries()
    few = queries()
    for number in range(12):
        make_release(draft(), owner=UserFactory(group="Administrators"), title=f"Many {number}")
    assert queries() == few
    assert few <= 20


def test_an_empty_list_says_what_a_release_is_and_offers_one_to_who_may(client, log_in, db) -> None:
    log_in("Communications")
    empty = soup(client.get(reverse("releases:index"))).select_one(".releases-empty")
    assert "appear together, at one instant" in words(empty)
    assert empty.select_one("a")["href"] == reverse("releases:new")
    log_in("Editors")
    empty = soup(client.get(reverse("releases:index"))).select_one(".releases-empty")
    assert empty.select_one("a") is None


def test_a_search_without_result_offers_all(client, five) -> None:
    page = soup(client.get(reverse("releases:index_results"), {"q": "nothing like it"}))
    assert "No release fits." in words(page)


@pytest.mark.parametrize(
    ("group", "label"),
    [("Approvers", "Releases (1)"), ("Communications", "Releases"), ("Administrators", "Releases")],
)
def test_the_menu_counts_what_waits_for_the_person(
    client, log_in, draft, clock, group, label
) -> None:
    make_release(draft(), status=Status.IN_REVIEW)
    log_in(group)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'"{label}"' in home
