"""A stage keeps out of the way of what really goes out.

It does not begin shortly before something is due, ends by itself after some seconds, and gives way
at once when somebody sends a release out in the meantime. On PostgreSQL it waits for no row that an
editor or the dispatcher holds; on SQLite, where it holds the one lock there is, its time is its
politeness.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection

from newsroom.releases.dispatcher import schedule
from newsroom.releases.dispatcher.schedule import Moment
from newsroom.releases.models import Release
from pages import clock, moments

#: Something that is due this soon is not to wait for a stage.
MARGIN = timedelta(seconds=15)
#: What a stage leaves free before the next instant, when there is less than its own time.
SPACE = timedelta(seconds=5)
#: For one page that somebody waits for.
PAGE_SECONDS = 8.0
#: How often, in seconds, a stage asks whether a release wants to go out now.
ASK_EVERY = 0.5
#: How long one waits for another; both would change the same pages.
WAIT_FOR_STAGE = "6s"
#: How long it waits for a row that an editor or the dispatcher holds, before it tries anew.
WAIT_FOR_ROW = "400ms"
#: How many seconds beyond its time a process that hangs between two queries is waited for.
HANGING = 5.0
STAGE_LOCK = 0x57A6E
#: The wrapper looks at queries, not at the transaction's own brackets: those must always pass.
_BRACKETS = ("SAVEPOINT", "RELEASE", "ROLLBACK")

TOO_LONG = "This took longer than it may, because releases must not wait for it. Try again."
GIVES_WAY = "A release goes out at this moment. Try again in a few seconds."
TAKEN = "Some of these pages are being changed at this moment. Try again in a few seconds."


class StageRefused(Exception):
    """The stage can't be set, or not be kept, at this moment; the message is for the person."""

    retry_after = 20


class _Over(BaseException):
    """The stage ends here. No Exception, so that whoever handles errors inside lets it through."""


def seconds_free(wanted: float) -> float:
    """How many seconds a stage may take now. Raises StageRefused when something is about due.

    Expiries don't count: the gate hides by its date what a dispatcher has still to take off.
    """
    seen = schedule.moment()
    if seen.next_due is None:
        return wanted
    ahead = seen.next_due - seen.now
    if ahead < MARGIN:
        raise StageRefused(
            f"Something goes out {_when(seen)}. Try again once it has; nothing may delay it."
        )
    return min(wanted, (ahead - SPACE).total_seconds())


def _when(seen: Moment) -> str:
    return "now" if seen.is_due or not seen.next_due else f"at {moments.stamp(seen.next_due)}"


@contextmanager
def enforced(seconds: float) -> Iterator[None]:
    """Hold the block, which is inside a transaction, to its time. Raises StageRefused beyond it."""
    deadline = time.monotonic() + seconds
    watch = _Watch(deadline, clock.database_now())
    limit = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    try:
        with limit(seconds, deadline), connection.execute_wrapper(watch):
            yield
    except _Over as over:
        raise StageRefused(str(over)) from over
    if watch.is_over:
        # Something has swallowed it, and what came of that is not what the site would answer.
        raise StageRefused(watch.is_over)


class _Watch:
    """Looks at the time, and at what has become due, before each query of a stage."""

    def __init__(self, deadline: float, moment: datetime) -> None:
        self.is_over = ""
        self._deadline = deadline
        self._began, self._moment = time.monotonic(), moment
        self._asked = self._began
        self._waiting = self._due_releases()

    def __call__(self, execute: Callable, sql: Any, params, many: bool, context: dict):
        if not str(sql).startswith(_BRACKETS):
            self._look()
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            if time.monotonic() > self._deadline:
                raise self._end(TOO_LONG) from error
            raise

    def _look(self) -> None:
        now = time.monotonic()
        if now > self._deadline:
            raise self._end(TOO_LONG)
        if now - self._asked > ASK_EVERY:
            self._asked = now
            if self._due_releases() - self._waiting:
                raise self._end(GIVES_WAY)

    def _end(self, line: str) -> _Over:
        self.is_over = line
        return _Over(line)

    def _due_releases(self) -> set[int]:
        # The clock stands at the instant of the stage; the present goes on beside it. A request
        # tells the time at which it came, which is some moments ago.
        elapsed = timedelta(seconds=time.monotonic() - self._began) + SPACE
        # A stage leaves the rows of releases as they are, so what others commit is seen here.
        return set(Release.objects.due(self._moment + elapsed).values_list("pk", flat=True))


@contextmanager
def _on_postgresql(seconds: float, deadline: float) -> Iterator[None]:
    longest, idle = (f"{int(1000 * limit)}ms" for limit in (seconds, seconds + HANGING))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), "
            # Should the process hang between two queries, the server ends its transaction.
            "set_config('idle_in_transaction_session_timeout', %s, true), "
            "set_config('lock_timeout', %s, true)",
            [longest, idle, WAIT_FOR_STAGE],
        )
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STAGE_LOCK])
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT_FOR_ROW])
    yield


@contextmanager
def _on_sqlite(seconds: float, deadline: float) -> Iterator[None]:
    raw = connection.connection
    raw.set_progress_handler(lambda: time.monotonic() > deadline, 20_000)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
