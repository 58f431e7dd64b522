"""Sitemaps: every public address of the site once, when it last changed, and nothing else."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction, Site

from fixtures import factories as make
from fixtures.factories.lifecycle import publish, stored
from pages.discovery import sitemaps
from pages.site_settings import SiteSettings
from tests.pages.discovery.reading import everything, fetched, locations

CANARY = "quokkastrasse"
NINE = "2026-03-02T09:00:00+08:00"


def chunk_of(page: Page) -> str:
    return f"/sitemap-{page.pk // sitemaps.CHUNK}.xml"


@pytest.fixture
def small_chunks(monkeypatch) -> int:
    """So few pages to a sitemap that a handful of them fills several."""
    monkeypatch.setattr(sitemaps, "CHUNK", 3)
    return 3


def test_every_public_page_is_named_once_with_its_canonical_address(clock, home, add_page) -> None:
    plain = add_page("Plain")
    own = add_page("Own", permalink="/About/it's & more.html")
    below = make.ContentPageFactory(title="Below", parent=plain)
    found = everything()
    assert found == {page.full_url: NINE for page in (home, plain, own, below)}
    assert "http://localhost/About/it's%20&%20more.html" in found
    assert "http://localhost/" in found


def test_what_is_not_worth_a_visit_is_left_out(clock, home) -> None:
    make.SearchPageFactory(parent=home)
    newsroom = make.NewsroomFactory(parent=home)
    make.NewsLinkFactory(parent=newsroom)
    assert set(everything()) == {home.full_url, newsroom.full_url}


def test_the_index_names_the_parts_and_when_each_changed(
    clock, home, add_page, small_chunks
) -> None:
    pages = [home, *(add_page(f"Page {number}") for number in range(7))]
    clock.set(datetime(2026, 4, 1, 2, 30, 5, tzinfo=UTC))
    publish(stored(pages[-1]))
    index = locations(fetched("/sitemap.xml", "siteindex.xsd"))
    assert set(index) == {f"http://localhost{chunk_of(page)}" for page in pages}
    assert index[f"http://localhost{chunk_of(pages[-1])}"] == "2026-04-01T10:30:05+08:00"
    assert index[f"http://localhost{chunk_of(home)}"] == NINE
    for address in index:
        assert 1 <= len(fetched(address.removeprefix("http://localhost"))) <= small_chunks
    assert set(everything()) == {page.full_url for page in pages}


def test_a_page_stays_in_its_part(clock, home, add_page, small_chunks) -> None:
    pages = [add_page(f"Page {number}") for number in range(6)]
    before = locations(fetched(chunk_of(pages[-1])))
    stored(pages[0]).unpublish()
    stored(pages[1]).delete()
    assert locations(fetched(chunk_of(pages[-1]))) == before


def test_a_draft_changes_nothing_for_readers(clock, home, add_page) -> None:
    page = add_page("Page")
    clock.forward(days=1)
    page.title = "Changed"
    page.save_revision()
    assert everything()[page.full_url] == NINE


def test_a_listing_changes_with_what_it_lists(clock, home, small_chunks) -> None:
    newsroom = make.NewsroomFactory(parent=home)
    news = make.NewsListFactory(parent=newsroom)
    other = make.NewsListFactory(parent=newsroom)
    clock.forward(days=1)
    make.NewsArticleFactory(parent=news)
    clock.forward(days=1)
    make.NewsArticleFactory(parent=news, draft=True)
    found = everything()
    assert found[newsroom.full_url] == found[news.full_url] == "2026-03-03T09:00:00+08:00"
    assert found[other.full_url] == found[home.full_url] == NINE
    index = locations(fetched("/sitemap.xml", "siteindex.xsd"))
    assert index[f"http://localhost{chunk_of(news)}"] == "2026-03-03T09:00:00+08:00"


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired", "unpublished"])
def test_what_is_not_public_leaves_no_trace(home, add_page, client, state, small_chunks) -> None:
    page = add_page("Public")
    before = {path: client.get(path) for path in ("/sitemap.xml", chunk_of(page))}
    hidden = make.ContentPageFactory(title=CANARY, slug=CANARY, **{state: True})
    make.ContentPageFactory(parent=hidden)
    for path, answer in before.items():
        again = client.get(path)
        assert again.content == answer.content
        assert dict(again.headers) == dict(answer.headers)


def test_a_restricted_page_and_what_lies_below_it_are_not_named(home, add_page) -> None:
    inside = add_page("Inside")
    below = make.ContentPageFactory(parent=inside)
    assert below.full_url in everything()
    PageViewRestriction.objects.create(
        page=inside, restriction_type=BaseViewRestriction.PASSWORD, password="x"
    )
    assert set(everything()) == {home.full_url}


def test_to_the_second(home, clock) -> None:
    page = make.ContentPageFactory(scheduled=True)
    instant = page.get_latest_revision_as_object().go_live_at
    clock.set(instant.replace(microsecond=0))
    publish(page.get_latest_revision_as_object())
    assert page.full_url in everything()


def test_another_site_has_its_own(home, add_page, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    here = add_page("Here")
    other = make.HomePageFactory(slug="other")
    Site.objects.create(hostname="other.example", root_page=other)
    there = make.ContentPageFactory(parent=other)
    assert set(everything()) == {home.full_url, here.full_url}
    visitor = Client(SERVER_NAME="other.example")
    assert b"<loc>http://other.example/sitemap-" in visitor.get("/sitemap.xml").content
    part = visitor.get(chunk_of(there)).content.decode()
    assert there.full_url in part and here.full_url not in part


def test_a_site_inside_another_names_its_pages_itself(home, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    inner = make.SectionPageFactory(parent=home)
    Site.objects.create(hostname="inner.example", root_page=inner)
    assert set(everything()) == {home.full_url}
    answer = Client(SERVER_NAME="inner.example").get(chunk_of(inner))
    assert b"<loc>http://inner.example/</loc>" in answer.content


@pytest.mark.parametrize("number", ["999999", "9" * 30, "-1", "x", "00000", "1e3"])
def test_a_part_that_is_not_there_is_not_found(home, client, number) -> None:
    expected = 200 if number == "00000" and home.pk < sitemaps.CHUNK else 404
    assert client.get(f"/sitemap-{number}.xml").status_code == expected


def test_an_unchanged_sitemap_is_not_sent_again(home, client) -> None:
    for path in ("/sitemap.xml", chunk_of(home)):
        first = client.get(path)
        assert first["ETag"] and "Last-Modified" not in first.headers
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405


def test_a_site_that_is_kept_out_has_none(home, client) -> None:
    settings = SiteSettings.for_site(Site.objects.get())
    settings.keep_out_of_search = True
    settings.save()
    for path in ("/sitemap.xml", chunk_of(home), "/sitemap-news.xml"):
        assert client.get(path).status_code == 404


def test_many_pages_cost_no_more_queries_than_one(home, add_page, client) -> None:
    newsroom = make.NewsroomFactory(parent=home)
    make.NewsArticleFactory(parent=newsroom)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    part = chunk_of(newsroom)
    queries(part)
    few = {path: queries(path) for path in ("/sitemap.xml", part)}
    for number in range(5):
        add_page(f"Page {number}", permalink=f"/Own-{number}")
        make.NewsArticleFactory(parent=newsroom)
    assert {path: queries(path) for path in few} == few
    # Each asks for the moment, and for the site with its settings and the hidden branches of the
    # tree; the index then for parts and listings, the part for its pages, both for what changed
    # below.
    assert few == {"/sitemap.xml": 5, part: 4}
