"""Pages change at random while processes with a cache each read them: nobody ever sees a state that
is older than the last one that was committed, or that anybody had seen, when they asked.
"""

import ctypes
import multiprocessing
import os
import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from wagtail.models import Page

from fixtures.factories.lifecycle import publish, schedule
from fixtures.factories.newsroom import NewsListFactory, NewsroomFactory, PressReleaseFactory
from newsroom.releases.dispatcher import run_pass
from pages import clock
from portal.delivery import counters
from portal.delivery.page_cache.front import in_front_of
from tests.releases.faults.processes import Process

pytestmark = pytest.mark.django_db(transaction=True)
CHANGES = int(os.environ.get("RACE_CHANGES", "40"))
PAGES, READERS = 3, 3
HIDDEN = "hidden"
_TITLE = re.compile(rb"<h1[^>]*>\s*State (\d+)")


@dataclass(frozen=True)
class State:
    """What a page shows, from an instant on."""

    shows: str
    begins: float = 0.0


@dataclass(frozen=True)
class Seen:
    """An answer, between the state that was known when it was asked for, and the last one."""

    page: int
    floor: int
    ceiling: int
    shows: str
    ended: float


class Table:
    """What the processes know of each page, in memory that they share."""

    def __init__(self) -> None:
        numbers = multiprocessing.RawArray(ctypes.c_int64, 3 * PAGES + 1)
        #: States that were begun; that were committed; that somebody has seen.
        self.begun, self.known, self.seen = (
            (ctypes.c_int64 * PAGES).from_buffer(numbers, 8 * PAGES * part) for part in range(3)
        )
        self.end = ctypes.c_int64.from_buffer(numbers, 8 * PAGES * 3)


class Author:
    """Changes pages at random, and remembers what they showed."""

    def __init__(self, pages: list[Page], table: Table) -> None:
        self._pages, self._table = [page.pk for page in pages], table
        self.states = {number: [State("0")] for number in range(PAGES)}
        self.done: Counter[str] = Counter()

    def change(self, chance: random.Random) -> None:
        number = chance.randrange(PAGES)
        page = Page.objects.get(pk=self._pages[number]).specific
        page.go_live_at = page.expire_at = None
        next_state = len(self.states[number])
        page.title = f"State {next_state}"
        ways = [self.publish, self.write, self.roll_back, self.schedule]
        ways += [self.unpublish, self.expire] if page.live else []
        way = chance.choice(ways)
        self.done[way.__name__] += 1
        way(number, page)

    def publish(self, number: int, page: Page) -> None:
        self._begin(number, str(len(self.states[number])))
        publish(page)
        self._commit(number)

    def write(self, number: int, page: Page) -> None:
        """Past every signal."""
        self._begin(number, str(len(self.states[number])) if page.live else HIDDEN)
        Page.objects.filter(pk=page.pk).update(title=page.title)
        self._commit(number)

    def roll_back(self, number: int, page: Page) -> None:
        page.title = "State 999999"
        with transaction.atomic():
            publish(page)
            transaction.set_rollback(True)

    def unpublish(self, number: int, page: Page) -> None:
        self._begin(number, HIDDEN)
        page.unpublish()
        self._commit(number)

    def schedule(self, number: int, page: Page) -> None:
        at = clock.now() + timedelta(seconds=0.4)
        self._begin(number, str(len(self.states[number])), at.timestamp())
        schedule(page, at)
        time.sleep(max(at.timestamp() - time.time(), 0))
        while not Page.objects.filter(pk=page.pk, title=page.title, live=True).exists():
            run_pass()
        self._commit(number)

    def expire(self, number: int, page: Page) -> None:
        """Nobody takes it off at its instant: the date alone does."""
        at = clock.now() + timedelta(seconds=0.4)
        self._begin(number, HIDDEN, at.timestamp())
        Page.objects.filter(pk=page.pk).update(expire_at=at)
        time.sleep(max(at.timestamp() - time.time(), 0))
        self._commit(number)
        time.sleep(0.2)
        run_pass()

    def _begin(self, number: int, shows: str, at: float = 0.0) -> None:
        self.states[number].append(State(shows, at))
        self._table.begun[number] = len(self.states[number]) - 1

    def _commit(self, number: int) -> None:
        self._table.known[number] = len(self.states[number]) - 1


def read(addresses: list[str], table: Table, seed: int) -> tuple[list[Seen], int]:
    """Ask until told to end; what was seen, and how often Django was asked."""
    settings.PAGE_CACHE_MB = 16
    asked = 0
    django = get_wsgi_application()

    def counting(environ, start_response):
        nonlocal asked
        asked += 1
        return django(environ, start_response)

    cache = in_front_of(counting, counters)
    chance, seen = random.Random(seed), []
    while not table.end.value:
        page = chance.randrange(PAGES)
        floor = max(table.known[page], table.seen[page])
        shows = ask(cache, addresses[page])
        if shows.isdecimal():
            table.seen[page] = max(table.seen[page], int(shows))
        seen.append(Seen(page, floor, table.begun[page], shows, time.time()))
    return seen, asked


def ask(application, address: str) -> str:
    environ = {"PATH_INFO": address, "HTTP_HOST": "localhost", "wsgi.input": BytesIO()}
    setup_testing_defaults(environ)
    told: list[str] = []
    answer = application(environ, lambda status, headers, exc_info=None: told.append(status))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    if told[0].startswith(("404", "410")):
        return HIDDEN
    title = _TITLE.search(body)
    assert told[0].startswith("200"), told
    assert title, body[:2000]
    return title[1].decode()


def test_nobody_sees_an_older_state() -> None:
    news = NewsListFactory(parent=NewsroomFactory())
    pages = [
        PressReleaseFactory(parent=news, title="State 0", slug=f"page-{number}")
        for number in range(PAGES)
    ]
    addresses = [page.url.removeprefix("http://localhost") for page in pages]
    table, seed = Table(), int(os.environ.get("RACE_SEED") or random.randrange(1 << 30))
    author, chance = Author(pages, table), random.Random(seed)
    readers = [
        Process(lambda number=number: read(addresses, table, seed + number))
        for number in range(READERS)
    ]
    try:
        for _ in range(CHANGES):
            author.change(chance)
            time.sleep(chance.choice([0, 0, 0.05, 0.3]))
    finally:
        table.end.value = 1
        ended = [reader.wait() for reader in readers]
    assert not any(end.error for end in ended), [end.error for end in ended]
    seen = [answer for end in ended for answer in end.answer[0]]
    rendered = sum(end.answer[1] for end in ended)
    wrong = [answer for answer in seen if not is_right(answer, author.states[answer.page])]
    assert wrong == [], f"seed {seed}, states {author.states}"
    kept = len(seen) - rendered
    assert kept > len(seen) / 10, "the caches have answered, too"
    assert len({answer.shows for answer in seen}) > CHANGES / 4
    print(
        f"{connection.vendor}: {len(seen)} answers to {READERS} processes, {kept} of them kept ones, "
        f"during {sum(author.done.values())} changes {dict(author.done)}: none older, none early"
    )


def is_right(answer: Seen, states: list[State]) -> bool:
    possible = states[answer.floor : answer.ceiling + 1]
    return any(state.shows == answer.shows and state.begins <= answer.ended for state in possible)
