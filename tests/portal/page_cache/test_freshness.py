"""Nobody gets a page as it was: on a real server process that is asked all the time."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from wagtail.models import Page

from fixtures import factories as make
from fixtures.factories.lifecycle import State, schedule
from pages import clock
from pages.site_settings import SiteSettings
from tests.portal.page_cache.live import Live, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home() -> Page:
    return make.HomePageFactory(site_root=True, slug="front", title="Front")


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Page) -> Iterator[Live]:
    with running(monkeypatch, tmp_path) as site:
        yield site


def asked_until(live: Live, instant, path: str) -> Callable[[], Iterator[tuple[bool, int]]]:
    """Asks for a path until well after an instant: whether the answer came after it, and what."""

    def answers() -> Iterator[tuple[bool, int]]:
        end = instant + timedelta(seconds=3)
        while clock.now() < end:
            before = clock.now()
            status = live.ask(path).status
            # An answer that was on its way at the instant may be either.
            if before >= instant or clock.now() < instant:
                yield before >= instant, status
            time.sleep(0.01)

    return answers


def test_a_publication_is_seen_by_the_next_request(live: Live, home: Page):
    assert live.assert_shared("/news/").status == 404
    page = make.ContentPageFactory(parent=home, title="First words", slug="news")
    for number in range(20):
        shown = live.ask("/news/")
        assert shown.status == 200
        assert page.title in shown.body.decode()
        live.ask("/news/")
        page.title = f"Words of version {number}"
        page.save_revision().publish()
    page.unpublish()
    assert live.ask("/news/").status == 404
    # Also what is no page: the settings of the site, what a section lists.
    live.assert_shared("/")
    chosen = SiteSettings.objects.first() or SiteSettings(site=page.get_site())
    chosen.site_name = "Quillwort"
    chosen.save()
    assert "Quillwort" in live.ask("/").body.decode()


def test_a_schedule_and_an_expiry_are_kept_to_the_second_without_a_dispatcher(
    live: Live, home: Page
):
    live.assert_shared("/later/")
    comes = clock.now() + timedelta(seconds=6)
    page = make.ContentPageFactory(parent=home, title="Later", slug="later", state=State.DRAFT)
    schedule(page, comes)
    goes = comes + timedelta(seconds=6)
    leaving = make.ContentPageFactory(parent=home, title="Leaving", slug="leaving")
    leaving.expire_at = goes
    leaving.save_revision().publish()
    assert live.assert_shared("/leaving/").status == 200

    seen = list(asked_until(live, comes, "/later/")())
    assert {status for after, status in seen if not after} == {404}
    assert {status for after, status in seen if after} == {200}
    seen = list(asked_until(live, goes, "/leaving/")())
    assert {status for after, status in seen if not after} == {200}
    assert {status for after, status in seen if after} == {404}
    # Neither of them keeps the rest from being kept.
    live.assert_shared("/")
    live.assert_shared("/later/")
    live.assert_shared("/leaving/")


def test_a_banner_begins_and_ends_at_its_instants(live: Live, home: Page):
    begins = clock.now() + timedelta(seconds=4)
    ends = begins + timedelta(seconds=3)
    chosen = SiteSettings.objects.first() or SiteSettings(site=home.get_site())
    chosen.banner_text, chosen.banner_from, chosen.banner_until = "Quillwort", begins, ends
    chosen.save()
    live.assert_shared("/")
    while clock.now() < ends + timedelta(seconds=1):
        before = clock.now()
        shows = "Quillwort" in live.ask("/").body.decode()
        after = clock.now()
        if after < begins or before >= ends:
            assert not shows
        elif before >= begins and after < ends:
            assert shows
        time.sleep(0.01)
