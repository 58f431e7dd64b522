"""The admin of the newsroom: what the explorer and the dashboard say, and to whom."""

from datetime import date, timedelta

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


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("", "Times are Asia/Singapore time, SGT (UTC+8)."),
        ("Europe/London", "Times are Europe/London time, GMT (UTC+0)."),
    ],
)
def test_the_form_says_in_which_zone_its_times_are(editor, add_item, client, zone, words) -> None:
    UserProfile.get_for_user(editor)
    UserProfile.objects.filter(user=editor).update(current_time_zone=zone)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[add_item("Item").pk]))
    assert words in page.content.decode()


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
