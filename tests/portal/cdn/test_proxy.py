"""A real cache between the site and its visitors: nothing early, and nothing past its instant.

Nobody purges it: what it may keep is told by the answers alone.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from wagtail.models import Page

from fixtures import factories as make
from fixtures.factories.lifecycle import State
from pages import clock
from tests.portal.cdn.proxy import CACHED, in_front_of
from tests.portal.page_cache.live import Live, running
from tests.releases.faults.live import until

#: For so long the proxy could keep a page on which nothing is due, in seconds.
SHARED = 60


@pytest.fixture
def home(transactional_db: None) -> Page:
    home = make.HomePageFactory(site_root=True, slug="front", title="Front")
    make.SectionPageFactory(parent=home, slug="section", title="Section")
    return home


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Page) -> Iterator[Live]:
    monkeypatch.setenv("PAGE_CACHE_SHARED_SECONDS", str(SHARED))
    with (
        running(monkeypatch, tmp_path) as site,
        in_front_of(site, tmp_path / "nginx") as proxy,
    ):
        yield proxy


def watched(proxy: Live, path: str, instant, word: str) -> set[tuple[str, bool, bool]]:
    """Ask the proxy until well after an instant: what it says of its cache, whether the answer
    came after the instant, and whether the word is in it.
    """
    seen = set()
    while clock.now() < instant + timedelta(seconds=4):
        before = clock.now()
        answer = proxy.ask(path)
        # An answer that was on its way at the instant may be either.
        if before >= instant or clock.now() < instant:
            has = answer.status == 200 and word in answer.body.decode()
            seen.add((answer.headers[CACHED], before >= instant, has))
        time.sleep(0.01)
    return seen


def test_it_keeps_what_it_is_told_to_keep(proxy: Live):
    # Its first answers may be from before the site believes its counter.
    until(lambda: proxy.ask("/section/").headers[CACHED] == "HIT", "a kept answer")
    # Another coding is another answer; a session none for it.
    assert proxy.ask("/section/", Accept_Encoding="br").headers[CACHED] == "MISS"
    assert proxy.ask("/section/", Accept_Encoding="br").headers[CACHED] == "HIT"
    assert proxy.ask("/section/", Cookie="sessionid=somebody").headers[CACHED] != "HIT"
    for path in ("/admin/login/", "/_health/"):
        assert {proxy.ask(path).headers[CACHED] for _ in range(3)} == {"MISS"}


def test_an_embargoed_page_appears_at_its_instant_through_a_cache(proxy: Live):
    section = Page.objects.get(slug="section")
    instant = clock.now() + timedelta(seconds=12)
    make.ContentPageFactory(
        parent=section, slug="news", title="Quillwort", state=State.SCHEDULED, go_live_at=instant
    )
    seen = watched(proxy, "/section/", instant, "Quillwort")
    assert {(is_after, has) for _, is_after, has in seen} == {(False, False), (True, True)}
    assert ("HIT", False, False) in seen
    assert ("HIT", True, True) in seen


def test_an_expired_page_is_not_shown_past_its_instant_by_a_cache(proxy: Live):
    section = Page.objects.get(slug="section")
    instant = clock.now() + timedelta(seconds=12)
    make.ContentPageFactory(parent=section, slug="news", title="Quillwort", expire_at=instant)
    seen = watched(proxy, "/section/news/", instant, "Quillwort")
    assert {(is_after, has) for _, is_after, has in seen} == {(False, True), (True, False)}
    assert ("HIT", False, True) in seen
