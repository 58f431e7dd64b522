"""What answers say to caches on the way: how long they may be kept, and what they were made from."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from wagtail.models import Page

from fixtures import factories as make
from pages.discovery.sitemaps import CHUNK
from tests.portal.cdn.cache import Cache
from tests.portal.cdn.conftest import settled
from tests.portal.page_cache.live import Live, running
from tests.releases.faults.live import until

HEADER = "Surrogate-Key"


@pytest.fixture
def news(home: Page) -> Page:
    return make.NewsListFactory(parent=make.NewsroomFactory(parent=home, slug="newsroom"))


@pytest.fixture
def live(
    cache: Cache,
    news: Page,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Live]:
    settings.CDN_KEYS = HEADER
    monkeypatch.setenv("CDN_KEYS", HEADER)
    monkeypatch.setenv("CDN_PURGE_URL", cache.url)
    with running(monkeypatch, tmp_path) as site:
        yield site


def keys_of(live: Live, path: str) -> set[str]:
    """What a kept answer was made from."""
    until(lambda: bool(re.search("s-maxage=[1-9]", caching(live, path))), path)
    return set(live.assert_shared(path).headers[HEADER].split())


def caching(live: Live, path: str) -> str:
    return live.ask(path).headers["Cache-Control"]


def purged_keys(cache: Cache) -> set[str]:
    settled()
    until(
        lambda: any(HEADER.lower() in map(str.lower, told.headers) for told in cache.told), "keys"
    )
    return {
        key
        for told in cache.told
        if HEADER.lower() in map(str.lower, told.headers)
        for key in told.header(HEADER).split()
    }


def test_a_publication_purges_a_key_of_each_answer_that_shows_it(
    live: Live, cache: Cache, news: Page
):
    item = make.NewsArticleFactory(parent=news, slug="item")
    elsewhere = f"/_feeds/{news.pk}/atom.xml", f"/sitemap-{item.pk // CHUNK}.xml"
    paths = (item.url, news.url, "/newsroom/", *elsewhere)
    keys = {path: keys_of(live, path) for path in paths}
    assert all("everything" in found for found in keys.values())
    settled()
    cache.forget()
    item.title = "Another title"
    item.save_revision().publish()
    purged = purged_keys(cache)
    assert "everything" not in purged
    assert [path for path in paths if not keys[path] & purged] == []


def test_a_change_of_the_whole_site_purges_the_key_of_all_answers(
    home: Page, cache: Cache, settings: Settings
):
    settings.CDN_KEYS = HEADER
    settled()
    cache.forget()
    make.TopicFactory(name="Harbours").save()
    assert purged_keys(cache) == {"everything"}


def test_only_what_gives_nothing_away_may_be_shown_while_it_is_stale(live: Live):
    for path in (
        "/",
        "/newsroom/",
        "/nowhere/",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap-news.xml",
    ):
        told = caching(live, path)
        assert "must-revalidate" in told
        assert "max-age=0" in told
        assert "stale" not in told
    for path in ("/theme.css", "/favicon.ico"):
        told = caching(live, path)
        assert "stale-while-revalidate=" in told
        assert "stale-if-error=" in told
