"""The database goes away under the resident dispatcher, again and again: it goes on by itself."""

import multiprocessing
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from wagtail.models import Page

from fixtures.factories.lifecycle import State, schedule
from fixtures.factories.newsroom import NewsArticleFactory, PressReleaseFactory
from fixtures.factories.releases import make_release
from newsroom.releases.dispatcher.resident import Dispatcher
from newsroom.releases.models import Effect
from pages import clock
from tests.isomer.processes import database_url
from tests.releases.faults.cluster import binaries, can_run_one, cluster
from tests.releases.faults.live import PATIENCE, resident, until
from tests.releases.faults.processes import Process, stop_when_told

pytestmark = pytest.mark.django_db(transaction=True)
RELEASES, SCHEDULES, EXPIRIES = 12, 8, 8
#: Tracebacks of one entry in the log: of the driver's error, and of Django's that it became.
CHAINED = 2
#: Pages that come; those that go are EXPIRIES.
COMING = RELEASES * 2 + SCHEDULES
_fork = multiprocessing.get_context("fork")

#: What is left to do, what was done twice, what failed.
LEFT = """
    SELECT (SELECT count(*) FROM releases_release WHERE status <> 'released')
         + (SELECT count(*) FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL)
         + (SELECT count(*) FROM wagtailcore_page WHERE expire_at IS NOT NULL)
"""
LOGGED = """
    SELECT page_id, action, count(*) FROM wagtailcore_pagelogentry
    WHERE action IN ('releases.publish', 'wagtail.publish.scheduled', 'wagtail.unpublish.scheduled')
    GROUP BY page_id, action
"""
RELEASED = """
    SELECT object_id, count(*) FROM wagtailcore_modellogentry
    WHERE action = 'releases.released' GROUP BY object_id
"""
ARMED = "SELECT id FROM releases_release WHERE status = 'approved'"
PUBLIC = "SELECT count(*) FROM wagtailcore_page WHERE live AND title LIKE 'Coming%'"
Ask = Callable[[str], list[tuple]]


@pytest.fixture
def due_units(news_list) -> None:
    """Releases, schedules and expiries that are due by now, by the real clock."""
    for number in range(RELEASES):
        pages = [
            PressReleaseFactory(
                parent=news_list, state=State.DRAFT, title=f"Coming {number} {part}"
            )
            for part in "ab"
        ]
        make_release(*pages, at=clock.now() - timedelta(minutes=1))
    for number in range(EXPIRIES):
        page = NewsArticleFactory(parent=news_list, title=f"Going {number}")
        Page.objects.filter(pk=page.pk).update(expire_at=clock.now() - timedelta(minutes=1))
    for number in range(SCHEDULES):
        page = NewsArticleFactory(
            parent=news_list, state=State.DRAFT, title=f"Coming at its time {number}"
        )
        last = clock.now() + timedelta(seconds=1)
        schedule(page, last)
    while clock.now() <= last:
        time.sleep(0.05)


def assert_everything_once(ask: Ask) -> None:
    assert ask(LEFT) == [(0,)]
    assert ask(PUBLIC) == [(COMING,)]
    entries = ask(LOGGED)
    assert len(entries) == COMING + EXPIRIES
    assert all(count == 1 for *_, count in entries), entries
    released = ask(RELEASED)
    assert len(released) == RELEASES
    assert all(count == 1 for *_, count in released), released
    assert ask("SELECT key, error FROM releases_unitfailure") == []


def test_postgresql_is_restarted_while_releases_go_out(due_units, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite")
    if reason := can_run_one():
        pytest.skip(reason)
    restarts = []
    with cluster(binaries()) as server:
        source = database_url()
        connections.close_all()
        server.copy(source)

        def ask(statement: str) -> list[tuple]:
            with psycopg.connect(server.url) as asking:
                return asking.execute(statement).fetchall()

        [(everything,)] = ask(LEFT)
        with resident(server.url, tmp_path / "log") as dispatcher:
            for part, mode in enumerate(["immediate", "fast"] * 3, start=1):
                goal = everything - everything * part // 8
                until(lambda goal=goal: ask(LEFT)[0][0] <= goal, f"{goal} left")
                restarts.append((mode, everything - ask(LEFT)[0][0]))
                server.restart(mode)
            until(lambda: ask(LEFT)[0][0] == 0, "everything out")
            # What a restart interrupted would be taken up after half a minute.
            with psycopg.connect(server.url) as asking:
                asking.execute("UPDATE releases_effect SET next_attempt_at = now()")
            until(lambda: ask("SELECT count(*) FROM releases_effect") == [(0,)], "every effect")
            assert dispatcher.poll() is None, "the same process all the time"
        assert dispatcher.returncode == 0
        assert_everything_once(ask)
    told = (tmp_path / "log").read_text()
    releases = {f"Subject: Release {pk} has gone out" for (pk,) in ask_here(ARMED)}
    assert len(releases) == RELEASES
    assert all(subject in told for subject in releases)
    # Wagtail's indexes log it when their connection breaks in the middle of a statement.
    assert set(re.findall(r" ERROR (\S+) ", told)) <= {"modelsearch.index", "django_tasks"}
    assert told.count("Traceback") <= told.count(" ERROR ") * CHAINED
    done = ", ".join(f"{mode} at {number}" for mode, number in restarts)
    print(f"{len(restarts)} restarts ({done} of {everything} units): 0 lost, 0 double, none failed")


def ask_here(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@contextmanager
def only_writer() -> Iterator[None]:
    """Hold the lock of the database file, got in a connection of its own in spite of a crowd."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0)) as other:
        other.isolation_level = None

        def got() -> bool:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            return True

        until(got, "the lock", every=0.001)
        yield
        other.execute("ROLLBACK")


def test_sqlite_is_locked_by_another_writer_while_releases_go_out(due_units) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the tests run on PostgreSQL")

    begin = _fork.Barrier(2)

    def dispatch() -> list[str]:
        begin.wait(PATIENCE)
        connection.settings_dict["OPTIONS"]["timeout"] = 0.2
        said: list[str] = []
        dispatcher = Dispatcher(said.append)
        stop_when_told(dispatcher.stop)
        dispatcher.run()
        return said

    [(everything,)] = ask_here(LEFT)
    locked_at: list[int] = []

    def lock_for_a_second() -> None:
        """Several times as long as the dispatcher waits for a lock."""
        done = everything - ask_here(LEFT)[0][0]
        time.sleep(1)
        assert everything - ask_here(LEFT)[0][0] == done
        locked_at.append(done)

    with Process(dispatch) as process:
        with only_writer():
            begin.wait(PATIENCE)
            lock_for_a_second()
        while locked_at[-1] < everything and len(locked_at) < 4:
            goal = everything - locked_at[-1] - 1
            until(lambda goal=goal: ask_here(LEFT)[0][0] <= goal, f"{goal} left", every=0.005)
            with only_writer():
                lock_for_a_second()
        until(lambda: ask_here(LEFT) == [(0,)], "everything out")
        Effect.objects.update(next_attempt_at=clock.now())
        until(lambda: not Effect.objects.exists(), "every effect")
        process.tell_to_end()
        ended = process.wait()
    assert locked_at[0] == 0
    assert (ended.error, ended.answer) == ("", [])
    assert_everything_once(ask_here)
    print(
        f"locked for a second after {locked_at} of {everything} units: 0 lost, 0 double, none failed"
    )
