"""What the renditions of a photograph cost: the worker's way beside Wagtail's own, in one run; and
what visitors notice of ten new photographs.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from argparse import Namespace, _ArgumentGroup
from pathlib import Path

from tests.benchmarks.databases import ROOT, databases, environment
from tests.benchmarks.results import Row, record

SUMMARY = "renditions of photographs of 12 megapixels, beside stock Wagtail; the first visit to ten"
WAYS = ("stock", "ours")


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--photographs", type=int, default=3, help="different photographs")


def run(options: Namespace) -> None:
    """Measure and print."""
    seen: dict[str, list[dict]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        paths = [folder / f"{seed}.jpg" for seed in range(options.photographs)]
        for seed, path in enumerate(paths):
            _ask(folder, "photographs", "make", path, seed)
            for way in WAYS:
                seen[way].append(_ask(folder, "photographs", way, path))
        with databases(folder, ["sqlite"]) as found, found[0].fresh() as url:
            visited = _ask(folder, "pictures_visited", *paths, url=url)
    ratios = [ours["cpu"] / stock["cpu"] for stock, ours in zip(*seen.values(), strict=True)]
    sizes = [ours["bytes"] / stock["bytes"] for stock, ours in zip(*seen.values(), strict=True)]
    cpu = [ours["cpu"] for ours in seen["ours"]]
    record(
        "pictures",
        [
            Row("CPU of all renditions of a photograph, of stock", *_of(ratios, "≤ 0.333")),
            Row("their bytes, of stock", *_of(sizes)),
            Row("their CPU", statistics.median(cpu), "s", spread=(min(cpu), max(cpu))),
            Row("10 photographs, until the worker has made all", visited["ready"], "s", "≤ 10"),
            Row(
                "first visit to a page with 10 new photographs, of a warm one (CPU)",
                visited["first"] / visited["warm"],
                must="≤ 1.5",
            ),
            Row("pictures that were encoded in these visits", visited["encoded"], must="≤ 0"),
        ],
    )


def _of(values: list[float], must: str = "") -> tuple[float, str, str, tuple[float, float]]:
    """Median, unit, bound and spread of ratios."""
    return statistics.median(values), "", must, (min(values), max(values))


def _ask(folder: Path, program: str, *words: object, url: str = "") -> dict:
    """What a process of its own prints in its last line."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{program}", *map(str, words)],
        cwd=ROOT,
        env=environment(url or f"sqlite:///{folder}/none", folder),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}
