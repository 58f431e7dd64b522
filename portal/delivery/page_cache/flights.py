"""Renderings under way: others wait for them that ask for the same, and the next ones for their turn."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Semaphore

from portal.delivery.page_cache.answers import Entry
from portal.delivery.page_cache.key import Key

#: How long a worker waits for another one that renders the same, in seconds: less than its other
#: requests wait for it.
PATIENCE = 5.0
#: How often it looks, in seconds: at first, and after a while.
SOON, LATER = 0.0005, 0.005
#: How long a rendering waits for those before it, in seconds: one that is slow holds up nobody for
#: longer.
CROWD = 0.25


class Flight:
    """A rendering that others wait for."""

    __slots__ = ("done", "entry")

    def __init__(self) -> None:
        self.done = Event()
        self.entry: Entry | None = None

    def wait(self, seconds: float) -> Entry | None:
        """What was rendered, when it is there within so many seconds."""
        self.done.wait(seconds)
        return self.entry


class Flights:
    """Those of this process: one at a key and a counter, so that nobody who comes after a
    publication waits for what was begun before.
    """

    def __init__(self) -> None:
        self._flights: dict[tuple[Key, int], Flight] = {}
        self._lock = Lock()

    def join(self, key: Key, counter: int) -> tuple[Flight, bool]:
        """The flight, and whether the caller leads it: who does also ends it."""
        with self._lock:
            flight = self._flights.get((key, counter))
            if flight is not None:
                return flight, False
            flight = self._flights[key, counter] = Flight()
            return flight, True

    def end(self, key: Key, counter: int) -> None:
        """Wake those who wait."""
        self._flights.pop((key, counter)).done.set()


class Queue:
    """Renderings of this process, one after the other. A publication makes several pages anew at
    once; side by side all of them would be ready when the last one is.
    """

    def __init__(self) -> None:
        self._free = Semaphore()

    @contextmanager
    def turn(self, is_ready: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """Inside, nothing else is rendered in a turn, unless it takes longer than CROWD; and what is
        to be waited for besides has said that it is ready, unless it takes longer than PATIENCE.
        Meanwhile others have their turns.
        """
        is_alone = self._wait(is_ready)
        try:
            yield
        finally:
            if is_alone:
                self._free.release()

    def _wait(self, is_ready: Callable[[], bool]) -> bool:
        began, nap = time.monotonic(), SOON
        while True:
            is_alone = self._free.acquire(timeout=max(began + CROWD - time.monotonic(), 0))
            if is_ready() or time.monotonic() > began + PATIENCE:
                return is_alone
            if is_alone:
                self._free.release()
            time.sleep(nap)
            nap = min(nap * 1.5, LATER)
