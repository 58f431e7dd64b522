"""The same examination for every page type: it answers, well-formed, guarded, and keeps secrets."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from fixtures import factories as make
from pages.models import BasePage

CANARY = "quokkastrasse"


@dataclass(frozen=True)
class Examined:
    """A page type: how to make one below the home page, and what one answer may cost."""

    factory: Callable[..., Page]
    template: str
    #: Queries of one anonymous answer with warm site roots. One of them asks for the moment.
    queries: int
    fields: dict


HEADINGS = [
    ("heading", {"text": "First", "level": "h3", "anchor": ""}),
    ("paragraph", "<p>Words.</p>"),
    ("heading", {"text": "Second", "level": "h4", "anchor": ""}),
    ("heading", {"text": "Second", "level": "h2", "anchor": ""}),
]
RELEASE_BODY = [
    ("heading", {"text": "First", "level": "h3", "anchor": ""}),
    ("paragraph", {"text": "<p>Words.</p><p>More.</p>", "number": None, "unnumbered": False}),
]

TYPES = {
    "home": Examined(make.HomePageFactory, "pages/home_page.html", 5, {}),
    "strategy": Examined(
        make.StrategyPageFactory, "pages/strategy_page.html", 5, {"body": HEADINGS}
    ),
    "content": Examined(make.ContentPageFactory, "pages/content_page.html", 5, {"body": HEADINGS}),
    "section": Examined(make.SectionPageFactory, "pages/section_page.html", 6, {}),
    "contact": Examined(make.ContactPageFactory, "pages/contact_page.html", 5, {}),
    "search": Examined(make.SearchPageFactory, "pages/search_page.html", 6, {}),
    "newsroom": Examined(make.NewsroomFactory, "newsroom/newsroom_page.html", 6, {}),
    "list": Examined(make.NewsListFactory, "newsroom/news_list_page.html", 6, {}),
    "release": Examined(
        make.PressReleaseFactory, "newsroom/press_release_page.html", 5, {"body": RELEASE_BODY}
    ),
    "article": Examined(
        make.NewsArticleFactory, "newsroom/news_article_page.html", 5, {"body": HEADINGS}
    ),
}


@pytest.fixture
def home(db) -> Page:
    return make.HomePageFactory(site_root=True)


@pytest.fixture(params=TYPES)
def examined(request, home) -> tuple[Examined, Page]:
    kind = TYPES[request.param]
    if request.param == "home":
        return kind, home
    return kind, kind.factory(**kind.fields)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def test_every_page_type_is_examined() -> None:
    creatable = {
        model
        for model in _page_types()
        if model.is_creatable and model._meta.model_name != "newslinkpage"
    }
    assert {kind.factory._meta.model for kind in TYPES.values()} == creatable


def _page_types() -> set[type]:
    from wagtail.models import get_page_models

    return {model for model in get_page_models() if issubclass(model, BasePage)}


def test_it_answers_with_its_template_and_few_queries(examined, client) -> None:
    kind, page = examined
    client.get(page.url)  # Site roots and content types are asked for once in a process.
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(page.url)
    assert response.status_code == 200
    assert kind.template in [template.name for template in response.templates]
    tables = [re.search(r'FROM "(\w+)"', query["sql"]).group(1) for query in queries]
    assert len(tables) == kind.queries, tables


def test_it_has_one_title_and_no_gap_between_headings(examined, client) -> None:
    _, page = examined
    levels = [
        int(tag.name[1])
        for tag in soup(client.get(page.url)).find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
    ]
    assert levels.count(1) == 1
    body = levels[levels.index(1) :]
    assert all(after - before <= 1 for before, after in pairwise(body)), levels


def test_it_is_guarded_and_sets_no_cookie(examined) -> None:
    _, page = examined
    response = Client().get(page.url)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert not response.cookies
    # Data for search engines is not run.
    inline = "script:not([src], [type='application/ld+json']), style, [style], [onclick]"
    assert soup(response).select(inline) == []


def test_it_names_its_own_address_in_full(home, examined, client) -> None:
    _, page = examined
    canonical = soup(client.get(page.url)).select_one("link[rel=canonical]")
    assert canonical["href"] == page.full_url


def test_it_tells_nothing_that_is_not_public(examined, home, client) -> None:
    _, page = examined
    secret = {"title": f"Title {CANARY}", "slug": CANARY}
    parent = page if page.specific_class.subpage_types else home
    for number, state in enumerate(["draft", "scheduled", "expired", "unpublished"]):
        fields = {"title": secret["title"], "slug": f"{CANARY}-{number}", state: True}
        make.ContentPageFactory(**fields)
        make.NewsArticleFactory(summary=f"Summary {CANARY}", **fields)
        if any("ContentPage" in name for name in parent.specific_class.subpage_types):
            make.ContentPageFactory(parent=parent, **{**fields, "slug": f"{CANARY}-in-{number}"})
    response = client.get(page.url, {"q": CANARY} if page.slug == "search" else {})
    assert response.status_code == 200
    # A search repeats the words it was asked for; nothing else may.
    words = response.content.decode().replace(f'value="{CANARY}"', "").replace(f"“{CANARY}”", "")
    assert f"Title {CANARY}" not in words and f"/{CANARY}" not in words


def test_a_link_entry_leads_to_its_target(home, client) -> None:
    entry = make.NewsLinkFactory(link=[("link", {"url": "https://www.example.org/report"})])
    response = client.get(entry.url)
    assert (response.status_code, response["Location"]) == (302, "https://www.example.org/report")


def test_a_link_entry_to_a_hidden_page_is_not_found(home, client) -> None:
    hidden = make.ContentPageFactory(title="Hidden", draft=True)
    entry = make.NewsLinkFactory(link=[("link", {"page": hidden})])
    response = client.get(entry.url)
    assert response.status_code == 404
    assert b"hidden" not in response.content.lower()
