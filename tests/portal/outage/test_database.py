"""A PostgreSQL that is shot down under a site that runs as in earnest, and started again."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.portal.outage.servers import Postgres, postgres
from tests.portal.page_cache.live import Answer, Live
from tests.releases.faults.live import ROOT, site, until

WARNING = '110 - "Response is Stale"'
#: So much earlier a page may be taken for due, in seconds, on a machine that has much to do.
EARLY = 0.5


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    with postgres() as cluster:
        run(cluster, "manage.py", "migrate", "--verbosity", "0")
        edit(cluster, "make")
        yield cluster


@pytest.fixture(scope="module")
def sites(
    database: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Live, Live]]:
    """Two servers of one machine, each in processes of its own."""
    folder = tmp_path_factory.mktemp("outage")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("PAGE_CACHE_MB", "64")
        patch.setenv("DATABASE_URL", database.url)
        logs = folder / "one", folder / "two"
        one, two = (Live(stack.enter_context(site(database.url, log))) for log in logs)
        yield one, two
        for log in logs:
            print_end(log)


@pytest.fixture
def live(sites: tuple[Live, Live], database: Postgres) -> Iterator[Live]:
    """The first of them, with a database; which it has again in the end."""
    yield sites[0]
    if not database.is_running():
        database.start()
    for one in sites:
        until(lambda one=one: health(one)[0] == 200, "the database")
        until(lambda one=one: "Warning" not in one.ask("/seen/").headers, "what is new")


def run(cluster: Postgres, *words: str) -> str:
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def edit(cluster: Postgres, *words: str) -> str:
    return run(cluster, "-m", "tests.portal.outage.editor", *words)


def print_end(log: Path) -> None:
    """For whoever looks why a test failed."""
    sys.stdout.write(log.read_text()[-3000:])


def health(live: Live) -> tuple[int, dict[str, str]]:
    answer = live.ask("/_health/")
    return answer.status, json.loads(answer.body)


def seen(live: Live, path: str) -> Answer:
    """A page that the cache has. What it has not is told to hold for no time."""
    until(lambda: re.search("s-maxage=[1-9]", told(live, path)) is not None, path)
    return live.assert_shared(path)


def told(live: Live, path: str) -> str:
    return live.ask(path).headers["Cache-Control"]


def old(live: Live, path: str) -> Answer:
    """The same while Django fails."""
    until(lambda: "Warning" in (asked := live.ask(path)).headers or asked.status != 200, path)
    shown = live.ask(path)
    assert (shown.status, shown.headers["Warning"]) == (200, WARNING)
    return shown


def assert_says_it_is_unavailable(answer: Answer) -> None:
    text = answer.body.decode()
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "not available at the moment" in text
    assert not re.search("Traceback|psycopg|OperationalError|5432", text)


def test_pages_that_were_seen_are_shown_and_all_else_says_why_not(
    sites: tuple[Live, Live], live: Live, database: Postgres
):
    before = seen(live, "/seen/")
    status, told = health(live)
    assert (status, told["database"], told["pages"]) == (200, "ok", "ok")
    database.stop()
    shown = old(live, "/seen/")
    assert (shown.status, shown.body) == (200, before.body)
    assert int(shown.headers["Age"]) >= 0
    assert "s-maxage=0" in shown.headers["Cache-Control"]
    for path in ("/unseen/", "/admin/login/", "/nowhere/", "/_feeds/1/atom.xml"):
        assert_says_it_is_unavailable(live.ask(path))
    # The other server shows no old pages itself, and reaches no database to ask for them.
    for one in sites:
        status, told = health(one)
        assert (status, told["status"], told["database"]) == (503, "unavailable", "unavailable")
        assert told["pages"] == "old"
        assert told["pages_since"]


def test_pages_are_new_by_themselves_when_the_database_is_back(live: Live, database: Postgres):
    seen(live, "/seen/")
    database.stop()
    old(live, "/seen/")
    database.start()
    until(lambda: "Warning" not in live.ask("/seen/").headers, "a new answer")
    seen(live, "/seen/")
    title = f"Words of {time.time()}"
    edit(database, "publish", "seen", title)
    assert title in live.ask("/seen/").body.decode()


def test_what_was_taken_off_before_is_never_shown(live: Live, database: Postgres):
    seen(live, "/leaving/")
    edit(database, "unpublish", "leaving")
    database.stop()
    end = time.monotonic() + 6
    while time.monotonic() < end:
        assert live.ask("/leaving/").status != 200
        time.sleep(0.02)
    assert_says_it_is_unavailable(live.ask("/leaving/"))


def test_nothing_is_shown_past_the_instant_at_which_it_goes_off(live: Live, database: Postgres):
    ends = float(edit(database, "expire", "ending", "15"))
    seen(live, "/ending/")
    database.stop()
    assert old(live, "/ending/").status == 200
    assert time.time() < ends, "the machine was too slow for this test"
    statuses = []
    while time.time() < ends + 3:
        before = time.time()
        status = live.ask("/ending/").status
        # An answer that was on its way at the instant may be either; and what is left until then was
        # reckoned from when the page was asked for, before the database had said what time it is.
        if before >= ends or time.time() < ends - EARLY:
            statuses.append((before >= ends, status))
        time.sleep(0.02)
    assert set(statuses) == {(False, 200), (True, 503)}
