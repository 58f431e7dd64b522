"""How exactly releases appear, with a dispatcher and without one, and what a large one costs."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from argparse import Namespace, _ArgumentGroup
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.benchmarks.databases import ROOT, Database, databases, environment
from tests.benchmarks.table import table
from tests.releases.faults.live import resident, site
from tests.releases.faults.poller import Seen, Shows, Visitor

SUMMARY = "releases at random instants under load, first requests without a dispatcher, 100 pages"
#: An observer asks from so many seconds before an instant, with such pauses between two questions.
EARLIER, PAUSE = 0.3, 0.01
#: Nobody waits longer for a release to be seen.
PATIENCE = 60.0


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--releases", type=int, default=200, help="releases at random instants")
    group.add_argument("--within", type=float, default=120, help="seconds they are spread over")
    group.add_argument("--unattended", type=int, default=40, help="releases without a dispatcher")
    group.add_argument("--pages", type=int, default=100, help="pages of the large release")
    group.add_argument("--on", nargs="+", default=["sqlite", "postgres"], help="databases")


def run(options: Namespace) -> None:
    """Measure and print."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        with databases(folder, options.on) as found:
            for database in found:
                rows += [
                    _exactness(database, folder, options.releases, options.within),
                    _unattended(database, folder, options.unattended),
                    *_large(database, folder, options.pages),
                ]
                print(f"{database.name} done", flush=True)
    headings = ["database", "measured", "of", "earliest s", "median s", "p99 s", "latest s", "lost"]
    print(table(headings, rows))


def _exactness(database: Database, folder: Path, releases: int, within: float) -> list:
    """Seconds from an instant to the end of the first answer that shows it, under public load."""
    with (
        _desk(database, folder, releases, 1) as desk,
        desk.site() as port,
        _load(port),
        desk.dispatcher(),
    ):
        delays = observe(port, desk.arm(within))
    return [database.name, "dispatcher, under load", len(delays), *_summary(delays, releases)]


def _unattended(database: Database, folder: Path, releases: int) -> list:
    """The same without a dispatcher, for the only request after each instant."""
    with _desk(database, folder, releases, 1) as desk, desk.site() as port:
        visitor = Visitor(port)
        delays = []
        for path, instant in desk.arm(float(releases)):
            time.sleep(max(instant - time.time(), 0))
            answer = visitor.read(path, _reading)
            if answer.shows == Shows.NEW:
                delays.append(answer.ended - instant)
    return [database.name, "no dispatcher, 1 request", len(delays), *_summary(delays, releases)]


def _large(database: Database, folder: Path, pages: int) -> list[list]:
    """One release of many pages, and how long visitors waited for other pages meanwhile."""
    with (
        _desk(database, folder, 1, pages) as desk,
        desk.site() as port,
        desk.dispatcher(),
        _load(port) as answers,
    ):
        [(path, instant)] = desk.arm(0.0)
        delays = observe(port, [(path, instant)])
    meanwhile = [a for a in answers if instant <= a.ended <= instant + delays[0]]
    waited = [a.ended - a.began for a in meanwhile]
    failed = sum(a.shows == Shows.FAILED for a in meanwhile)
    return [
        [database.name, f"{pages} pages, one release", 1, *_summary(delays, 1)],
        [database.name, "visitors meanwhile", len(waited), *_summary(waited, len(waited), failed)],
    ]


class _Desk:
    """Releases in a database, and the processes that serve and dispatch them."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder = url, folder
        self._environment = environment(url, folder)
        os.environ["MEDIA_ROOT"] = self._environment["MEDIA_ROOT"]

    def ask(self, *words: object) -> str:
        command = [sys.executable, "-m", "tests.benchmarks.desk", *map(str, words)]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def arm(self, within: float) -> list[tuple[str, float]]:
        """Addresses and their instants, in order."""
        last_line = self.ask("arm", within).splitlines()[-1]
        return [(path, instant) for path, instant in json.loads(last_line)]

    def site(self):
        return site(self._url, self._folder / "site.log")

    def dispatcher(self):
        return resident(self._url, self._folder / "dispatcher.log")


@contextmanager
def _desk(database: Database, folder: Path, releases: int, pages: int) -> Iterator[_Desk]:
    with database.fresh() if releases else nullcontext("") as url:
        desk = _Desk(url, folder)
        desk.ask("prepare", releases, pages)
        yield desk


@contextmanager
def _load(port: int, visitors: int = 2) -> Iterator[list[Seen]]:
    """Visitors who read the home page all the time; what they got."""
    seen: list[Seen] = []
    over = threading.Event()

    def read() -> None:
        visitor = Visitor(port)
        while not over.is_set():
            seen.append(visitor.read("/", _reading))
            time.sleep(0.05)

    threads = [threading.Thread(target=read, daemon=True) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join(10)


def observe(port: int, schedule: list[tuple[str, float]]) -> list[float]:
    """Seconds from each instant to the first answer that shows it; one that never came is left out."""

    def watch(path: str, instant: float) -> float | None:
        time.sleep(max(instant - EARLIER - time.time(), 0))
        visitor = Visitor(port)
        while time.time() < instant + PATIENCE:
            answer = visitor.read(path, _reading)
            if answer.shows == Shows.NEW:
                return answer.ended - instant
            time.sleep(PAUSE)
        return None

    with ThreadPoolExecutor(max_workers=max(len(schedule), 1)) as pool:
        found = pool.map(lambda entry: watch(*entry), schedule)
    return [delay for delay in found if delay is not None]


def _reading(status: int, text: str) -> Shows:
    return Shows.NEW if status == 200 else Shows.OLD


def _summary(seconds: list[float], expected: int, failed: int = 0) -> list:
    """Earliest, median, 99th percentile, latest; and how many never came, or failed."""
    if not seconds:
        return [0.0, 0.0, 0.0, 0.0, expected]
    ordered = sorted(seconds)
    p99 = ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
    lost = expected - len(seconds) + failed
    return [ordered[0], statistics.median(ordered), p99, ordered[-1], lost]
