"""Every connection tells of what it commits.

Django's cursors pass each statement by here, those of querysets, bulk operations and raw SQL alike,
in every process that has this application: web server, dispatcher, worker, commands, shell.
Statements that go around Django's cursor (COPY, another client) are not seen; `bump()` is for them.

- In a transaction, a change leaves an entry among what is to run on commit, which Django drops with
  the savepoint that is rolled back. When it commits and the entry is there, it is told of.
- A statement of its own is its own commit.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from pages import dependencies
from pages.dependencies import Change
from portal.delivery.counters import link, sharing
from portal.delivery.counters.keys import OF_EVERYTHING, places_of_change
from portal.delivery.counters.statements import Effect, effect_of, keys_of, tables_read, text_of

Execute = Callable[[Any, Any, bool, dict], Any]
#: Is told of a statement that has changed what visitors see, in its transaction where it has one: the
#: connection, what it does, its text and its parameters.
Listener = Callable[[BaseDatabaseWrapper, Effect, Any, Any], None]
_listeners: list[Listener] = []


def watch_connections() -> None:
    """Watch the connections of this process that are opened from now on."""
    connection_created.connect(_watch, dispatch_uid="portal.counters")


def tell(listener: Listener) -> None:
    """Tell somebody else, too, of each statement that changes what visitors see."""
    _listeners.append(listener)


def _watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.alias != DEFAULT_DB_ALIAS:
        return
    sharing.use_for(connection.settings_dict)
    if not any(isinstance(wrapper, Watch) for wrapper in connection.execute_wrappers):
        # First: whoever adds a wrapper for the time of a block takes the last one off.
        connection.execute_wrappers.insert(0, Watch(connection))


class Watch:
    """Looks at the statements of one connection, and is around its commits."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._is_postgresql = connection.vendor == "postgresql"
        # Where the entry is, and inside which savepoints it was made.
        self._entries: list | None = None
        self._savepoints: frozenset[str] = frozenset()
        #: Whether what the entry stands for has not been told of yet.
        self._is_open = False
        #: Whether something was changed in a transaction that no block of Django's is around.
        self._is_manual = False
        #: What was changed in the transaction, in savepoints that were rolled back, too: the keys,
        #: and the declared changes, which may still grow.
        self._keys: set[str] = set()
        self._changes: list[Change] = []
        self._commit = connection._commit  # type: ignore[attr-defined]
        connection._commit = self.commit  # type: ignore[attr-defined]

    def __call__(self, execute: Execute, sql: Any, params: Any, many: bool, context: dict) -> Any:
        cursor = context["cursor"]
        if type(cursor.cursor) is Fetched:
            # It is used once more.
            cursor.cursor = cursor.cursor.inner
        effect = effect_of(sql)
        if dependencies.are_asked_for():
            dependencies.note_reading(tables_read(text_of(sql)))
        if not effect.is_public or not effect.concerns_visitors(params, many):
            return execute(sql, params, many, context)
        connection = self._connection
        if connection.in_atomic_block:
            answer = execute(sql, params, many, context)
            if _has_changed(effect, context):
                self._note(effect)
                self._tell(effect, sql, params)
            return answer
        if not connection.get_autocommit():
            self._is_manual = True
            answer = execute(sql, params, many, context)
            self._tell(effect, sql, params)
            return answer
        if self._is_postgresql and effect.is_plain and self._is_idle():
            # A transaction, so that the other machines are told by the same commit.
            with transaction.atomic(using=connection.alias):
                return self(execute, sql, params, many, context)
        answer = self._alone(effect, execute, sql, params, many, context)
        if _has_changed(effect, context):
            self._tell(effect, sql, params)
        return answer

    def _tell(self, effect: Effect, sql: Any, params: Any) -> None:
        for listener in _listeners:
            listener(self._connection, effect, sql, params)

    def commit(self) -> None:
        """In place of the connection's own: the same, and told of."""
        if not self._has_something_to_tell():
            self._commit()
            return
        places = (OF_EVERYTHING,) if self._is_manual else self._changed_places()
        self._is_open = self._is_manual = False
        with sharing.telling() as telling:
            telling.places = places
            if self._is_postgresql:
                link.tell_others(self._connection, telling)
            self._commit()

    def _alone(
        self, effect: Effect, execute: Execute, sql: Any, params: Any, many: bool, context: dict
    ) -> Any:
        with sharing.telling() as telling:
            answer = execute(sql, params, many, context)
            telling.places = ()
            if _has_changed(effect, context):
                telling.places = places_of_change(keys_of(effect, dependencies.current_change()))
            if not effect.tells_rows and not self._is_postgresql:
                # SQLite commits when the last row has been fetched.
                cursor = context["cursor"]
                cursor.cursor = Fetched(cursor.cursor)
        if self._is_postgresql:
            link.tell_others(self._connection, telling)
        return answer

    def _is_idle(self) -> bool:
        """Whether no transaction has been begun by a statement that went past Django."""
        raw = self._connection.connection
        return raw is None or raw.info.transaction_status.name == "IDLE"

    def _note(self, effect: Effect) -> None:
        connection = self._connection
        if not self._is_open:
            # What is left is of a transaction that was rolled back.
            self._keys, self._changes = set(), []
        self._is_open = True
        change = dependencies.current_change()
        self._keys |= keys_of(effect, change)
        if change is not None and change not in self._changes:
            self._changes.append(change)
        if self._entries is connection.run_on_commit and self._savepoints.issubset(
            connection.savepoint_ids
        ):
            return
        transaction.on_commit(self._entry, using=connection.alias, robust=True)
        self._entries = connection.run_on_commit
        self._savepoints = frozenset(connection.savepoint_ids)

    def _entry(self) -> None:
        """Runs on commit. It has been told of by then, unless the commit went another way."""
        if self._is_open:
            self._is_open = False
            with sharing.telling() as telling:
                telling.places = self._changed_places()
            if self._is_postgresql:
                link.tell_others(self._connection, telling)

    def _changed_places(self) -> tuple[int, ...]:
        keys = self._keys.union(*(change.keys for change in self._changes))
        self._keys, self._changes = set(), []
        return places_of_change(keys)

    def _has_something_to_tell(self) -> bool:
        return self._is_manual or any(
            self._entry in entry for entry in self._connection.run_on_commit
        )


class Fetched:
    """A cursor of SQLite's whose rows have all been fetched already."""

    def __init__(self, cursor: Any) -> None:
        self.inner = cursor
        self._rows = iter(cursor.fetchall())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[Any]:
        return [row for _, row in zip(range(size), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        return list(self._rows)


def _has_changed(effect: Effect, context: dict) -> bool:
    return not effect.tells_rows or context["cursor"].rowcount != 0
