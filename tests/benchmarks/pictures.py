"""What the renditions of a photograph cost: the worker's way beside Wagtail's own, in one run."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from argparse import Namespace, _ArgumentGroup
from pathlib import Path

from tests.benchmarks.databases import ROOT, environment
from tests.benchmarks.table import table

SUMMARY = "CPU and bytes of all renditions of a photograph of 12 megapixels, beside stock Wagtail"
WAYS = ("stock", "ours")


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--photographs", type=int, default=3, help="different photographs")


def run(options: Namespace) -> None:
    """Measure and print."""
    seen: dict[str, list[dict]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        for seed in range(options.photographs):
            path = Path(name) / f"{seed}.jpg"
            _ask(Path(name), "make", path, seed)
            for way in WAYS:
                answer = _ask(Path(name), way, path)
                seen[way].append(json.loads(answer.splitlines()[-1]))
    cpu = {way: statistics.median(one["cpu"] for one in seen[way]) for way in WAYS}
    rows = [
        [
            way,
            cpu[way],
            cpu[way] / cpu["stock"],
            10 * cpu[way] / 2,
            round(statistics.median(one["bytes"] for one in seen[way]) / 1000),
        ]
        for way in WAYS
    ]
    print(table(["way", "CPU s each", "of stock", "10 on 2 cores, s", "KB each"], rows))


def _ask(folder: Path, *words: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.photographs", *map(str, words)],
        cwd=ROOT,
        env=environment(os.environ.get("DATABASE_URL", f"sqlite:///{folder}/none"), folder),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
