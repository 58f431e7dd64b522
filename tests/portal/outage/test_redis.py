"""A Redis that dies, or is out of reach, under a site that uses it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from wagtail.models import Page

from fixtures import factories as make
from portal.delivery import redis_cache
from portal.delivery.redis_cache import DispensableRedisCache
from tests.portal.outage.servers import Redis, redis
from tests.portal.page_cache.live import Live, running
from tests.releases.faults.live import until


@pytest.fixture
def server() -> Iterator[Redis]:
    with redis() as running_server:
        yield running_server


@pytest.fixture
def home(transactional_db: None) -> Page:
    home = make.HomePageFactory(site_root=True, slug="front", title="Front")
    make.ContentPageFactory(parent=home, slug="about")
    return home


@pytest.fixture
def live(
    server: Redis, home: Page, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Live]:
    """Each page is rendered anew, so that the cache is asked."""
    monkeypatch.setenv("REDIS_URL", server.url)
    with running(monkeypatch, tmp_path, megabytes=0) as site:
        yield site


@pytest.fixture
def cache(server: Redis) -> DispensableRedisCache:
    return DispensableRedisCache(server.url, {"KEY_PREFIX": "test"})


def health(live: Live) -> tuple[int, str, str]:
    answer = live.ask("/_health/")
    told = json.loads(answer.body)
    return answer.status, told["status"], told["cache"]


def reaches(cache: DispensableRedisCache) -> bool:
    cache.set("asked", 1)
    return cache.get("asked") == 1


def test_the_site_answers_without_it_and_says_so(live: Live, server: Redis):
    until(lambda: health(live) == (200, "ok", "ok"), "Redis")
    server.kill()
    for path in ("/", "/about/", "/admin/login/", "/sitemap.xml"):
        assert live.ask(path).status == 200
    assert health(live) == (200, "degraded", "unavailable")
    server.start()
    until(lambda: health(live) == (200, "ok", "ok"), "Redis again")
    assert live.ask("/").status == 200


def test_one_that_neither_answers_nor_refuses_fails_nothing(live: Live, server: Redis):
    until(lambda: health(live) == (200, "ok", "ok"), "Redis")
    server.freeze()
    try:
        for path in ("/", "/about/", "/admin/login/"):
            assert live.ask(path).status == 200
        assert health(live) == (200, "degraded", "unavailable")
    finally:
        server.go_on()


def test_everything_counts_as_not_kept(cache: DispensableRedisCache, server: Redis):
    assert reaches(cache)
    server.kill()
    assert cache.get("asked", "nothing") == "nothing"
    assert cache.get_many(["asked"]) == {}
    assert cache.get_or_set("asked", lambda: "made anew") == "made anew"
    assert cache.set_many({"one": 1}) == ["one"]
    assert cache.add("one", 1) is False
    assert cache.touch("one") is False
    assert cache.has_key("one") is False
    assert cache.delete("one") is False
    cache.delete_many(["one"])
    with pytest.raises(ValueError, match="one"):
        cache.incr("one")


def test_what_was_deleted_meanwhile_does_not_come_back(cache: DispensableRedisCache, server: Redis):
    cache.set_many({"deleted": "old", "changed": "old", "untouched": "old"})
    server.freeze()
    cache.delete("deleted")
    cache.set("changed", "new")
    server.go_on()
    until(lambda: reaches(cache), "Redis again")
    assert cache.get_many(["deleted", "changed", "untouched"]) == {"untouched": "old"}


def test_it_is_left_alone_for_a_moment(cache: DispensableRedisCache, server: Redis):
    server.kill()
    cache.get("asked")
    server.start()
    assert not reaches(cache)
    redis_cache._servers[server.url].resting_until = 0.0
    assert reaches(cache)
