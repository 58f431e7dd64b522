"""How often the counter moved inside a block."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.delivery import counters


class Moves:
    """`count` after the block: how often the counter moved inside."""

    def __init__(self) -> None:
        self._before = self.count = counters.current()
        assert self._before >= 0, "the counter can be read"

    def end(self) -> None:
        self.count = counters.current() - self._before


@contextmanager
def moves() -> Iterator[Moves]:
    moves = Moves()
    yield moves
    moves.end()
