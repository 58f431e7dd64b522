"""Importing generated Isomer repositories: speed, memory, growth, and the second run."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.databases import ROOT, Database, databases, environment
from tests.benchmarks.memory import Watch
from tests.benchmarks.table import table
from tests.isomer.generated import generate

SUMMARY = "generated repositories through import_isomer, each run in a process of its own"
#: Tables in which a run keeps its own book; every other write is one to the site.
_OWN_BOOK = ("isomer_importrun", "isomer_importrunitem")
_MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)
"""Of `ru_maxrss`, which is bytes on macOS and kilobytes elsewhere."""
_HEADINGS = ("database", "content", "posts", "pages", "seconds", "pages/s", "peak MB")
_SECOND = ("2nd run s", "writes")


@dataclass(frozen=True)
class _Run:
    """One import into an empty database, and the same again."""

    pages: int
    seconds: float
    megabytes: float
    second_seconds: float
    second_writes: int

    @property
    def per_page(self) -> float:
        return self.seconds / self.pages


def add_arguments(group: argparse._ArgumentGroup) -> None:
    """The options of this section."""
    group.add_argument("--posts", type=int, default=2000, help="of the large repository (2000)")
    group.add_argument("--small", type=int, help="posts of the small one (a quarter)")
    group.add_argument("--runs", type=int, default=3, help="of which the medians are shown (3)")
    group.add_argument("--text-only", action="store_true", help="no run with pictures")
    group.add_argument("--keep", type=Path, help="work in this folder and leave it behind")
    group.add_argument(
        "--database", action="append", choices=("sqlite", "postgres"), help="both, unless named"
    )


def run(options: argparse.Namespace) -> None:
    """Measure and print."""
    sizes = (options.small or options.posts // 4, options.posts)
    contents = ("text only",) if options.text_only else ("text only", "with images")
    folder = options.keep or Path(tempfile.mkdtemp(prefix="portal-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with databases(folder, options.database or ["sqlite", "postgres"]) as opened:
            if not opened:
                return
            start = _start(folder)
            print(f"The command needs {start:.2f} s to start, which is left out of all seconds.")
            rows: list[tuple] = []
            growth: list[tuple] = []
            for content in contents:
                repositories = {posts: _repository(folder, posts, content) for posts in sizes}
                for database in opened:
                    runs = _runs(database, repositories, folder, start, options.runs)
                    rows += [_row(database.name, content, posts, runs[posts]) for posts in sizes]
                    growth.append(_growth(database.name, content, runs[sizes[0]], runs[sizes[1]]))
        print(f"\nMedians of {options.runs}:\n")
        print(table([*_HEADINGS, *_SECOND], rows))
        print(f"\nTime per page, {sizes[1]:,} posts to {sizes[0]:,} (1 is linear):\n")
        print(table(("database", "content", "ratio", "of the runs"), growth))
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def _repository(folder: Path, posts: int, content: str) -> Path:
    path = folder / f"{content.replace(' ', '-')}-{posts}"
    shutil.rmtree(path, ignore_errors=True)
    generate(path, posts=posts, images=0 if content == "text only" else None)
    return path


def _runs(
    database: Database, repositories: dict[int, Path], folder: Path, start: float, times: int
) -> dict[int, list[_Run]]:
    """Both sizes in turn, so that a change of the machine's pace meets them alike."""
    runs: dict[int, list[_Run]] = {posts: [] for posts in repositories}
    for _ in range(times):
        for posts, repository in repositories.items():
            runs[posts].append(_run(database, repository, folder, start))
            last = runs[posts][-1]
            print(f"  {database.name}, {repository.name}: {last.seconds:.1f} s", flush=True)
    return runs


def _run(database: Database, repository: Path, folder: Path, start: float) -> _Run:
    report = folder / "report.json"
    command = ("import_isomer", str(repository), "--verbosity", "0")
    shutil.rmtree(folder / "media", ignore_errors=True)
    with database.fresh() as url:
        where = environment(url, folder)
        seconds, megabytes, _ = _timed(
            [sys.executable, "manage.py", *command, "--report", str(report)], where
        )
        second, _, output = _timed(
            [sys.executable, "-m", "tests.benchmarks.counted", *command], where
        )
    written = json.loads(output.splitlines()[-1])
    totals = json.loads(report.read_text("utf-8"))["totals"]
    return _Run(
        pages=totals["created"] + totals["entry"],
        seconds=seconds - start,
        megabytes=megabytes,
        second_seconds=second - start,
        second_writes=sum(n for name, n in written.items() if name not in _OWN_BOOK),
    )


def _start(folder: Path) -> float:
    """The seconds until the command looks at its arguments."""
    where = environment(f"sqlite:///{folder / 'start.sqlite3'}", folder)
    command = [sys.executable, "manage.py", "import_isomer", str(folder / "nothing")]
    return median(_timed(command, where, expected=2)[0] for _ in range(3))


def _timed(
    command: list[str], where: dict[str, str], *, expected: int = 0
) -> tuple[float, float, str]:
    """Run a process: its seconds, the peak of its memory in MB, and what it printed."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=where, stdout=output, stderr=output)
        watch = Watch(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        family = watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        output.seek(0)
        printed = output.read()
    if process.returncode != expected:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{printed}")
    # The largest single process, or all of them together, whichever is more.
    return seconds, max(used.ru_maxrss / _MEGABYTE, family), printed


def _row(database: str, content: str, posts: int, runs: list[_Run]) -> tuple:
    seconds = median(run.seconds for run in runs)
    return (
        database,
        content,
        posts,
        runs[0].pages,
        seconds,
        runs[0].pages / seconds,
        median(run.megabytes for run in runs),
        median(run.second_seconds for run in runs),
        max(run.second_writes for run in runs),
    )


def _growth(database: str, content: str, small: list[_Run], large: list[_Run]) -> tuple:
    ratios = [after.per_page / before.per_page for before, after in zip(small, large, strict=True)]
    return database, content, median(ratios), ", ".join(f"{ratio:.2f}" for ratio in ratios)
