"""A page that the public may not see answers as a number that no page has, however it is asked."""

from datetime import timedelta

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from fixtures import factories as make
from pages import clock as pages_clock
from tests.pages.api.conftest import PAGES

CANARY = "quokkastrasse"
UNKNOWN = 987654
STATES = ["draft", "scheduled", "expired", "unpublished", "below", "password", "login", "lapsed"]
#: Every way to name a page; the number stands for it.
NAMED = [
    "{}/", "{}/?fields=*", "{}/?fields=_,title", "?child_of={}", "?descendant_of={}",
    "?ancestor_of={}", "?translation_of={}", "?child_of={}&type=newsroom.PressReleasePage",
    "find/?id={}",
]  # fmt: skip
LISTED = [
    "", "?fields=*", "?type=newsroom.PressReleasePage&fields=*", "?type=newsroom.NewsroomItem",
    "?type=wagtailcore.Page", "?slug=quokkastrasse", "?order=-title&limit=100",
    "?child_of=root", "?descendant_of=root", "?locale=en-gb", "?type=newsroom.PressReleasePage,"
    "pages.ContentPage", "?type=newsroom.NewsroomItem&topic=quokkastrasse&fields=*",
    "?type=newsroom.NewsroomItem&kind=press-release&year=2026",
    "?search=quokkastrasse", "?search=quokastrasse&fields=*", "?search=title&order=-title",
    "?search=quokkastrasse&type=newsroom.PressReleasePage",
]  # fmt: skip


@pytest.fixture(params=STATES)
def hidden(request, news, home, clock) -> Page:
    """A release that nobody outside may know of, named by a canary in every field."""
    topic = make.TopicFactory(name=CANARY, slug=CANARY)
    fields = {
        "title": f"Title {CANARY}", "slug": CANARY, "permalink": f"/{CANARY}/own",
        "summary": CANARY, "topics": [topic], "parent": news,
    }  # fmt: skip
    state = request.param
    if state in ("draft", "scheduled", "expired", "unpublished"):
        return make.PressReleaseFactory(**fields, **{state: True})
    if state == "below":
        closed = make.NewsListFactory(title=CANARY, parent=home)
        page = make.PressReleaseFactory(**{**fields, "parent": closed})
        closed.unpublish()
        return page
    page = make.PressReleaseFactory(**fields)
    if state in ("password", "login"):
        PageViewRestriction.objects.create(page=page, restriction_type=state, password="x")
    if state == "lapsed":
        over = pages_clock.now() - timedelta(seconds=1)
        Page.objects.filter(pk=page.pk).update(expire_at=over)
    return page


def test_its_number_is_that_of_nothing(hidden, client) -> None:
    assert_unknown(hidden, client)


def test_a_page_of_another_site_is_nothing_here(news, client) -> None:
    other = make.NewsroomFactory(parent=make.HomePageFactory(title=CANARY))
    page = make.PressReleaseFactory(title=CANARY, slug=CANARY, parent=other)
    assert_unknown(page, client)
    for below in LISTED:
        assert CANARY not in client.get(PAGES + below).content.decode(), below


def assert_unknown(page: Page, client: Client) -> None:
    for below in NAMED:
        secret = client.get(PAGES + below.format(page.pk))
        nothing = client.get(PAGES + below.format(UNKNOWN))
        assert secret.status_code == nothing.status_code in (400, 404), below
        assert secret.content == nothing.content
        assert secret.headers == nothing.headers


def test_its_addresses_are_those_of_nothing(hidden, client) -> None:
    for address in (f"/hub/news/{CANARY}/", f"/{CANARY}/own", f"/{CANARY}/OWN/", hidden.url_path):
        response = client.get(f"{PAGES}find/", {"html_path": address})
        nothing = client.get(f"{PAGES}find/", {"html_path": "/nothing/"})
        assert (response.status_code, response.content) == (404, nothing.content)


def test_no_list_holds_it(hidden, client) -> None:
    for below in LISTED:
        response = client.get(PAGES + below)
        assert response.status_code == 200
        assert CANARY not in response.content.decode().lower(), below


def test_public_pages_do_not_tell_of_it(hidden, news, client, ask) -> None:
    """Not by a link, a button, an entry that leads there, or as what replaced them."""
    button = {"label": "Go", "link": {"page": hidden}, "style": "primary"}
    link = f'<p>Words <a linktype="page" id="{hidden.pk}">here</a></p>'
    page = make.ContentPageFactory(body=[("paragraph", link), ("button", button)])
    entry = make.NewsLinkFactory(title="Entry", parent=news, link=[("link", {"page": hidden})])
    item = make.PressReleaseFactory(
        title="Public", parent=news, withdrawn_at=pages_clock.now(), replaced_by=hidden
    )
    assert ask(f"{page.pk}/")["body"].count("<a>here</a>") == 1
    assert ask(f"{item.pk}/")["replaced_by"] is None
    assert ask(f"{item.pk}/")["withdrawn_at"] is not None
    assert ask(f"{entry.pk}/")["target"] is None
    for each in (page, entry, item):
        response = client.get(f"{PAGES}{each.pk}/")
        assert CANARY not in response.content.decode().lower()


def test_it_appears_to_the_second(news, client, clock) -> None:
    at = pages_clock.now() + timedelta(minutes=5)
    page = make.PressReleaseFactory(title="On time", parent=news)
    Page.objects.filter(pk=page.pk).update(go_live_at=at)
    clock.forward(minutes=5, seconds=-1)
    assert client.get(f"{PAGES}{page.pk}/").status_code == 404
    assert client.get(PAGES).json()["meta"]["total_count"] == 3
    clock.forward(seconds=1)
    assert client.get(f"{PAGES}{page.pk}/").json()["title"] == "On time"
    assert client.get(PAGES).json()["meta"]["total_count"] == 4


def test_a_draft_of_a_public_page_is_not_told(news, client) -> None:
    page = make.PressReleaseFactory(title="As published", parent=news)
    page.title = page.summary = page.dateline = CANARY
    page.slug = CANARY
    page.save_revision()
    for below in ("", f"{page.pk}/?fields=*", "?type=newsroom.PressReleasePage&fields=*"):
        assert CANARY not in client.get(PAGES + below).content.decode()


def test_someone_logged_in_gets_what_everybody_gets(news, client, django_user_model) -> None:
    page = make.PressReleaseFactory(parent=news, draft=True)
    everybody = client.get(PAGES).content
    client.force_login(django_user_model.objects.create_superuser("root", password="x"))
    assert client.get(PAGES).content == everybody
    assert client.get(f"{PAGES}{page.pk}/").status_code == 404
