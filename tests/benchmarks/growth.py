"""Public pages of a small and of a large archive, side by side.

Nothing is answered from the page cache. What counts is the ratio.
"""

import statistics
import subprocess
import sys
import tempfile
from argparse import Namespace, _ArgumentGroup
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.archives import Archive, archive, asked_in_turn
from tests.benchmarks.databases import ROOT, Database, databases, environment
from tests.benchmarks.table import table

SUMMARY = "public pages of a small and of a large archive, side by side"
_VISITING = "tests.benchmarks.visiting"


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--few", type=int, default=1_000, help="articles of the small archive")
    group.add_argument("--many", type=int, default=50_000, help="articles of the large archive")
    group.add_argument("--rounds", type=int, default=25, help="visits to each page of each archive")
    group.add_argument(
        "--archives-in", choices=["sqlite", "postgres"], action="append", help="only this database"
    )


def run(options: Namespace) -> None:
    """Measure and print."""
    wanted = options.archives_in or ["sqlite", "postgres"]
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as name,
        databases(Path(name), wanted) as found,
    ):
        for database in found:
            print(f"\n{database.name}: milliseconds of an uncached page, medians", flush=True)
            print(_compared(database, Path(name), options))


def _compared(database: Database, folder: Path, options: Namespace) -> str:
    sizes = [options.few, options.many]
    with ExitStack() as stack:
        archives = [stack.enter_context(_archive(database, folder, size)) for size in sizes]
        costs = asked_in_turn(archives, options.rounds)
    headings = [
        "page",
        *(f"{size:,}" for size in sizes),
        "ratio",
        "in SQL",
        "in SQL",
        "ratio",
        "queries",
    ]
    return table(headings, [_row(page, *both) for page, both in costs.items()])


def _row(page: str, few: list, many: list) -> list:
    (whole, sql, queries), (whole_many, sql_many, queries_many) = (
        [statistics.median(numbers) for numbers in zip(*visits, strict=True)]
        for visits in (few, many)
    )
    same = f"{queries:.0f}" if queries == queries_many else f"{queries:.0f} / {queries_many:.0f}"
    return [page, whole, whole_many, whole_many / whole, sql, sql_many, sql_many / sql, same]


@contextmanager
def _archive(database: Database, folder: Path, size: int) -> Iterator[Archive]:
    """A process that visits the pages of a site with so many articles."""
    with database.fresh(f"archive_{size}") as url:
        settings = environment(url, folder)
        subprocess.run(
            [sys.executable, "-m", _VISITING, "fill", str(size)],
            cwd=ROOT,
            env=settings,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with archive([_VISITING, "serve"], settings) as found:
            yield found
