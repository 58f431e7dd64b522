"""The admin's side: rehearsing, sharing, closing; and what a release's page shows of it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import RehearsalCause, Status
from newsroom.releases.models import Rehearsal, Release, SharedPreview
from newsroom.releases.staging import panel, previews, rehearse
from newsroom.releases.staging.findings import seen_by

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def release(secret) -> Release:
    return make_release(secret, status=Status.DRAFT, title="Morning")


@pytest.fixture
def desk(client) -> Client:
    client.force_login(person("Administrators"))
    return client


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def messages(response) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in soup(response).select(".messages li")]


def share_form(**fields) -> dict:
    return {"person": "Ada", "expires_at_0": "2026-03-09", "expires_at_1": "09:00", **fields}


def test_a_rehearsal_on_demand_is_kept_and_told(desk, release) -> None:
    response = desk.post(reverse("releases:rehearse", args=[release.pk]), follow=True)
    assert response.redirect_chain == [(reverse("releases:detail", args=[release.pk]), 302)]
    rehearsal = Rehearsal.objects.get()
    assert (rehearsal.by, rehearsal.cause) == (person("Administrators"), RehearsalCause.DEMAND)
    assert any("The rehearsal went well" in line for line in messages(response))


def test_a_rehearsal_is_asked_for_by_post_and_by_people_of_the_desk(desk, release) -> None:
    address = reverse("releases:rehearse", args=[release.pk])
    assert desk.get(address).status_code == 405
    outsider = Client()
    outsider.force_login(UserFactory(group="Editors"))
    outsider.post(address)
    desk.post(reverse("releases:rehearse", args=[release.pk + 99]))
    assert not Rehearsal.objects.exists()


def test_a_closed_release_is_not_rehearsed(desk, release) -> None:
    release.cancel(person("Administrators"))
    desk.post(reverse("releases:rehearse", args=[release.pk]))
    assert not Rehearsal.objects.exists()


def test_a_release_is_shared_and_the_link_is_shown_once(desk, release, clock) -> None:
    address = reverse("releases:preview_new", args=[release.pk])
    form = soup(desk.get(address))
    assert form.select_one("[name=expires_at_0]")["value"] == "2026-03-09"
    response = desk.post(address, share_form())
    link = soup(response).select_one("#preview-link")["value"]
    assert "no-store" in response["Cache-Control"]
    assert Client().get(link).status_code == 200
    assert soup(desk.get(address)).select("#preview-link") == []
    preview = SharedPreview.objects.get()
    assert (preview.person, preview.created_by) == ("Ada", person("Administrators"))
    rows = panel.preview_rows(release.previews.all(), person("Administrators"))
    assert [(row.standing, [o.what for o in row.openings]) for row in rows] == [
        ("Opens until 9 Mar 2026, 09:00 SGT (UTC+8)", ["List of pages"])
    ]


def test_who_shares_is_told_when_the_link_would_show_nothing(desk, home, clock) -> None:
    page = ContentPageFactory(draft=True, title="Kestrel", slug="kestrel", permalink="/taken")
    ContentPageFactory(permalink="/taken/")
    response = desk.post(reverse("releases:preview_page", args=[page.pk]), share_form())
    assert "It would show nothing as things are: Another page already has this address." in (
        soup(response).select_one(".help-critical").get_text(" ", strip=True)
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"person": ""}, "This field is required."),
        ({"expires_at_0": "2026-03-01"}, "The link would have ended already. Choose a later time."),
        (
            {"expires_at_0": "2026-05-01"},
            "A link opens for 30 days at most. Choose an earlier end.",
        ),
        ({"expires_at_1": "soon"}, "Enter a time between 00:00 and 23:59."),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(desk, release, fields, line) -> None:
    address = reverse("releases:preview_new", args=[release.pk])
    response = desk.post(address, share_form(**fields))
    assert (response.status_code, line in soup(response).get_text()) == (200, True)
    assert not SharedPreview.objects.exists()


def test_an_editor_shares_a_page_they_may_edit_and_no_other(home, clock) -> None:
    editor = UserFactory(group="Editors")
    page = ContentPageFactory(draft=True, title="Mine")
    client = Client()
    client.force_login(editor)
    address = reverse("releases:preview_page", args=[page.pk])
    assert client.get(address).status_code == 200
    buttons = soup(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))).select("a")
    assert address in {tag.get("href") for tag in buttons}
    assert "#preview-link" and soup(client.post(address, share_form())).select("#preview-link")
    GroupPagePermission.objects.all().delete()
    assert client.get(address).status_code in {302, 404}
    client.post(address, share_form(person="Eve"))
    assert not SharedPreview.objects.filter(person="Eve").exists()


def test_a_link_is_closed_by_those_who_may_and_by_nobody_else(desk, release, clock) -> None:
    preview, token = previews.share_release(
        person("Administrators"), release, "Ada", clock.now() + WEEK
    )
    address = reverse("releases:preview_revoke", args=[preview.pk])
    other = Client()
    other.force_login(UserFactory(group="Editors"))
    assert other.post(address).status_code == 404
    assert desk.get(address).status_code == 405
    assert Client().get(reverse("release_preview", args=[token])).status_code == 200
    response = desk.post(address, {"next": "https://evil.example/"})
    assert response["Location"] == reverse("wagtailadmin_home")
    assert Client().get(reverse("release_preview", args=[token])).status_code == 404
    preview.refresh_from_db()
    assert (preview.revoked_by, preview.revoked_at) == (person("Administrators"), clock.now())


def test_the_panel_shows_findings_and_whether_they_are_of_this_version(secret, home, clock) -> None:
    release = make_release(secret, status=Status.DRAFT)
    user = person("Administrators")
    shown = panel.context(release, user)
    assert (shown["rehearsal"], shown["errors"], shown["is_stale"]) == (None, [], False)
    secret.summary = ""
    secret.save_revision(user=user)
    rehearse(release, RehearsalCause.DEMAND, user)
    shown = panel.context(release, user)
    assert [row["text"] for row in shown["warnings"]] == [
        "It has no summary. Lists and shared links show one; add a sentence."
    ]
    assert not shown["is_stale"]
    release.describe(user, title="Later", note="")
    assert panel.context(release, user)["is_stale"]


def test_the_panel_costs_a_few_queries_however_much_it_shows(secret, home, clock) -> None:
    release, user = make_release(secret), person("Administrators")
    rehearse(release, RehearsalCause.DEMAND, user)
    counts = []
    for _ in range(2):
        _, token = previews.share_release(user, release, "Ada", clock.now() + WEEK)
        Client().get(reverse("release_preview", args=[token]))
        fresh = type(user).objects.get(pk=user.pk)
        fresh.has_perm("releases.add_release")
        with CaptureQueriesContext(connection) as queries:
            panel.context(release, fresh)
        counts.append(len(queries))
    assert counts == [3, 3]


def test_titles_are_kept_from_those_who_may_not_explore_the_pages(home, clock) -> None:
    above = ContentPageFactory(draft=True, title="Above")
    below = ContentPageFactory(draft=True, title="Below", parent=above)
    release = make_release(below, status=Status.DRAFT)
    rows = rehearse(release, RehearsalCause.DEMAND).findings
    full = seen_by(person("Administrators"), rows)
    assert (full[0]["title"], full[0]["page"]) == ("Below", below.pk)
    viewer = UserFactory()
    viewer.groups.add(Group.objects.create(name="Desk"))
    masked = seen_by(viewer, rows)
    assert (masked[0]["title"], masked[0]["page"]) == ("a page you may not see", None)
    assert masked[0]["text"].startswith("a page you may not see above it is not public then")
    assert "Above" not in str(masked[0]["text"])
