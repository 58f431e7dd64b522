"""One process at a time, and what a database says when it had to wait for another one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

#: Held by the transaction that carries out a unit; any number that nothing else uses.
ADVISORY_LOCK = 7_218_600_930
#: How long a unit waits for rows that somebody else is writing.
PATIENCE, IMPATIENCE = "10s", "100ms"
#: How long a request waits for the only writer that SQLite admits, in milliseconds.
SQLITE_IMPATIENCE = 50
#: deadlock_detected, serialization_failure, lock_not_available
_PASSING = {"40P01", "40001", "55P03"}
#: in_failed_sql_transaction: somebody has swallowed the error itself.
_SWALLOWED = "25P02"
_TURN, _TURNS = 0.05, 1200


class Busy(Exception):
    """Another process is at work; what it leaves is looked at in the next pass."""


def take_turn(*, wait: bool) -> None:
    """Make this transaction the only one that carries out a unit. Raises Busy when it isn't.

    With `wait`, another process may take up to a minute. On SQLite the transaction already is the
    only one that writes.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE if wait else IMPATIENCE}'")
        for _ in range(_TURNS if wait else 1):
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
            if cursor.fetchone()[0]:
                return
            if wait:
                time.sleep(_TURN)
    raise Busy


@contextmanager
def impatient(on: bool) -> Iterator[None]:
    """On SQLite, give up soon inside the block when somebody else writes, rather than queue."""
    if not on or connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict.get("OPTIONS", {}).get("timeout", 5) * 1000)
    _busy_timeout(SQLITE_IMPATIENCE)
    try:
        yield
    finally:
        _busy_timeout(usual)


def is_passing(error: Exception) -> bool:
    """Whether the same transaction may well succeed when it is tried again at once."""
    if connection.vendor == "sqlite":
        return isinstance(error, OperationalError) and "locked" in str(error)
    return _sqlstate(error) in _PASSING


def was_swallowed(error: Exception) -> bool:
    """Whether it only tells that an earlier error was swallowed, which may have been passing:
    Wagtail's task for the search index swallows deadlocks.
    """
    return _sqlstate(error) == _SWALLOWED


def _sqlstate(error: Exception) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def _busy_timeout(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
