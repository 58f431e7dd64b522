"""The admin of a small and of a large archive, asked in turn, side by side."""

import statistics
import tempfile
from argparse import Namespace, _ArgumentGroup
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.archives import Archive, archive, asked_in_turn
from tests.benchmarks.databases import Database, databases, environment
from tests.benchmarks.table import table

SUMMARY = "the admin of a small and of a large archive; renaming and moving a section"


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--fewer", type=int, default=1_000, help="articles of the small archive")
    group.add_argument("--more", type=int, default=50_000, help="articles of the large archive")
    group.add_argument("--turns", type=int, default=7, help="how often each is asked")
    group.add_argument("--admin-on", nargs="+", default=["sqlite", "postgres"], help="databases")


def run(options: Namespace) -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as name,
        databases(Path(name), options.admin_on) as found,
    ):
        for database in found:
            print(f"\n{database.name}: milliseconds, medians", flush=True)
            print(_compared(database, Path(name), options))


def _compared(database: Database, folder: Path, options: Namespace) -> str:
    sizes = [options.fewer, options.more]
    with ExitStack() as stack:
        archives = [stack.enter_context(_archive(database, folder, size)) for size in sizes]
        costs = asked_in_turn(archives, options.turns + 1)
    rows = []
    for name, both in costs.items():
        (few, queries), (many, queries_many) = (
            # The first turn fills what is looked up once for each process.
            [statistics.median(numbers) for numbers in zip(*asked[1:], strict=True)]
            for asked in both
        )
        rows.append([name, few, many, many / few, round(queries), round(queries_many)])
    few, many = (f"{size:,}" for size in sizes)
    return table(["asked", few, many, "ratio", f"queries {few}", f"queries {many}"], rows)


@contextmanager
def _archive(database: Database, folder: Path, size: int) -> Iterator[Archive]:
    """A process that answers for the admin of a site with so many articles."""
    words = ["tests.benchmarks.administering", str(size)]
    with database.fresh(f"admin_{size}") as url, archive(words, environment(url, folder)) as found:
        yield found
