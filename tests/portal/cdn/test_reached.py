"""What a purge by address does not name is kept by no cache on the way."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from pytest_django.fixtures import Settings
from wagtail.models import Page

from fixtures import factories as make
from newsroom import listing
from pages import clock
from pages.discovery import sitemaps
from portal.delivery.cdn import addresses
from portal.delivery.page_cache.front import in_front_of
from tests.portal.cdn.cache import Cache
from tests.portal.cdn.conftest import settled
from tests.portal.page_cache.asking import Counters, environ

KEPT, ASKED_EACH_TIME = "kept", "asked for each time"


@pytest.fixture
def news(home: Page, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.setattr(listing, "ITEMS_PER_PAGE", 1)
    news = make.NewsListFactory(
        parent=make.NewsroomFactory(parent=home, slug="newsroom"), slug="news"
    )
    topic = make.TopicFactory(name="Harbours", slug="harbours")
    for number in range(3):
        item = make.NewsArticleFactory(parent=news, slug=f"item-{number}")
    item.topics.add(topic)
    item.save_revision().publish()
    return news


@pytest.fixture
def by_address(news: Page, settings: Settings) -> None:
    settings.WAGTAILFRONTENDCACHE = {
        "default": {
            "BACKEND": "portal.delivery.cdn.backends.PurgeBackend",
            "LOCATION": "http://127.0.0.1:1",
        }
    }


@pytest.fixture
def kept(news: Page, settings: Settings) -> Callable[..., str]:
    """What a cache may do with the answer to an address."""
    settings.PAGE_CACHE_MB, settings.PAGE_CACHE_SHARED_SECONDS = 64, 600
    settings.ALLOWED_HOSTS = ["localhost", "alias.example"]
    fronts: list[Any] = []

    def ask(address: str, host: str = "localhost") -> str:
        if not fronts:
            fronts.append(in_front_of(WSGIHandler(), Counters()))
        # Made, and out of the memory.
        [found] = {caching(fronts[0], asked_as_visitor(address, host)) for _ in range(2)}
        return found

    return ask


def asked_as_visitor(address: str, host: str) -> dict[str, Any]:
    return environ(address) | {
        "HTTP_HOST": host, "SERVER_NAME": host, "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
    }  # fmt: skip


def caching(front: Any, asked: dict[str, Any]) -> str:
    if at_hand := front.at_hand(asked):
        fields = at_hand.headers
    else:
        told: list[Any] = []
        answer = front(asked, lambda status, fields: told.extend([status, fields]))
        b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        fields = told[1]
    said = dict(fields)["Cache-Control"]
    seconds = re.search(r"s-maxage=(\d+)", said)
    assert seconds or said == "no-cache"
    return KEPT if seconds and int(seconds[1]) else ASKED_EACH_TIME


def named(news: Page) -> list[str]:
    year = clock.now().year
    return [
        "/", "/newsroom/news/", "/newsroom/news/item-1/", "/newsroom/news/item-1",
        "/newsroom/news/?page=2", "/newsroom/news/?kind=news", f"/newsroom/?year={year}",
        "/newsroom/?topic=harbours", "/robots.txt", "/sitemap.xml", "/sitemap-news.xml",
        f"/_feeds/{news.pk}/rss.xml", f"/_feeds/{news.pk}/topics/harbours/feed.json",
    ]  # fmt: skip


def unnamed(news: Page) -> list[str]:
    return [
        "/newsroom/news/?kind=news&page=2", "/newsroom/?kind=news&topic=harbours",
        "/newsroom/?page=02", "/newsroom/?page=3&utm_source=letter",
        "/newsroom/?utm_source=letter", "/newsroom/?year=1999", "/newsroom/?topic=elsewhere",
        "/newsroom/?kind=unknown", "/newsroom/?page=1", "/?page=2",
        "/newsroom/news/item-1/?kind=news", "/NEWSROOM/news/item-1",
        "/newsroom/news/item-1?page=2", f"/sitemap-0{news.pk // sitemaps.CHUNK}.xml",
        "/sitemap.xml?page=2", "/nowhere/?page=2",
    ]  # fmt: skip


@pytest.mark.usefixtures("by_address")
def test_a_cache_keeps_what_it_is_told_of_and_asks_for_the_rest_each_time(news: Page, kept):
    assert {address: kept(address) for address in named(news)} == dict.fromkeys(named(news), KEPT)
    others = unnamed(news)
    assert {address: kept(address) for address in others} == dict.fromkeys(others, ASKED_EACH_TIME)
    # The other name of the host is in no address.
    assert kept("/newsroom/news/", host="alias.example") == ASKED_EACH_TIME
    # Answered anew each time.
    assert kept("/newsroom/?unknown=1") == ASKED_EACH_TIME


@pytest.mark.usefixtures("by_address")
def test_an_old_answer_to_one_spelling_does_not_speak_for_another(kept):
    assert kept("/newsroom/?page=2") == KEPT
    assert kept("/newsroom/?page=2&fbclid=x") == ASKED_EACH_TIME
    assert kept("/newsroom/?page=2") == KEPT


@pytest.mark.usefixtures("by_address")
def test_topics_beyond_those_that_are_named_are_asked_for_each_time(
    news: Page, kept, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(addresses, "MOST_TOPICS", 0)
    assert kept("/newsroom/?topic=harbours") == ASKED_EACH_TIME
    assert kept(f"/_feeds/{news.pk}/topics/harbours/rss.xml") == ASKED_EACH_TIME
    assert kept(f"/_feeds/{news.pk}/rss.xml") == KEPT


@pytest.mark.parametrize("keys", ["", "Surrogate-Key"])
def test_without_a_cdn_or_with_keys_all_is_kept(
    news: Page, kept, settings: Settings, request: pytest.FixtureRequest, keys: str
):
    if keys:
        request.getfixturevalue("by_address")
        settings.CDN_KEYS = keys
    found = [address for address in unnamed(news) if "nowhere" not in address]
    short = [address for address in found if "page=1" not in address]
    assert {address: kept(address) for address in short} == dict.fromkeys(short, KEPT)


@pytest.mark.usefixtures("by_address")
def test_a_cdn_that_knows_no_keys_is_told_addresses(settings: Settings, kept):
    settings.CDN_KEYS = "Surrogate-Key"
    settings.WAGTAILFRONTENDCACHE = {
        "default": {
            "BACKEND": "portal.delivery.cdn.backends.CloudfrontBackend",
            "DISTRIBUTION_ID": "distribution",
        }
    }
    assert kept("/newsroom/?kind=news&topic=harbours") == ASKED_EACH_TIME


@pytest.fixture
def told(cache: Cache) -> Iterator[Cache]:
    settled()
    cache.forget()
    yield cache


@pytest.mark.usefixtures("kept")
def test_each_answer_that_a_cache_may_keep_is_purged_with_its_list(news: Page, told, kept):
    item = Page.objects.get(slug="item-1").specific
    item.title = "Another title"
    item.save_revision().publish()
    settled()
    for address in named(news):
        assert f"http://localhost{address}" in told.purged, address
    assert "http://localhost/newsroom/news/?" in told.purged


@pytest.mark.parametrize("change", ["rename", "delete"])
def test_a_topic_that_goes_is_purged_under_its_former_name(news: Page, told: Cache, change: str):
    topic = make.TopicFactory._meta.model.objects.get(slug="harbours")
    if change == "rename":
        topic.slug = "ports"
        topic.save()
    else:
        topic.delete()
    settled()
    assert {
        "http://localhost/newsroom/?topic=harbours",
        f"http://localhost/_feeds/{news.pk}/topics/harbours/rss.xml",
        "http://localhost/newsroom/?topic=ports",
    } - told.purged == ({"http://localhost/newsroom/?topic=ports"} if change == "delete" else set())
