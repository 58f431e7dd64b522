"""What a statement does to what visitors see, told from its text.

A text is looked at once and remembered: Django's are the same again and again, with their
parameters apart. Whatever is not understood counts as a change.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pages import dependencies
from pages.dependencies import Change
from portal.delivery.counters.tables import (
    ABOUT_INSTANTS,
    DECLARED,
    MADE_FROM,
    OF_SEARCH,
    ONLY_WHEN_SET,
    QUIET,
    QUIET_COLUMNS,
)

_NAME = r'(?:"?\w+"?\.)?["`]?(?P<table>\w+)["`]?'
_WRITES = (
    re.compile(rf"INSERT\s+(?:OR\s+\w+\s+)?INTO\s+{_NAME}", re.IGNORECASE),
    re.compile(rf"REPLACE\s+INTO\s+{_NAME}", re.IGNORECASE),
    re.compile(rf"UPDATE\s+(?:OR\s+\w+\s+)?(?:ONLY\s+)?{_NAME}", re.IGNORECASE),
    re.compile(rf"DELETE\s+FROM\s+(?:ONLY\s+)?{_NAME}", re.IGNORECASE),
)
_LEADING = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*", re.DOTALL)
#: Statements that begin like this change nothing that is stored. COMMIT, written out, may.
_READING = frozenset({
    "SELECT", "VALUES", "TABLE", "EXPLAIN", "SHOW", "PRAGMA", "SET", "RESET", "BEGIN", "START",
    "SAVEPOINT", "RELEASE", "ROLLBACK", "LISTEN", "UNLISTEN", "NOTIFY", "LOCK",
    "DECLARE", "FETCH", "CLOSE", "ANALYZE", "VACUUM", "REINDEX", "CHECKPOINT", "DISCARD",
})  # fmt: skip
_WRITING_WORD = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE)\b(?!\s*\()", re.IGNORECASE)
_LOCKING = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b", re.IGNORECASE)
_TEXTS = re.compile(r"'(?:[^']|'')*'")
_SET = re.compile(r"\bSET\s", re.IGNORECASE)
#: Between two columns that are set, around what stands for itself, and behind the last one.
_MARKS = re.compile(r"[(),;]|\b(?:WHERE|FROM|RETURNING)\b", re.IGNORECASE)
#: The one column that a statement sets is emptied.
_CLEARED = re.compile(
    r"""\bSET\s+(?:"?\w+"?\.)?["`]?\w+["`]?\s*=\s*NULL\s*(?:$|;|\bWHERE\b)""", re.IGNORECASE
)
_COLUMN = re.compile(r'(?:"?\w+"?\.)?["`]?(\w+)["`]?\s*=')
_INSERTED = re.compile(
    r"INTO\s+[^(]+\((?P<columns>[^)]*)\)\s*VALUES\s*(?P<row>\([^()]*\))", re.IGNORECASE
)
#: Longer texts (one for each number of rows of a bulk operation) are looked at each time, by their
#: beginning; remembered, they would fill the memory.
LONGEST_REMEMBERED = 4000


@dataclass(frozen=True, slots=True)
class Effect:
    """What a statement may change."""

    #: Whether it may change what visitors see.
    is_public: bool
    #: The one table that it writes to, in small letters; empty when it may be several.
    table: str = ""
    #: Whether a count of no rows can be believed: with RETURNING it is told later, or never.
    tells_rows: bool = False
    #: Whether it is one that a transaction can be put around.
    is_plain: bool = False
    #: The parameter that decides, when one does: nothing is public while it is None.
    deciding: int | None = None

    def concerns_visitors(self, params: Any, many: bool) -> bool:
        """Whether it may change what visitors see, given its parameters."""
        if not self.is_public or self.deciding is None:
            return self.is_public
        if many or not isinstance(params, Sequence) or self.deciding >= len(params):
            return True
        return params[self.deciding] is not None


NOTHING = Effect(is_public=False)
ANYTHING = Effect(is_public=True)


def effect_of(sql: Any) -> Effect:
    """What a statement may change, from its text or a composed query of the driver."""
    if isinstance(sql, str) and len(sql) <= LONGEST_REMEMBERED:
        return _remembered(sql)
    return _look(text_of(sql))


def keys_of(effect: Effect, change: Change | None) -> set[str]:
    """What a statement changes that is part of this declared change, or of none."""
    table = effect.table
    if table in ABOUT_INSTANTS:
        return {dependencies.DUE, dependencies.table(table)}
    if table in OF_SEARCH:
        return {dependencies.table(table)}
    if table in DECLARED and change is not None:
        return {dependencies.table(table), *change.keys}
    return {dependencies.EVERYTHING}


@lru_cache(maxsize=2000)
def tables_read(sql: str) -> frozenset[str]:
    """The tables to which declared changes may write that a statement names, or whose rows those
    are made from that it names; it may be some too many.
    """
    words = {word.lower() for word in re.findall(r"\w+", sql)}
    sources = (MADE_FROM[word] for word in words & MADE_FROM.keys())
    return frozenset().union(words & (DECLARED | ABOUT_INSTANTS | OF_SEARCH), *sources)


def text_of(sql: Any) -> str:
    """A statement as text; drivers take composed ones, too."""
    if isinstance(sql, str):
        return sql
    as_string = getattr(sql, "as_string", None)
    if callable(as_string):
        return as_string(None)
    return bytes(sql).decode(errors="replace") if isinstance(sql, bytes | bytearray) else str(sql)


def _look(sql: str) -> Effect:
    start = _LEADING.match(sql)
    begin = start.end() if start else 0
    word = re.match(r"\w*", sql[begin : begin + 20])
    verb = word.group().upper() if word else ""
    if verb in _READING:
        # A procedure that a SELECT calls is not looked into; nor is a second statement behind it.
        return _behind(sql, begin)
    if verb == "WITH":
        plain = _LOCKING.sub("", _TEXTS.sub("''", sql))
        return ANYTHING if _WRITING_WORD.search(plain) else NOTHING
    for pattern in _WRITES:
        if match := pattern.match(sql, begin):
            return _write(sql, begin, verb, match["table"].lower())
    return ANYTHING


def _behind(sql: str, begin: int) -> Effect:
    """SQLite's and psycopg's cursors take several statements at once when there are no parameters."""
    if ";" not in sql:
        return NOTHING
    rest = _TEXTS.sub("''", sql[begin:]).split(";")[1:]
    effects = [_look(part) for part in rest if part.strip()]
    return ANYTHING if any(effect.is_public for effect in effects) else NOTHING


def _write(sql: str, begin: int, verb: str, table: str) -> Effect:
    plain = _TEXTS.sub("''", sql) if ";" in sql else sql
    if ";" in plain.rstrip().rstrip(";"):
        return ANYTHING
    tells_rows = "RETURNING" not in sql.upper()
    if table in QUIET:
        return NOTHING
    if verb == "UPDATE":
        columns = updated_columns(sql, begin)
        if table in ONLY_WHEN_SET:
            if columns is not None and ONLY_WHEN_SET[table] not in columns:
                return NOTHING
            if columns == {ONLY_WHEN_SET[table]} and _CLEARED.search(sql, begin):
                return NOTHING
        elif columns is not None and columns <= QUIET_COLUMNS:
            return NOTHING
        return Effect(True, table, tells_rows, is_plain=True)
    if verb == "INSERT" and table in ONLY_WHEN_SET:
        return Effect(True, table, tells_rows, True, _place_of(sql, ONLY_WHEN_SET[table]))
    return Effect(True, table, tells_rows, is_plain=True)


def updated_columns(sql: str, begin: int = 0) -> frozenset[str] | None:
    """The columns that an UPDATE sets, to what a subquery finds too; None when they can't be told."""
    plain = _TEXTS.sub("''", sql[begin:])
    first = _SET.search(plain)
    if first is None:
        return None
    start, depth, changes = first.end(), 0, []
    for mark in _MARKS.finditer(plain, start):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if depth == 0 and mark[0] not in "()":
            changes.append(plain[start : mark.start()])
            start = mark.end()
            if mark[0] != ",":
                break
    else:
        changes.append(plain[start:])
    columns = [_COLUMN.match(change.strip()) for change in changes]
    return frozenset(column[1].lower() for column in columns if column) if all(columns) else None


def _place_of(sql: str, column: str) -> int | None:
    """The parameter that an INSERT of one row writes into a column; None when it can't be told."""
    match = _INSERTED.search(sql)
    if match is None or sql[match.end() :].lstrip().startswith(","):
        return None
    columns = [name.strip(' "`').lower() for name in match["columns"].split(",")]
    values = [value.strip() for value in match["row"].strip("()").split(",")]
    if column not in columns or len(columns) != len(values):
        return None
    at = columns.index(column)
    return values[:at].count("%s") if values[at] == "%s" and set(values) == {"%s"} else None


_remembered = lru_cache(maxsize=2000)(_look)
