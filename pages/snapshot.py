"""One state of the database for one answer.

While a release commits, a page that is just being rendered would find its own row as it was and the
list below it as it is: half of each. A view that is read in one snapshot shows either state. A view
that turns out to write, which is rare (a size of an image that nobody has asked for yet), is called
once more without the snapshot.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]
# A union begins with a parenthesis.
_READS = re.compile(r"[\s(]*(?:SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK)\b", re.IGNORECASE)
_LOCKS = re.compile(r"\bFOR (?:NO KEY )?(?:UPDATE|SHARE)\b")


class WantsToWrite(BaseException):
    """Not an Exception, so that nothing between the statement and the view catches it."""


def in_one_state(view: View) -> View:
    """Let a view that reads see one state of the database, its template included."""

    @wraps(view)
    def reading(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        # Inside a transaction somebody has decided already what is seen.
        if request.method not in {"GET", "HEAD"} or connection.in_atomic_block:
            return view(request, *args, **kwargs)
        try:
            with _snapshot(), connection.execute_wrapper(_refuse_writing):
                return _rendered(view(request, *args, **kwargs))
        except (WantsToWrite, DatabaseError):
            # An error that the view would survive spoils a transaction.
            return view(request, *args, **kwargs)

    return reading


@contextmanager
def _snapshot() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with _begun_as_snapshot(), transaction.atomic():
            yield
        return
    connection.ensure_connection()
    # Readers do not queue for the writer's lock.
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            connection.transaction_mode = usual  # type: ignore[attr-defined]
            yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]


@contextmanager
def _begun_as_snapshot() -> Iterator[None]:
    """Let the next transaction begin as a snapshot that only reads, without a statement for it."""
    # Only a site on PostgreSQL has the driver's library in its processes.
    from psycopg import IsolationLevel

    connection.ensure_connection()
    session = connection.connection
    usual = session.isolation_level, session.read_only
    session.isolation_level, session.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        yield
    finally:
        # A connection that was lost inside has no later transaction.
        if not session.closed:
            session.isolation_level, session.read_only = usual


def _refuse_writing(execute, sql, params, many, context):
    if not _READS.match(sql) or _LOCKS.search(sql):
        raise WantsToWrite
    return execute(sql, params, many, context)


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    render = getattr(response, "render", None)
    return render() if callable(render) else response
