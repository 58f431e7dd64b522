"""The admin of a small and of a large archive, asked in turn, side by side."""

import json
import statistics
import subprocess
import sys
import tempfile
from argparse import Namespace, _ArgumentGroup
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.databases import ROOT, Database, databases, environment
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
        names, _ = [_line(archive) for archive in archives]
        costs: dict[str, list[list]] = {name: [[], []] for name in names}
        # The first turn fills what is looked up once for each process.
        for turn in range(options.turns + 1):
            for name in names:
                for place, archive in enumerate(archives):
                    cost = _ask(archive, name)
                    if turn:
                        costs[name][place].append(cost)
    rows = []
    for name, both in costs.items():
        (few, queries), (many, queries_many) = (
            [statistics.median(numbers) for numbers in zip(*asked, strict=True)] for asked in both
        )
        rows.append([name, few, many, many / few, round(queries), round(queries_many)])
    few, many = (f"{size:,}" for size in sizes)
    return table(["asked", few, many, "ratio", f"queries {few}", f"queries {many}"], rows)


@contextmanager
def _archive(database: Database, folder: Path, size: int) -> Iterator[subprocess.Popen]:
    """A process that answers for the admin of a site with so many articles."""
    with database.fresh(f"admin_{size}") as url:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.administering", str(size)],
            cwd=ROOT,
            env=environment(url, folder),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def _ask(archive: subprocess.Popen, name: str) -> list[float]:
    assert archive.stdin is not None
    archive.stdin.write(f"{name}\n")
    archive.stdin.flush()
    return _line(archive)


def _line(archive: subprocess.Popen) -> list:
    assert archive.stdout is not None
    if line := archive.stdout.readline():
        return json.loads(line)
    sys.exit("The process of the admin has ended; its last words stand above.")
