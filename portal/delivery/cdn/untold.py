"""Changes that no signal tells of: `QuerySet.update()`, bulk operations, raw SQL, fast deletes, and
what `loaddata` writes. What they change nobody can say, so everything is purged.

Every statement passes by `counters.watching`, which says here what has changed something that visitors
see. These are told of by others:

- what `Model.save()` writes into the tables of its model, and a deletion into those of what it takes
  along: `noting` hears their signals;
- what is part of a declared change (`pages.dependencies`), in a table for which it can be declared:
  who declares it saves the page;
- where a page stands in the tree, which treebeard and Wagtail write for many at once: moving and
  renaming have signals. What the bulk writes of this project do in silence is listed below.

One note of a transaction is enough, and it is part of it: what is rolled back, to a savepoint too,
takes its note along.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.deletion import Collector
from wagtail.models import Page

from pages import dependencies
from portal.delivery.cdn import notes
from portal.delivery.counters import watching
from portal.delivery.counters.statements import Effect, text_of, updated_columns
from portal.delivery.counters.tables import DECLARED, PUBLIC, QUIET_COLUMNS

#: Tables of whose change caches have to be told.
TABLES = PUBLIC - notes.WITH_OTHERS
_PAGES = Page._meta.db_table
#: What is written in silence: columns that say where a page stands, of which signals tell, or how far
#: something has come that visitors see nothing of.
SILENT_COLUMNS = {
    "wagtailcore_page": frozenset({"path", "depth", "numchild", "url_path"}),
    "pages_relocation": frozenset({"done", "total", "refusal", "asked_at"}),
    "pages_filmposter": frozenset({"not_before", "attempts"}),
}
#: New rows of these change nothing, or come with a page that is saved: a film without its still, an
#: address at which there was nothing, what a page says of its own changes.
SILENT_INSERTS = frozenset({"newsroom_changenote", "pages_filmposter", "wagtailredirects_redirect"})
#: What changes tables, and nothing in them.
_DEFINING = frozenset({"CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE"})
_INSERTED = re.compile(
    r"\s*INSERT\s+(?:OR\s+\w+\s+)?INTO\s+[^(]+\((?P<columns>[^)]*)\)\s*(?P<how>\w+)",
    re.IGNORECASE,
)

#: The tables that a model is being saved to or deleted from.
_told: ContextVar[frozenset[str]] = ContextVar("cdn_told", default=frozenset())


def follow() -> None:
    """Look at what is written, and know of what is saved. Called once, when applications are ready."""
    notes.follow()
    watching.tell(see)
    Model.save_base = _saving(Model.save_base)  # type: ignore[method-assign]
    Collector.delete = _deleting(Collector.delete)  # type: ignore[method-assign]


def see(connection: BaseDatabaseWrapper, effect: Effect, sql: Any, params: Any) -> None:
    """A statement has changed something that visitors see; leaves a note unless it is told of."""
    if not notes.is_on() or not _is_untold(effect, sql, params):
        return
    if connection.in_atomic_block:
        mark = _marks.get()
        if mark is None or not any(mark is entry[1] for entry in connection.run_on_commit):
            notes.note(everything=True)
            _marks.set(mark := _Mark())
            transaction.on_commit(mark, using=connection.alias, robust=True)
    elif connection.get_autocommit():
        notes.note(everything=True)
    else:
        notes.note_by_hand()


class _Mark:
    """Among what is to run on commit for as long as the note is part of the transaction."""

    def __call__(self) -> None:
        pass


#: The mark of the last note, in each thread.
_marks: ContextVar[_Mark | None] = ContextVar("cdn_marks", default=None)


def _is_untold(effect: Effect, sql: Any, params: Any) -> bool:
    table, text = effect.table, text_of(sql)
    if not table:
        words = re.findall(r"\w+", text)
        is_definition = bool(words) and words[0].upper() in _DEFINING
        return not is_definition and not TABLES.isdisjoint(map(str.lower, words))
    if table not in TABLES or table in _told.get():
        return False
    if table in DECLARED and dependencies.current_change() is not None:
        return False
    columns = _columns_of(text) if text.lstrip()[:6].upper() == "UPDATE" else None
    if columns is not None:
        return not columns <= SILENT_COLUMNS.get(table, frozenset()) | QUIET_COLUMNS
    return not _is_silent_insert(table, text, params)


def _is_silent_insert(table: str, text: str, params: Any) -> bool:
    match = _INSERTED.match(text)
    if match is None:
        return False
    if table != _PAGES:
        # What a page's type adds to it is seen with its row there.
        return table in SILENT_INSERTS or table in _page_tables()
    columns = [name.strip(' "').lower() for name in match["columns"].split(",")]
    if "live" not in columns or not isinstance(params, Sequence):
        return False
    at, number = columns.index("live"), len(columns)
    if match["how"].upper() == "VALUES":
        # Drafts.
        return len(params) % number == 0 and not any(params[at::number])
    # All values of one column, then all of the next.
    return len(params) == number and isinstance(params[at], list) and not any(params[at])


_columns_of = lru_cache(maxsize=500)(updated_columns)


@lru_cache(maxsize=1)
def _page_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models() if issubclass(model, Page))


@contextmanager
def _telling(tables: Iterable[str]) -> Iterator[None]:
    token = _told.set(_told.get().union(tables))
    try:
        yield
    finally:
        _told.reset(token)


def _saving(stock: Callable) -> Callable:
    @wraps(stock)
    def save_base(row: Model, raw: bool = False, *args: Any, **kwargs: Any) -> None:
        if raw or not notes.is_on():
            return stock(row, raw, *args, **kwargs)
        with _telling(_tables_of(type(row))):
            return stock(row, raw, *args, **kwargs)

    return save_base


def _deleting(stock: Callable) -> Callable:
    @wraps(stock)
    def delete(collector: Collector) -> Any:
        if not notes.is_on():
            return stock(collector)
        models = {*collector.data, *(rows.model for rows in collector.fast_deletes)}
        # Columns that are emptied as what they named is gone.
        models |= {field.model for field, _ in collector.field_updates}
        with _telling(model._meta.db_table for model in models):
            return stock(collector)

    return delete


@lru_cache(maxsize=500)
def _tables_of(model: type[Model]) -> frozenset[str]:
    return frozenset(part._meta.db_table for part in (model, *model._meta.get_parent_list()))
