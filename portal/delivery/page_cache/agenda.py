"""When something is due, for all entries together."""

import math
from collections.abc import Iterable
from typing import Protocol

from pages.dependencies import DUE
from portal.delivery.counters.keys import place_of

_PLACES = (place_of(DUE),)
#: For so many seconds the others wait for what one request finds out.
ASKING = 1.0


class Counters(Protocol):
    """What says whether an instant may have come nearer."""

    def has_changed(self, places: Iterable[int], since: int, counter: int) -> bool: ...


class Agenda:
    """The next instant at which something is published or taken off by its date, by
    `time.monotonic()`.

    Each rendering tells it. After a change of what is due nobody knows it: then one request is sent
    on to find it out, so that what is due is also done; pages from which nothing has changed go out
    meanwhile, and nobody may keep them.
    """

    def __init__(self, counters: Counters) -> None:
        self._has_changed = counters.has_changed
        # As of which counter, the counter at which that still held, and the instant.
        self._known: tuple[int, int, float] = (-1, -1, -math.inf)
        self._asked_until = -math.inf
        #: The instant as it was when it was asked for last, for who says how long others may keep
        #: a page.
        self.horizon = -math.inf

    def next(self, counter: int) -> float:
        """The instant at this value of the counter; minus infinity while nobody knows."""
        since, checked, instant = self._known
        if checked == counter:
            return instant
        if self._has_changed(_PLACES, since, counter):
            return -math.inf
        self._known = since, counter, instant
        return instant

    def is_clear(self, counter: int, now: float) -> bool:
        """Whether a finished page may go out as far as this is concerned."""
        self.horizon = instant = self.next(counter)
        if instant != -math.inf:
            return now < instant
        if now < self._asked_until:
            return True
        self._asked_until = now + ASKING
        return False

    def learn(self, counter: int, instant: float) -> None:
        """A rendering that began at this counter has found the instant."""
        if counter >= 0:
            self._known = counter, counter, instant
            self.horizon = instant
            self._asked_until = -math.inf

    def hear(self, since: int, instant: float, counter: int) -> None:
        """Another process's rendering that began at the counter `since` has found the instant."""
        if self.next(counter) == -math.inf and not self._has_changed(_PLACES, since, counter):
            self.learn(counter, instant)
