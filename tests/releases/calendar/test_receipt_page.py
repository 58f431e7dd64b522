"""The receipt on the page of a release."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases import fetching
from newsroom.releases.dispatcher import run_pass
from newsroom.releases.models import Heartbeat, ReceiptLine


@pytest.fixture
def released(clock, draft):
    """A release of two pages that has gone out at 09:30."""
    at = clock.set(clock.now().replace(hour=1, minute=30))
    release = make_release(draft(title="Statement"), draft(title="Report"), at=at)
    run_pass()
    return release


@pytest.fixture
def attended(released, clock) -> None:
    Heartbeat.objects.create(name="one", seen_at=clock.now())


def words(client, release, user=None) -> str:
    client.force_login(user or person("Administrators"))
    page = client.get(reverse("releases:detail", args=[release.pk]))
    section = BeautifulSoup(page.content, "lxml").select_one("[aria-labelledby=receipt-heading]")
    return " ".join(section.get_text(" ").split()) if section else ""


def see(line: ReceiptLine, seconds: float) -> None:
    line.seen_at = line.release.instant + timedelta(seconds=seconds)
    line.status_code, line.attempts = 200, 1
    line.save()


def test_before_the_instant_there_is_none(client, draft) -> None:
    assert words(client, make_release(draft())) == ""


def test_it_says_when_each_address_was_first_seen(client, released, attended) -> None:
    one, two = released.receipt.all()
    see(one, 0.42)
    see(two, 75)
    text = words(client, released)
    assert "All 2 addresses answered as they should, the last one 1 min 15 s after" in text
    assert f"Statement {one.address} the new version 09:30:00 SGT (UTC+8) 0.4 s" in text
    assert f"Report {two.address} the new version 09:31:15 SGT (UTC+8) 1 min 15 s" in text


def test_it_says_what_is_still_wrong(client, released, attended) -> None:
    one, two = released.receipt.all()
    see(one, 1)
    two.trouble, two.attempts = "It answers that there is no such page (404).", 7
    two.save()
    text = words(client, released)
    assert "1 of 2 addresses does not answer as it should yet." in text
    assert "It answers that there is no such page (404). Asked 7 times." in text
    assert "dispatcher" not in text


def test_it_says_that_nobody_asks_when_no_dispatcher_runs(client, released) -> None:
    text = words(client, released)
    assert "No dispatcher is running" in text
    assert "2 of 2 addresses do not answer as they should yet." in text
    assert "Not asked yet" in text


def test_a_day_later_it_is_said_to_be_over(client, released, attended, clock) -> None:
    clock.set(released.instant + fetching.GIVE_UP)
    text = words(client, released)
    assert "a day later. Nobody asks any more." in text
    assert "dispatcher" not in text


def test_addresses_of_pages_that_a_person_may_not_know_are_not_shown(
    client, released, attended
) -> None:
    stranger = UserFactory(group=None)
    for codename in ("access_admin", "view_release"):
        stranger.user_permissions.add(Permission.objects.get(codename=codename))
    text = words(client, released, stranger)
    assert "A page you may not see" in text
    assert "Statement" not in text and "http" not in text


def test_its_queries_do_not_grow_with_its_addresses(client, released, attended) -> None:
    words(client, released)
    with CaptureQueriesContext(connection) as few:
        words(client, released)
    for number in range(5):
        ReceiptLine.objects.create(
            release=released,
            title=f"More {number}",
            address=f"http://localhost/{number}/",
            expectation="gone",
        )
    with CaptureQueriesContext(connection) as many:
        words(client, released)
    assert len(many) == len(few)
