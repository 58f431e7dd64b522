"""The admin of the newsroom: what the explorer and the dashboard say, and to whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from fixtures import factories as make
from newsroom.models import NewsArticlePage, PressReleasePage
from pages.clock import now
from tests.newsroom.edit_form import opened, sent_by


@pytest.fixture
def editor(db, client) -> User:
    user = User.objects.create_user("editor", password="correct horse")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return user


@pytest.fixture
def scheduled(news, clock) -> PressReleasePage:
    """A release that goes live tomorrow at half past nine in Singapore."""
    page = news.add_child(
        instance=PressReleasePage(title="Tomorrow", live=False, date=date(2026, 3, 3))
    )
    page.go_live_at = now() + timedelta(days=1, minutes=30)
    page.save_revision().publish()
    return page


def panel(client, name: str) -> str:
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "lxml")
    return " ".join(page.select_one(f"#{name}-section").get_text(" ").split())


def test_the_explorer_shows_date_state_and_schedule(editor, scheduled, add_item, client) -> None:
    add_item("Yesterday", model=NewsArticlePage, date=date(2026, 3, 1))
    page = client.get(reverse("wagtailadmin_explore", args=[scheduled.get_parent().pk]))
    table = BeautifulSoup(page.content, "lxml").select_one("table.listing")
    heads = [cell.get_text(" ", strip=True) for cell in table.select("thead th")]
    assert [head for head in heads if head in {"Date", "Type", "Status", "Goes live at"}] == [
        "Date", "Type", "Status", "Goes live at",
    ]  # fmt: skip
    rows = [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]
    assert "Tomorrow" in rows[0] and "Yesterday" in rows[1]
    assert "3 Mar 2026, 09:30 SGT (UTC+8), in 1 d 0 h" in rows[0]
    assert "scheduled" in rows[0].lower()
    assert "1 Mar 2026" in rows[1] and "live" in rows[1].lower()


def test_the_dashboard_says_what_goes_out_next(editor, scheduled, client) -> None:
    words = panel(client, "scheduled-next")
    assert "Tomorrow 3 Mar 2026, 09:30 SGT (UTC+8) in 1 d 0 h" in words


def test_the_dashboard_says_what_went_out(editor, news, client, clock) -> None:
    page = news.add_child(instance=NewsArticlePage(title="Just out", live=False))
    page.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
    clock.forward(minutes=5)
    words = panel(client, "published-lately")
    assert "Just out" in words
    assert words.endswith("Just out 2 Mar 2026, 09:00 SGT (UTC+8) 5 min ago editor")


def test_an_empty_dashboard_says_what_to_do(editor, newsroom, client) -> None:
    assert "Nothing is scheduled." in panel(client, "scheduled-next")


@pytest.mark.parametrize("model", [PressReleasePage, NewsArticlePage])
def test_the_form_for_a_new_item_opens(editor, news, client, model) -> None:
    address = reverse("wagtailadmin_pages:add", args=["newsroom", model._meta.model_name, news.pk])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("own_zone", ["", "Europe/London"])
def test_a_schedule_is_typed_and_shown_in_the_sites_zone(
    editor, add_item, client, clock, own_zone
) -> None:
    UserProfile.get_for_user(editor)
    UserProfile.objects.filter(user=editor).update(current_time_zone=own_zone)
    item = add_item("Item")
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    page = opened(client, address)
    assert page.select_one("#go_live_at_zone").get_text(strip=True) == "SGT (UTC+8)"
    client.post(address, sent_by(page) | {"go_live_at_0": "2026-03-21", "go_live_at_1": "09:30"})
    stored = draft_of(item).go_live_at
    assert stored == datetime(2026, 3, 21, 1, 30, tzinfo=UTC)
    # Nobody touches it: it stays. What the page says of it names the zone.
    page = opened(client, address)
    client.post(address, sent_by(page))
    assert draft_of(item).go_live_at == stored
    words = " ".join(page.get_text(" ").split())
    assert "Go-live: 21 Mar 2026, 09:30 SGT (UTC+8), in 19 d 0 h" in words
    assert ("for you 21 Mar 2026, 01:30 GMT (UTC+0)" in words) == bool(own_zone)


def test_a_schedule_at_a_time_that_happens_twice_is_refused(
    editor, add_item, client, clock, settings
) -> None:
    settings.TIME_ZONE = "Europe/London"
    item = add_item("Item")
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    sent = sent_by(opened(client, address))
    answer = client.post(address, sent | {"expire_at_0": "2026-10-25", "expire_at_1": "01:30"})
    assert "01:30 on 25 Oct 2026 happens twice" in answer.content.decode()
    assert draft_of(item).expire_at is None


def test_what_wagtail_says_of_a_schedule_names_its_zone(editor, scheduled, client) -> None:
    UserProfile.get_for_user(editor)
    UserProfile.objects.filter(user=editor).update(current_time_zone="Europe/London")
    page = opened(client, reverse("wagtailadmin_pages:edit", args=[scheduled.pk]))
    words = " ".join(page.get_text(" ").split())
    assert "scheduled to go live at 3 Mar 2026, 09:30 SGT (UTC+8)" in words
    history = opened(client, reverse("wagtailadmin_pages:history", args=[scheduled.pk]))
    words = " ".join(history.get_text(" ").split())
    assert "scheduled for publishing at 3 Mar 2026, 09:30 SGT (UTC+8)" in words


def draft_of(item):
    item.refresh_from_db()
    return item.get_latest_revision_as_object()


def test_the_explorer_asks_for_all_schedules_at_once(editor, scheduled, news, client) -> None:
    address = reverse("wagtailadmin_explore", args=[news.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    make.PressReleaseFactory.create_batch(4, parent=news, scheduled=True)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    # Wagtail itself asks twice for each draft whether something below it is live.
    assert asks_for_revisions(many) == asks_for_revisions(one)


def asks_for_revisions(queries: CaptureQueriesContext) -> int:
    return sum(
        ' FROM "wagtailcore_revision"' in query["sql"].split(" WHERE ")[0] for query in queries
    )
