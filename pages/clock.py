"""The one clock.

Everything that asks "what time is it?" to decide what the public may see, how a listing is
ordered, when a schedule is due or how long an answer may be cached asks `now()` here. Nothing
else reads the system's time (`tests/test_architecture.py` holds this), so that a test can stop
time and a request can be answered as it will be at another instant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from pages.kept_plans import keep_plan

_instant: ContextVar[datetime | None] = ContextVar("pages_clock_instant", default=None)
_ahead: ContextVar[timedelta] = ContextVar("pages_clock_ahead", default=timedelta())


def now() -> datetime:
    """The present instant, aware, in UTC; or the one that `at()` has set."""
    return _instant.get() or timezone.now() + _ahead.get()


def database_now() -> datetime:
    """The present instant by the database's clock, on which all machines agree; or the one that
    `at()` has set. SQLite lives on this machine, so its clock is this one's.
    """
    return _instant.get() or _ask_database()[0]


def database_now_with(columns: str) -> tuple:
    """The database's instant and, in the same statement, the values of SQL expressions."""
    return _ask_database(columns)


def today() -> date:
    """The calendar day of `now()` in the site's time zone."""
    return timezone.localdate(now(), timezone.get_default_timezone())


def fixed_instant() -> datetime | None:
    """The instant that `at()` has set, or None while time runs."""
    return _instant.get()


def _ask_database(columns: str = "") -> tuple:
    if connection.vendor == "postgresql":
        # The clock of the statement, not that of the transaction's beginning.
        statement = (
            f"SELECT clock_timestamp(), {columns}" if columns else "SELECT clock_timestamp()"
        )
        with keep_plan(connection.cursor()) as cursor:
            cursor.execute(statement)
            return cursor.fetchone()
    if not columns:
        return (timezone.now(),)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        return (timezone.now(), *cursor.fetchone())


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Make `now()` answer `instant` inside the block, in this thread or task only.

    Raises ValueError for a naive datetime: an instant without a zone is not an instant.
    """
    token = _instant.set(_aware(instant))
    try:
        yield instant
    finally:
        _instant.reset(token)


@contextmanager
def running_from(instant: datetime) -> Iterator[None]:
    """Let `now()` run on from `instant` inside the block: for a machine whose clock is wrong."""
    token = _ahead.set(_aware(instant) - timezone.now())
    try:
        yield
    finally:
        _ahead.reset(token)


def _aware(instant: datetime) -> datetime:
    if timezone.is_naive(instant):
        raise ValueError(f"the clock needs an instant with a time zone, not {instant!r}")
    return instant
