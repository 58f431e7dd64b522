"""Browsing the site as it will be: seen by one person, changed for nobody."""

import time
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from fixtures.factories.lifecycle import State
from fixtures.factories.media import SiteDocumentFactory
from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from newsroom.releases.staging import as_at, limits
from tests.releases.staging.database import dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def looking(client, release, clock) -> Client:
    """Somebody of the desk who looks at the site as at the release's instant."""
    client.force_login(person("Administrators"))
    look(client, release.instant)
    return client


def look(client: Client, instant, release: Release | None = None) -> None:
    local = timezone.localtime(instant, timezone.get_default_timezone())
    data = {"instant_0": f"{local:%Y-%m-%d}", "instant_1": f"{local:%H:%M}"}
    if release:
        data["release"] = release.pk
    response = client.post(reverse("releases:as_at"), data)
    assert (response.status_code, response.headers.get("Location")) == (302, "/")


def strip(response) -> str:
    found = soup(response).select_one(".stage-notice-words")
    return found.get_text(" ", strip=True) if found else ""


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def heading(response) -> str:
    return soup(response).h1.get_text(strip=True)


def test_a_person_of_the_desk_sees_the_site_as_it_will_be(looking, secret, news_list) -> None:
    response = looking.get(secret.url)
    assert (response.status_code, heading(response)) == (200, "Kestrel programme")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert strip(response) == (
        "As at 2 Mar 2026, 10:00 SGT (UTC+8) The site as it will be in 1 h 0 min. "
        "Only you see this."
    )
    titles = [tag.get_text(strip=True) for tag in soup(looking.get(news_list.url)).select("h2 a")]
    assert "Kestrel programme" in titles


def test_nobody_else_sees_anything_of_it(looking, secret, news_list) -> None:
    assert looking.get(secret.url).status_code == 200
    for visitor in (Client(), logged_in("Administrators")):
        assert visitor.get(secret.url).status_code == 404
        page = visitor.get(news_list.url)
        assert b"Kestrel" not in page.content
        assert b"stage-notice" not in page.content
        assert "no-store" not in page.headers.get("Cache-Control", "")


def logged_in(group: str) -> Client:
    client = Client()
    client.force_login(UserFactory(group=group))
    return client


def test_looking_changes_nothing(looking, secret, news_list) -> None:
    before = dump()
    looking.get(secret.url)
    looking.get(news_list.url)
    after = dump()
    assert {table for table in before if before[table] != after[table]} == set()


def test_a_document_of_a_staged_page_opens(looking, news_list, clock) -> None:
    document = SiteDocumentFactory()
    page = PressReleaseFactory(
        parent=news_list,
        state=State.DRAFT,
        attachments=[("downloads", {"items": [{"document": document}]})],
    )
    client = logged_in("Approvers")
    make_release(page, at=clock.now() + timedelta(minutes=30))
    assert Client().get(document.url).status_code == 404
    look(client, clock.now() + timedelta(hours=1))
    response = client.get(document.url)
    assert (response.status_code, response.getvalue()) == (200, b"A few words.\n")
    assert response["Cache-Control"] == "private, no-store"


def test_a_release_that_waits_for_approval_can_be_seen_with_the_rest(looking, news_list) -> None:
    page = PressReleaseFactory(parent=news_list, state=State.DRAFT, title="Not approved")
    draft = make_release(page, status=Status.DRAFT, title="Waits")
    assert looking.get(page.url).status_code == 404
    look(looking, draft.instant, draft)
    assert heading(looking.get(page.url)) == "Not approved"


def test_what_is_not_there_then_has_a_page_that_says_so(looking, secret) -> None:
    response = looking.get("/nothing/")
    assert (response.status_code, heading(response)) == (404, "Nothing is here then")
    assert strip(response).startswith("As at 2 Mar 2026, 10:00 SGT")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_sent(looking, secret, method) -> None:
    response = getattr(looking, method)(secret.url)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert heading(response) == "Only looking"


def test_the_admin_and_the_machinery_are_never_staged(looking, secret) -> None:
    response = looking.get(reverse("wagtailadmin_pages:edit", args=[secret.pk]))
    assert response.status_code == 200
    assert not Page.objects.get(pk=secret.pk).live
    assert looking.get("/_health/").status_code == 200


def test_the_strip_leads_out_again(looking, secret, news_list) -> None:
    form = soup(looking.get(news_list.url + "?page=1")).select_one(".stage-notice form")
    assert form["action"] == reverse("releases:leave_as_at")
    assert form.select_one("[name=csrfmiddlewaretoken]")["value"]
    address = form.select_one("[name=address]")["value"]
    response = looking.post(form["action"], {"address": address})
    assert (response.status_code, response["Location"]) == (302, news_list.url + "?page=1")
    assert looking.get(secret.url).status_code == 404
    assert strip(looking.get(news_list.url)) == ""


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "", "javascript:x"])
def test_leaving_leads_to_no_other_site(looking, address) -> None:
    response = looking.post(reverse("releases:leave_as_at"), {"address": address})
    assert response["Location"] == "/"


def test_an_instant_that_has_passed_is_refused(client, clock) -> None:
    client.force_login(person("Administrators"))
    form = {"instant_0": "2026-03-02", "instant_1": "09:00"}
    response = client.post(reverse("releases:as_at"), form)
    assert response.status_code == 200
    assert "This instant has passed." in response.content.decode()
    assert as_at.SESSION_KEY not in client.session


def test_an_instant_that_comes_while_somebody_looks_ends_it(
    looking, secret, release, clock
) -> None:
    Release.objects.update(status=Status.DRAFT)
    clock.set(release.instant)
    response = looking.get(secret.url)
    assert (response.status_code, heading(response)) == (410, "The instant has come")


def test_a_right_that_was_taken_away_counts_at_once(looking, secret) -> None:
    user = person("Administrators")
    user.groups.clear()
    assert looking.get(secret.url).status_code == 404
    assert as_at.SESSION_KEY not in looking.session


@pytest.mark.parametrize("group", ["Editors", None])
def test_people_who_only_watch_releases_or_have_no_right_cant_begin(client, release, group) -> None:
    client.force_login(UserFactory(group=group))
    form = {"instant_0": "2026-03-03", "instant_1": "09:00"}
    client.post(reverse("releases:as_at"), form)
    assert as_at.SESSION_KEY not in client.session


def test_what_cant_be_carried_out_is_named_with_its_reason(looking, secret, news_list) -> None:
    secret.delete()
    response = looking.get(news_list.url)
    assert (response.status_code, heading(response)) == (409, "This can’t be shown")
    lines = [line.get_text() for line in soup(response).select(".page-body p")]
    assert lines == [
        "The release “Code word Kestrel” can’t be carried out by then, "
        "so the site can’t be shown as it will be.",
        "“Kestrel programme” was deleted.",
    ]


def test_a_stage_that_is_not_to_be_set_now_asks_for_patience(looking, news_list, clock) -> None:
    soon = PressReleaseFactory(parent=news_list, state=State.DRAFT)
    make_release(soon, at=clock.now() + timedelta(seconds=10))
    response = looking.get(news_list.url)
    assert (response.status_code, heading(response)) == (503, "Not at this moment")
    assert response["Retry-After"] == "20"


def test_a_page_that_breaks_then_says_so(looking, secret, monkeypatch) -> None:
    def broken(self, request, *args, **kwargs):
        raise ValueError("no such colour")

    monkeypatch.setattr(type(secret), "get_context", broken)
    looking.raise_request_exception = False
    response = looking.get(secret.url)
    assert (response.status_code, heading(response)) == (500, "This page can’t be shown")


def test_a_page_that_takes_too_long_is_given_up(looking, secret, monkeypatch) -> None:
    def slow(self, request, *args, **kwargs):
        time.sleep(0.8)
        return {"page": Page.objects.get(pk=self.pk)}

    monkeypatch.setattr(type(secret), "get_context", slow)
    monkeypatch.setattr(limits, "seconds_free", lambda wanted: 0.7)
    response = looking.get(secret.url)
    assert (response.status_code, heading(response)) == (503, "Not at this moment")


def test_visitors_pay_nothing_for_it(release, news_list) -> None:
    ContentPageFactory(slug="plain")
    client = Client()
    client.get("/plain/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/plain/")
    assert not [query for query in queries if "django_session" in query["sql"]]


def test_the_form_knows_the_release_it_was_opened_for(client, secret) -> None:
    client.force_login(person("Administrators"))
    draft = make_release(secret, status=Status.DRAFT)
    page = soup(client.get(reverse("releases:as_at"), {"release": draft.pk}))
    assert page.select_one("[name=instant_1]")["value"] == "10:00"
    assert page.select_one("[name=release] option[selected]")["value"] == str(draft.pk)
    for odd in ("", "0", "x", "9" * 30):
        assert client.get(reverse("releases:as_at"), {"release": odd}).status_code == 200
