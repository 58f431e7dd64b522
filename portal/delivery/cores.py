"""A core for each worker, where there are as many workers as cores.

A page goes through two threads of a worker. Linux likes to wake the second one on another core, where
nothing of it is in the cache, and the workers push each other about. With a core of their own they
send a tenth more finished pages, and four tenths more of them beside renderings.

Where there are fewer workers than cores, or more, nothing is given: the cores may belong to others,
too, and the first ones would be everybody's first choice.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle


def give_to_workers(workers: int) -> None:
    """Let the next processes that are forked from this one, and so many at a time, have one each."""
    if sys.platform == "linux" and len(cores := sorted(os.sched_getaffinity(0))) == workers > 1:
        turn = Turn(cycle(cores))
        os.register_at_fork(before=turn.come, after_in_child=turn.take)


class Turn:
    """Whose core comes next. `cores` are their numbers."""

    def __init__(self, cores: Iterator[int]) -> None:
        self._cores, self._given_by = cores, os.getpid()
        self._core = 0

    def come(self) -> None:
        """Called before a fork, also of those that have one: theirs stay where they are."""
        if os.getpid() == self._given_by:
            self._core = next(self._cores)

    def take(self) -> None:
        """Called in what was forked."""
        if os.getppid() == self._given_by:
            with suppress(OSError):
                os.sched_setaffinity(0, {self._core})
