"""Which of some keys were changed inside a block."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.delivery import counters
from portal.delivery.counters import places_of


class Changed:
    """After the block, `in` says whether an answer made from a key alone has to be made anew."""

    def __init__(self) -> None:
        self._since = counters.current()
        self._now = self._since

    def end(self) -> None:
        self._now = counters.current()

    def __contains__(self, key: str) -> bool:
        return counters.has_changed(places_of([key]), self._since, self._now)


@contextmanager
def changed() -> Iterator[Changed]:
    changed = Changed()
    yield changed
    changed.end()
