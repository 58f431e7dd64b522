"""Clocks that are wrong, run backwards or change to winter time: nothing is ever early."""

import multiprocessing
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from fixtures.factories.lifecycle import State, schedule, stored
from fixtures.factories.newsroom import NewsArticleFactory, PressReleaseFactory
from fixtures.factories.releases import make_release
from newsroom.releases.dispatcher import run_pass
from newsroom.releases.dispatcher.resident import Dispatcher
from pages import clock as pages_clock
from pages import visibility
from tests.releases.faults.processes import Process, at_once, stop_when_told
from tests.releases.faults.units import Book

pytestmark = pytest.mark.django_db(transaction=True)
HALF_HOUR, SECOND = timedelta(minutes=30), timedelta(seconds=1)


def is_shown(page: Page) -> bool:
    """Whether a visitor gets the page; a request may carry it out first."""
    return Client().get(stored(page).url).status_code == 200


def is_out(page: Page) -> bool:
    """Whether the page is on the site, without a request that carries anything out."""
    return stored(page).live and visibility.is_public(stored(page))


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/London", datetime(2026, 10, 25, 1, tzinfo=UTC)),
        ("Europe/London", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2027, 4, 3, 15, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("by_request", [False, True], ids=["dispatcher", "request"])
def test_where_the_clocks_change_every_instant_comes_once(
    news_list, clock, settings, zone: str, change: datetime, by_request: bool
) -> None:
    """The hour that comes twice in autumn is two hours; the one that is left out is none."""
    settings.TIME_ZONE = zone
    instants = [change - HALF_HOUR, change - SECOND, change, change + HALF_HOUR]
    clock.set(change - timedelta(hours=3))
    before, *_, after = (at.astimezone(ZoneInfo(zone)) for at in instants)
    assert before.utcoffset() != after.utcoffset()
    waiting = []
    with timezone.override(zone):
        for at in instants:
            released = PressReleaseFactory(parent=news_list, state=State.DRAFT)
            make_release(released, at=at)
            scheduled = NewsArticleFactory(parent=news_list, state=State.DRAFT)
            # As an editor's form gives it: local, and told apart by its fold.
            schedule(scheduled, at.astimezone(ZoneInfo(zone)))
            waiting += [(at, released), (at, scheduled)]
        for at in instants:
            for now in (at - SECOND, at):
                clock.set(now)
                if by_request:
                    Client().get("/")
                else:
                    run_pass()
                assert [is_out(page) for _, page in waiting] == [due <= now for due, _ in waiting]


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(hours=-1)], ids=["fast", "slow"])
def test_the_clock_of_a_web_machine_is_an_hour_wrong(
    news_list, monkeypatch, ahead: timedelta
) -> None:
    """Only the database's clock counts. On SQLite it is the machine's own."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has the clock of its machine")
    now = timezone.now
    early, late = now() + HALF_HOUR, now() - HALF_HOUR
    coming = PressReleaseFactory(parent=news_list, state=State.DRAFT)
    come = PressReleaseFactory(parent=news_list, state=State.DRAFT)
    make_release(coming, at=early)
    make_release(come, at=late)
    scheduled = schedule(NewsArticleFactory(parent=news_list, state=State.DRAFT), early)
    planned = NewsArticleFactory(parent=news_list, state=State.DRAFT)
    leaving = NewsArticleFactory(parent=news_list, expire_at=early)
    gone = NewsArticleFactory(parent=news_list)
    Page.objects.filter(pk=gone.pk).update(expire_at=late)

    def on_that_machine() -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + ahead)
        # An editor schedules a page there; a visitor comes; a cron line and a dispatcher run.
        schedule(stored(planned), early)
        for page, shown in [(coming, False), (come, True), (leaving, True), (gone, False)]:
            assert is_shown(page) is shown
        call_command("publish_scheduled")
        run_pass()
        dispatcher = Dispatcher(print)
        dispatcher.look()
        for page in (coming, scheduled, planned):
            assert not is_shown(page)
            assert not stored(page).live
        assert is_shown(leaving)

    at_once([on_that_machine])
    assert stored(come).live
    assert stored(planned).latest_revision.approved_go_live_at == early
    assert stored(leaving).live
    assert not stored(gone).live


def test_a_clock_that_jumps_moves_no_instant_and_repeats_nothing(news_list, clock) -> None:
    released = PressReleaseFactory(parent=news_list, state=State.DRAFT)
    at = pages_clock.now() + timedelta(hours=1)
    release = make_release(released, at=at)
    scheduled = schedule(NewsArticleFactory(parent=news_list, state=State.DRAFT), at)
    start = clock.instant
    hand = multiprocessing.get_context("fork").Value("d", 0.0)
    book = Book()

    def dispatch() -> None:
        def follow() -> None:
            while True:
                clock.instant = start + timedelta(seconds=hand.value)
                time.sleep(0.01)

        threading.Thread(target=follow, daemon=True).start()
        dispatcher = Dispatcher(print)
        stop_when_told(dispatcher.stop)
        dispatcher.run()

    def out_after(seconds: float, *, by: timedelta) -> list[bool]:
        hand.value = by.total_seconds()
        time.sleep(seconds)
        return [stored(page).live for page in (released, scheduled)]

    hour = timedelta(hours=1)
    with Process(dispatch) as process:
        assert out_after(1.5, by=hour - SECOND) == [False, False]
        assert out_after(1.5, by=-hour) == [False, False]
        assert out_after(1.5, by=hour - SECOND) == [False, False]
        assert out_after(4.0, by=hour) == [True, True]
        assert out_after(1.5, by=-hour) == [True, True]
        assert out_after(1.5, by=3 * hour) == [True, True]
        process.tell_to_end()
        assert process.wait().error == ""
    assert all(count == 1 for count in book.publications().values())
    assert book.publications().total() == 2
    assert book.releases_out() == Counter([release.pk])
