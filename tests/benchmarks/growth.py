"""A small and a large archive side by side: public pages, search, the admin, publishing, renaming.

Nothing is answered from the page cache. What counts is the ratio, of medians; its spread is that of
a few parts of the run.
"""

import statistics
import subprocess
import sys
import tempfile
from argparse import Namespace, _ArgumentGroup
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.administering import EXPLORER, LONG, RENAMING
from tests.benchmarks.archives import Archive, Costs, archive, asked_in_turn
from tests.benchmarks.databases import ROOT, Database, databases, environment
from tests.benchmarks.results import Row, record
from tests.benchmarks.table import table
from tests.benchmarks.visiting import SEARCH

SUMMARY = "a small and a large archive side by side: pages, search, the admin, publishing, renaming"
#: How much longer may it take with the large archive: by database, and of those that search.
MOST = {"PostgreSQL": 1.3, "SQLite": 3.0}
MOST_SEARCH = {"PostgreSQL": 5.0, "SQLite": 3.0}
#: How much faster than Wagtail's the search must be, where both can be had.
FASTER = "≥ 10"
MOST_QUERIES = "≤ 40"
MOST_RENAMING = "≤ 1000"
#: A run is taken apart into so many for the spread.
PARTS = 4
#: It is done afterwards, by nobody's request, for each page below.
_BACKGROUND = "in the background"


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--few", type=int, default=1_000, help="articles of the small archive")
    group.add_argument("--many", type=int, default=50_000, help="articles of the large archive")
    group.add_argument("--rounds", type=int, default=20, help="visits to each page of each archive")
    group.add_argument("--turns", type=int, default=8, help="how often the admin is asked")
    group.add_argument("--long-turns", type=int, default=2, help="how often what takes long")
    group.add_argument(
        "--archives-in", choices=["sqlite", "postgres"], action="append", help="only this database"
    )


def run(options: Namespace) -> None:
    """Measure and print."""
    wanted = options.archives_in or ["sqlite", "postgres"]
    sizes = [options.few, options.many]
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as name,
        databases(Path(name), wanted) as found,
        ExitStack() as stack,
    ):
        # Those of one size at once, on as many databases: each has a processor.
        addresses = {
            (database.name, size): stack.enter_context(database.fresh(f"archive_{size}"))
            for database in found
            for size in sizes
        }
        with ThreadPoolExecutor(max_workers=len(found) or 1) as pool:
            for size in sizes:
                urls = [addresses[database.name, size] for database in found]
                list(pool.map(lambda url, size=size: _fill(url, Path(name), size), urls))
        for database in found:
            settings = [environment(addresses[database.name, size], Path(name)) for size in sizes]
            _measure(database, settings, options)


def _measure(database: Database, settings: list[dict[str, str]], options: Namespace) -> None:
    few, many = (f"{size:,}" for size in (options.few, options.many))
    with _archives("visiting", settings) as archives:
        visits = asked_in_turn(archives, options.rounds)
    columns = ["ms", "in SQL", "queries"]
    _print(f"{database.name}: an uncached page", visits, columns, (few, many))
    record("growth", [_ratio(database, name, both) for name, both in visits.items()])

    with _archives("searching", settings) as archives:
        searches = asked_in_turn(archives, 1 + options.long_turns)
    columns = ["ms", "Wagtail's ms"]
    _print(f"{database.name}: a search alone", searches, columns, (few, many))
    record("growth", [_faster(database, name, many, both[1]) for name, both in searches.items()])

    with _archives("administering", settings) as archives:
        done = asked_in_turn(archives, options.turns, seldom=LONG, seldom_times=options.long_turns)
    _print(f"{database.name}: in the admin", done, ["ms", "queries"], (few, many))
    names = [name for name in done if not name.endswith(_BACKGROUND)]
    rows = [_ratio(database, name, done[name]) for name in names]
    renaming = [cost[0] for cost in done[RENAMING][1]]
    queries = max(cost[-1] for name in names if EXPLORER in name for cost in done[name][1])
    record("growth", [
        *rows,
        Row(
            f"{database.name}, {RENAMING} of {many}, in the request", statistics.median(renaming),
            "ms", MOST_RENAMING, (min(renaming), max(renaming)),
        ),
        Row(f"{database.name}, queries of the explorer", queries, must=MOST_QUERIES),
    ])  # fmt: skip


def _ratio(database: Database, name: str, both: list[list[list[float]]]) -> Row:
    """How much longer something takes with the large archive."""
    # The first time fills what is looked up once for each process.
    few, many = ([cost[0] for cost in costs[1:] or costs] for costs in both)
    bounds = MOST_SEARCH if name.startswith(SEARCH) or "search" in name else MOST
    part = -(-len(few) // PARTS)
    ratios = [
        statistics.median(many[start : start + part]) / statistics.median(few[start : start + part])
        for start in range(0, len(few), part)
    ]
    ratio = statistics.median(many) / statistics.median(few)
    spread = (min(ratios), max(ratios)) if len(ratios) > 1 else None
    return Row(f"{database.name}, {name}", ratio, must=f"≤ {bounds[database.name]}", spread=spread)


def _faster(database: Database, name: str, size: str, costs: list[list[float]]) -> Row:
    """How many times faster the site searches than Wagtail, in the large archive."""
    times = [stock / ours for ours, stock in costs[1:]]
    # Wagtail's is as fast on SQLite as long as few texts have the word.
    must = FASTER if database.name == "PostgreSQL" or "rare" not in name else ""
    what = f"{database.name}, search for a {name} in {size} against Wagtail’s"
    return Row(what, statistics.median(times), "times faster", must, (min(times), max(times)))


def _print(heading: str, costs: Costs, columns: Sequence[str], sizes: tuple[str, str]) -> None:
    """The medians of each cost, in both archives."""
    rows = []
    for name, both in costs.items():
        few, many = (
            [
                float(statistics.median(numbers))
                for numbers in zip(*(asked[1:] or asked), strict=True)
            ]
            for asked in both
        )
        rows.append([name, *(value for pair in zip(few, many, strict=True) for value in pair)])
    headings = [f"{column}, {size}" for column in columns for size in sizes]
    print(f"\n{heading}\n{table(['', *headings], rows)}\n", flush=True)


def _fill(url: str, folder: Path, size: int) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.filling", str(size)],
        cwd=ROOT,
        env=environment(url, folder),
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def _archives(module: str, settings: Sequence[dict[str, str]]) -> Iterator[list[Archive]]:
    """A process for each archive that does what a module does."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(archive([f"tests.benchmarks.{module}"], one)) for one in settings
        ]
