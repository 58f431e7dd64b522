"""Python's collector of what holds itself, at the moments at which it has least to look at.

A rendering makes some ten thousand objects and leaves a few hundred behind that nothing but the
collector removes. Where it begins by itself it meets a rendering in the middle, looks at all of that,
and holds up every other thread for ten milliseconds and more; after a rendering it takes half of one.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: After so many renderings between which there never was a quiet moment, it is not waited for.
MOST_LEFT = 4
#: So many times it looks at what is new, until it looks at what has stayed a while, and at all.
_A_WHILE, _ALL = 20, 2_000


class Tidying:
    """Calls the collector between renderings, in whatever threads they are."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = self._left = self._times = 0

    @contextmanager
    def after(self) -> Iterator[None]:
        """Around a rendering, to the end of what is done after it."""
        with self._lock:
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                self._left += 1
                generation = self._due()
            if generation is not None:
                gc.collect(generation)

    def _due(self) -> int | None:
        """The oldest generation that is to be looked at now, if any."""
        if self._under_way and self._left < MOST_LEFT:
            return None
        self._left = 0
        self._times += 1
        if self._times % _ALL == 0:
            return 2
        return 0 if self._times % _A_WHILE else 1
