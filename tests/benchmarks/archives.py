"""Processes that answer for a small and for a large archive, asked in turn.

Whatever else the machine does slows both. What counts is the ratio.
"""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.benchmarks.databases import ROOT

#: By name of what was asked: what the first archive answered, time by time, and the second.
Costs = dict[str, list[list[Any]]]


class Archive:
    """A process that tells in its first line what it can be asked, and answers a line with a line."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process

    def ask(self, name: str) -> list[float]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        return self.line()

    def line(self) -> list:
        """The next line. Ends the benchmark when the process has ended."""
        assert self._process.stdout is not None
        if line := self._process.stdout.readline():
            return json.loads(line)
        sys.exit("A process that answers for an archive has ended; its last words stand above.")


@contextmanager
def archive(words: Sequence[str], environment: dict[str, str]) -> Iterator[Archive]:
    """`python -m` with these words, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        yield Archive(process)
    finally:
        process.terminate()
        process.wait()


def asked_in_turn(
    archives: Sequence[Archive],
    times: int,
    seldom: Collection[str] = (),
    seldom_times: int = 0,
) -> Costs:
    """Ask both for everything that they can be asked, so many times; for what is among `seldom`
    only in the first `seldom_times` rounds.
    """
    names, _ = [archive.line() for archive in archives]
    costs: Costs = {name: [[], []] for name in names}
    for turn in range(times):
        for name in names:
            if name in seldom and turn >= seldom_times:
                continue
            for place, one in enumerate(archives):
                costs[name][place].append(one.ask(name))
    return costs
