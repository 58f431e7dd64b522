"""What the resident dispatcher does beside its passes, now and then.

Any module registers a function with `@chore(every=...)`; `ReleasesConfig.ready` imports the modules
that do. Chores run beside the passes, so that a slow one makes no release late, and in one dispatcher
only, the one that has been there longest. There are three lanes, each a thread that does one thing
after the other: what the passes want told to the world, the quick chores, and the long ones.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Thread

from django.db import close_old_connections, connection

from newsroom.releases import effects
from newsroom.releases.dispatcher.heartbeat import Pulse

logger = logging.getLogger("newsroom.releases.dispatcher")

Work = Callable[[], object]
_STEP = 0.25


@dataclass
class Chore:
    """A function, how often it is called, and how much time there must be until the next instant."""

    work: Work
    every: timedelta
    quiet: timedelta
    #: By the monotonic clock.
    next_at: float = 0.0

    @property
    def name(self) -> str:
        return f"{self.work.__module__}.{getattr(self.work, '__qualname__', self.work)}"


_chores: list[Chore] = []


def chore(every: timedelta, quiet: timedelta = timedelta()) -> Callable[[Work], Work]:
    """Register work that the resident dispatcher does every so often.

    With `quiet`, for work that takes long or locks much, it has a lane of its own and is not begun
    when something goes out within that time.
    """

    def register(work: Work) -> Work:
        _chores.append(Chore(work, every, quiet))
        return work

    return register


def registered() -> list[str]:
    """The names of all chores."""
    return [chore.name for chore in _chores]


class Housekeeping:
    """The three lanes. They end soon after `is_over` says so."""

    def __init__(self, is_over: Callable[[], bool], pulse: Pulse) -> None:
        self._is_over = is_over
        self._pulse = pulse
        self._left: SimpleQueue[list[int]] = SimpleQueue()
        #: Seconds until something goes out; the passes say so.
        self.seconds_to_instant = float("inf")
        lanes = {"deliveries": self._deliver_on, "chores": self._quick, "long chores": self._long}
        self._threads = [
            Thread(name=name, target=self._lane, args=[work], daemon=True)
            for name, work in lanes.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self, seconds: float) -> None:
        """Give the lanes so long to finish what they have in hand."""
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))

    def hand_over(self, waiting: list[int]) -> None:
        """Take effects from a pass."""
        self._left.put(waiting)

    def do(self, chores: list[Chore]) -> None:
        """Do those that are to be done by now. One that raises is logged and tried again."""
        for chore in chores:
            hurried = chore.quiet.total_seconds() > self.seconds_to_instant
            if self._is_over() or hurried or time.monotonic() < chore.next_at:
                continue
            chore.next_at = time.monotonic() + chore.every.total_seconds()
            self._guarded(chore.work, chore.name)

    def deliver(self, patience: float = 0.0) -> None:
        """Do the effects of one pass, if there are any."""
        try:
            waiting = self._left.get(timeout=patience) if patience else self._left.get_nowait()
        except Empty:
            return
        self._guarded(lambda: effects.deliver(waiting), "delivery")

    def _lane(self, work: Callable[[], None]) -> None:
        try:
            while not self._is_over():
                work()
        finally:
            connection.close()

    def _deliver_on(self) -> None:
        self.deliver(_STEP)
        while self._is_over() and not self._left.empty():
            self.deliver()

    def _quick(self) -> None:
        self._do_if_eldest([chore for chore in _chores if not chore.quiet])

    def _long(self) -> None:
        self._do_if_eldest([chore for chore in _chores if chore.quiet])

    def _do_if_eldest(self, chores: list[Chore]) -> None:
        if self._pulse.is_eldest:
            self.do(chores)
        time.sleep(_STEP)

    def _guarded(self, work: Work, name: str) -> None:
        close_old_connections()
        try:
            work()
        except Exception as error:
            # Whatever it raises, the others are done. That the database is gone is said elsewhere.
            if not self._pulse.is_lost:
                logger.error("%s failed", name, exc_info=error)
            close_old_connections()
