"""The one clock.

Everything that asks "what time is it?" to decide what the public may see, how a listing is
ordered, when a schedule is due or how long an answer may be cached asks `now()` here. Nothing
else reads the system's time (`tests/test_architecture.py` holds this), so that a test can stop
time and a request can be answered as it will be at another instant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_instant: ContextVar[datetime | None] = ContextVar("pages_clock_instant", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC; or the one that `at()` has set."""
    return _instant.get() or timezone.now()


def today() -> date:
    """The calendar day of `now()` in the site's time zone."""
    return timezone.localdate(now())


def fixed_instant() -> datetime | None:
    """The instant that `at()` has set, or None while time runs."""
    return _instant.get()


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Make `now()` answer `instant` inside the block, in this thread or task only.

    Raises ValueError for a naive datetime: an instant without a zone is not an instant.
    """
    if timezone.is_naive(instant):
        raise ValueError(f"clock.at() needs an instant with a time zone, not {instant!r}")
    token = _instant.set(instant)
    try:
        yield instant
    finally:
        _instant.reset(token)
