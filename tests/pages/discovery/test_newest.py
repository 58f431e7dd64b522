"""When the parts of the sitemaps changed last: told from the newest page of each, without the rest."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from fixtures import factories as make
from fixtures.factories.crowd import add_items
from fixtures.factories.lifecycle import publish, stored
from pages.discovery import newest, sitemaps
from tests.pages.discovery.reading import fetched, locations

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)


def parts(home: Page, size: int) -> dict[int, datetime | None]:
    below = Page.objects.filter(path__startswith=home.path, live=True)
    return newest.of_parts(below, size)


def test_each_part_tells_of_its_newest_page(clock, home, add_page) -> None:
    pages = [home, *(add_page(f"Page {number}") for number in range(5))]
    clock.set(datetime(2026, 4, 1, tzinfo=UTC))
    publish(stored(pages[3]))
    expected = dict.fromkeys((page.pk // 2 for page in pages), NINE)
    expected[pages[3].pk // 2] = clock.now()
    assert parts(home, 2) == expected


def test_numbers_without_pages_make_no_part(clock, home, add_page) -> None:
    gone = [add_page(f"Page {number}") for number in range(7)]
    last = add_page("Last")
    for page in gone:
        stored(page).delete()
    assert parts(home, 2) == {home.pk // 2: NINE, last.pk // 2: NINE}


def test_a_page_that_does_not_say_when_it_was_published_counts_last(clock, home, add_page) -> None:
    Page.objects.filter(pk=home.pk).update(last_published_at=None)
    assert parts(home, 1000) == {home.pk // 1000: None}
    page = add_page("Page")
    together = {home.pk // 1000, page.pk // 1000}
    assert parts(home, 1000) == dict.fromkeys(together, NINE)


@pytest.mark.parametrize("state", ["unpublished", "expired"])
def test_when_the_newest_page_goes_the_one_before_it_counts(
    clock, home, add_page, monkeypatch, state
) -> None:
    monkeypatch.setattr(sitemaps, "CHUNK", 1_000_000)
    newsroom = make.NewsroomFactory(parent=home)
    news = make.NewsListFactory(parent=newsroom)
    address = f"http://localhost/sitemap-{news.pk // sitemaps.CHUNK}.xml"
    clock.forward(days=1)
    make.NewsArticleFactory(parent=news)
    clock.forward(days=1)
    make.NewsArticleFactory(parent=news, **{state: True})
    assert locations(fetched("/sitemap.xml", "siteindex.xsd")) == {
        address: "2026-03-03T09:00:00+08:00"
    }


def test_of_many_pages_only_the_newest_are_looked_at(clock, home) -> None:
    news = make.NewsListFactory(parent=make.NewsroomFactory(parent=home))
    add_items(news, 4_000, [])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        assert Client().get("/sitemap.xml").status_code == 200
    asked = [query["sql"] for query in queries]
    plans = [plan_of(statement) for statement in asked if "NULLS LAST" in statement]
    assert len(plans) == 2
    for plan, index in zip(plans, ("pages_newest_of_part", "pages_newest_of_above"), strict=True):
        assert index in plan


def plan_of(statement: str) -> str:
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {statement}".replace("%", "%%"), [])
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
