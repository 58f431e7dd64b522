"""A dispatcher says that it is there; others read whether one is."""

import os
import socket
import time
from datetime import datetime, timedelta

from newsroom.releases.models import Heartbeat
from pages import clock

#: How often a dispatcher says so, in seconds; after how long without it is taken for dead.
BEAT = 5.0
SILENCE = timedelta(seconds=30)
#: How long the row of one that ended is kept.
KEPT = timedelta(days=1)


class Pulse:
    """The heartbeat of this process."""

    def __init__(self) -> None:
        self._name = f"{socket.gethostname()}:{os.getpid()}"[:255]
        self._row: Heartbeat | None = None
        self._next_at = 0.0
        #: Whether this is the oldest dispatcher that is alive, which does the chores.
        self.is_eldest = False
        #: Whether the database does not answer at present.
        self.is_lost = False

    def beat(self, passed_at: datetime | None = None) -> None:
        """Say that this process is alive, unless it has just said so."""
        if time.monotonic() < self._next_at:
            return
        now = clock.database_now()
        if self._row is None:
            self._row, _ = Heartbeat.objects.update_or_create(
                name=self._name, defaults={"started_at": now, "seen_at": now, "ended_at": None}
            )
        changes = {"passed_at": passed_at} if passed_at else {}
        Heartbeat.objects.filter(pk=self._row.pk).update(seen_at=now, **changes)
        eldest = alive(now).order_by("started_at", "pk").first()
        self.is_eldest = eldest is None or eldest.pk == self._row.pk
        self._next_at = time.monotonic() + BEAT

    def end(self) -> None:
        """Say that this process ends because it was told to."""
        if self._row is not None:
            Heartbeat.objects.filter(pk=self._row.pk).update(ended_at=clock.database_now())


def alive(now: datetime):
    """Dispatchers that are there."""
    return Heartbeat.objects.filter(ended_at=None, seen_at__gt=now - SILENCE)


def is_silent() -> bool:
    """Whether no dispatcher is there. Requests then do its work."""
    return not alive(clock.database_now()).exists()


def forget_the_dead() -> None:
    """Delete rows of dispatchers that ended long ago."""
    Heartbeat.objects.filter(seen_at__lt=clock.database_now() - KEPT).delete()
