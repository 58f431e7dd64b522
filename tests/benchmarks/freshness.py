"""When the first visitor sees a change: the next request, another machine, an instant, under load."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import Namespace, _ArgumentGroup
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.archives import Archive, archive
from tests.benchmarks.databases import ROOT, Database, databases, environment
from tests.benchmarks.freshness_author import CONNECTIONS
from tests.benchmarks.freshness_load import ASKED_WITH
from tests.benchmarks.releasing import observe
from tests.benchmarks.results import Row, record
from tests.benchmarks.serving import programs
from tests.benchmarks.serving.processes import Server, free_port, redis, running, server

SUMMARY = "a publication on one machine and on two, a schedule, and publishing under load"
AUTHOR = "tests.benchmarks.freshness_author"
#: A page is published so often while there is load, in seconds between two.
EVERY = 0.5
#: An answer counts as one during a publication until so many seconds after it.
AFTER = 0.2
#: So often each address is asked before there is load: each process of the site has a cache.
WARMING = 6
#: What is published while others stay kept, as the author knows it.
_CHANGES = {"edited": "one article", "new": "a new article", "page": "a page with other words"}
#: Seconds from one scheduled instant to the next, on average.
BETWEEN = 0.75


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--asks", type=int, default=10_000, help="first answers after commits")
    group.add_argument("--commits", type=int, default=200, help="publications for two machines")
    group.add_argument("--instants", type=int, default=60, help="scheduled releases")
    group.add_argument("--rate", type=float, default=5000, help="requests a second")
    group.add_argument("--load", type=float, default=12, help="seconds of load")
    group.add_argument("--freshness-on", nargs="+", default=["sqlite", "postgres"])


def run(options: Namespace) -> None:
    """Measure, print and keep."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        with databases(folder, options.freshness_on) as found:
            for database in found:
                with database.fresh() as url:
                    place = _Place(url, folder, database.name)
                    record("freshness", _measured(place, options, database))
                with database.fresh("instants") as url:
                    record("freshness", _scheduled(_Place(url, folder, database.name), options))


@dataclass(frozen=True)
class _Place:
    """A database and where its processes write."""

    url: str
    folder: Path
    name: str
    #: Through which machines tell each other; PostgreSQL where there is none.
    redis: str = ""

    def environment(self, machine: str = "one") -> dict[str, str]:
        own = {
            "RUNTIME_DIR": str(self.folder / f"run-{machine}-{self.name}"),
            "PAGE_CACHE_MB": "64",
            "EMAIL_URL": "consolemail://",
        }
        if self.redis:
            own |= {"REDIS_URL": self.redis, "COUNTER_LINK": "redis"}
        return environment(self.url, self.folder) | own

    def ask(self, *words: object) -> list:
        done = subprocess.run(
            [sys.executable, "-m", *map(str, words)],
            cwd=ROOT,
            env=self.environment(),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def site(self, machine: str = "one") -> Iterator[Server]:
        """A machine that serves: two web processes that share a counter."""
        port = free_port()
        words = [
            sys.executable, "manage.py", "serve", "--no-dispatcher", "--no-worker",
            "--workers", "2", "--port", str(port),
        ]  # fmt: skip
        log = self.folder / f"site-{machine}.log"
        with server(words, self.environment(machine), port, log, path="/_health/") as site:
            yield site

    @contextmanager
    def dispatcher(self) -> Iterator[None]:
        words = [sys.executable, "manage.py", "run_dispatcher"]
        with (
            (self.folder / "dispatcher.log").open("wb") as log,
            running(words, self.environment(), log),
        ):
            yield


def _measured(place: _Place, options: Namespace, database: Database) -> list[Row]:
    pages = place.ask(AUTHOR, 60)
    addresses = place.folder / "addresses.json"
    addresses.write_text(json.dumps(pages), "utf-8")
    with archive([AUTHOR], place.environment()) as author, place.site() as site:
        author.line()
        rows = [
            _next_answers(place, author, site, options.asks),
            *_under_load(place, author, site, addresses, options),
            *_still_warm(place, author),
        ]
        if database.name == "PostgreSQL":
            with place.site("two") as other:
                rows += _on_the_other_machine(author, other, options.commits)
    if database.name == "PostgreSQL":
        rows += _through_redis(place, options.commits)
    return rows


def _next_answers(place: _Place, author: Archive, site: Server, asks: int) -> Row:
    stale = sum(author.ask(f"next {site.port}")[0] for _ in range(max(asks // CONNECTIONS, 1)))
    what = f"old answers of {asks:,} first ones after a commit, {place.name}"
    return Row(what, stale, must="≤ 0")


def _through_redis(place: _Place, commits: int) -> list[Row]:
    program = programs.found("redis-server")
    if program is None:
        return []
    with redis(program, place.folder) as server:
        linked = replace(place, redis=f"redis://127.0.0.1:{server.port}/0")
        with archive([AUTHOR], linked.environment()) as author, linked.site("two") as other:
            author.line()
            return _on_the_other_machine(author, other, commits, "through Redis, ")


def _on_the_other_machine(author: Archive, other: Server, commits: int, way: str = "") -> list[Row]:
    delays = sorted(1000 * author.ask(f"until {other.port}")[0] for _ in range(commits))
    what = f"commit on one machine until shown on the other, {way}{commits} commits"
    return _delays(what, delays, must_p99="≤ 50", unit="ms")


def _still_warm(place: _Place, author: Archive) -> Iterator[Row]:
    # The first time, the author's own process is not warm.
    author.ask("warm edited")
    for change, words in _CHANGES.items():
        before, after = author.ask(f"warm {change}")
        what = f"other addresses that stay kept while {words} is published, {place.name}"
        yield Row(what, 100 * after / before, "%")


def _under_load(
    place: _Place, author: Archive, site: Server, addresses: Path, options: Namespace
) -> list[Row]:
    for address in json.loads(addresses.read_text("utf-8")) * WARMING:
        site.ask(address, headers=ASKED_WITH)
    words = ["tests.benchmarks.freshness_load", site.port, options.rate, options.load, addresses]
    load = subprocess.Popen(
        [sys.executable, "-m", *map(str, words)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        published = list(_published(author, options.load))
        told, _ = load.communicate(timeout=options.load * 10 + 60)
    finally:
        load.kill()
    if load.returncode:
        sys.exit("The load has ended before its time; its last words stand above.")
    answers = json.loads(told)
    return _of_load(place, answers, published)


def _published(author: Archive, seconds: float) -> Iterator[list[float]]:
    """Publish now and then, after a moment in which everything becomes warm."""
    end = time.monotonic() + seconds - EVERY
    time.sleep(4 * EVERY)
    while time.monotonic() < end:
        yield author.ask("publish")
        time.sleep(EVERY)


def _of_load(place: _Place, answers: list[list[float]], published: list[list[float]]) -> list[Row]:
    """What those were told who came during a publication or soon after it."""
    first, last = answers[0][0], max(due + taken for due, taken, _ in answers)
    during = sorted(
        1000 * taken
        for due, taken, _ in answers
        if any(began <= due <= done + AFTER for began, done in published)
    )
    failed = sum(status >= 500 for _, _, status in answers)
    described = f"{len(published)} publications under load, {place.name}"
    return [
        Row(f"{described}: requests a second that were answered", len(answers) / (last - first)),
        Row(f"{described}: answers of 500 and above", failed, must="≤ 0"),
        *_delays(f"{described}: an answer meanwhile", during, must_p99="≤ 50", unit="ms"),
    ]


def _scheduled(place: _Place, options: Namespace) -> list[Row]:
    """Releases at instants, with a dispatcher, for visitors who ask all the time."""
    desk = "tests.benchmarks.desk"
    subprocess.run(
        [sys.executable, "-m", desk, "prepare", str(options.instants), "1"],
        cwd=ROOT,
        env=place.environment(),
        check=True,
        # The mails of the release desk.
        stdout=subprocess.DEVNULL,
    )
    with place.site() as site, place.dispatcher():
        delays = sorted(observe(site.port, place.ask(desk, "arm", options.instants * BETWEEN)))
    what = f"{options.instants} instants until shown, {place.name}"
    return [
        *_delays(what, delays, must_p99="≤ 1", unit="s"),
        Row(f"{what}: early", sum(delay < 0 for delay in delays), must="≤ 0"),
        Row(f"{what}: never", options.instants - len(delays), must="≤ 0"),
    ]


def _delays(what: str, ordered: Sequence[float], *, must_p99: str, unit: str) -> list[Row]:
    """Median and 99th percentile of delays in order."""
    if not ordered:
        sys.exit(f"{what}: nothing was measured")
    spread = (ordered[0], ordered[-1])
    p99 = ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
    return [
        Row(f"{what}: median", statistics.median(ordered), unit, spread=spread),
        Row(f"{what}: p99", p99, unit, must_p99, spread),
    ]
