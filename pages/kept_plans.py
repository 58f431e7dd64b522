"""Statements that PostgreSQL reads and plans once in a connection, and runs again and again.

Reading and planning what a page asks for takes the server longer than answering it. Django puts
values into the text of a statement, which makes another statement of it each time; here they travel
beside it.
"""

from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

#: Where a connection remembers that its server was told how to plan.
_TOLD = "_pages_keep_plans"


def keep_plan(cursor: CursorWrapper) -> CursorWrapper:
    """The cursor, which lets the server keep the plan of what it executes. Elsewhere than on
    PostgreSQL it stays as it is.

    Only for statements of which there are few: each connection keeps a hundred.
    """
    if cursor.db.vendor == "postgresql":
        cursor.cursor = _kept()(_told(cursor.db.connection))
    return cursor


def with_constants(
    sql: str, params: tuple, varying: Any, connection: BaseDatabaseWrapper
) -> tuple[str, tuple]:
    """A statement whose parameters are of the type `varying` alone; the others become a part of its
    text, so that a plan that is kept may use the indexes that are made for them.
    """
    if connection.vendor != "postgresql":
        return sql, params
    from psycopg.sql import Literal

    connection.ensure_connection()
    pieces = sql.split("%s")
    text, left = pieces[0], []
    for param, piece in zip(params, pieces[1:], strict=True):
        if isinstance(param, varying):
            text += "%s"
            left.append(param)
        else:
            text += Literal(param).as_string(connection.connection).replace("%", "%%")
        text += piece
    return text, tuple(left)


def _told(connection: Any) -> Any:
    """The connection of psycopg's, whose server plans without looking at the values: guessing them
    to be many, it would rather plan anew each time. A transaction that fails may undo this.
    """
    if not getattr(connection, _TOLD, False):
        connection.execute("SET plan_cache_mode = force_generic_plan")
        setattr(connection, _TOLD, True)
    return connection


@cache
def _kept() -> Any:
    # Who has SQLite needs no psycopg.
    from django.db.backends.postgresql.base import ServerBindingCursor
    from psycopg import ClientCursor

    class Kept(ServerBindingCursor):
        """Psycopg keeps the plan, unless the setting `prepare_threshold` is None."""

        def execute(self, query, params=None):
            answer = super().execute(query, params, prepare=True)  # type: ignore[misc]
            self._query = _Executed(self.connection, query, params)  # type: ignore[attr-defined]
            return answer

    class _Executed:
        """What Django's log of statements asks a cursor for. It does not hold the cursor, which
        would stay until Python looks for circles.
        """

        def __init__(self, connection: Any, *words: Any) -> None:
            self._connection, self._words = connection, words

        @property
        def query(self) -> bytes:
            """The statement as if it had been sent with its values."""
            return ClientCursor(self._connection).mogrify(*self._words).encode()

    return Kept
