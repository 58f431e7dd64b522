"""Queries that are built and compiled once, and asked again and again with other values.

What a page asks for has the same shape each time: only numbers, paths and the moment differ. Built
anew for each answer, such a query costs more time in Python than the database needs to answer it.

A query is built with stand-ins in place of its values (`given`). Whatever else decides how it looks
is its shape, of which there are few; all that the builder reads has to be one or the other.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet, prefetch_related_objects
from django.db.models.sql.compiler import SQLCompiler

from pages.kept_plans import keep_plan, with_constants

#: So many shapes of a query are kept.
MOST_SHAPES = 100


class Given(Expression):
    """A stand-in for a value of a kind, filled in when the query is asked."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


@dataclass(frozen=True)
class _Ready:
    queryset: QuerySet
    compiler: SQLCompiler
    sql: str
    params: tuple
    converters: dict[int, Any]


class Prepared:
    """A query that `build` makes of a shape, with stand-ins for the values that it is asked with."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._ready: dict[tuple, _Ready] = {}

    def ask(self, *shape: Hashable, **values: Any) -> list[Any]:
        """The rows of one shape; the values have the names of the stand-ins."""
        ready = self._ready.get(shape) or self._prepare(shape)
        if not ready.sql:
            return []
        connection = connections[ready.queryset.db]
        params = tuple(
            one.output_field.get_db_prep_value(values[one.name], connection)
            if type(one) is Given
            else one
            for one in ready.params
        )
        with keep_plan(connection.cursor()) as cursor:
            cursor.execute(ready.sql, params)
            answer = _Answer(ready, cursor.fetchall(), connection)
        query = copy(ready.queryset.query)
        query.get_compiler = lambda *args, **kwargs: answer  # type: ignore[method-assign]
        kind = type(ready.queryset)
        asked = kind(model=ready.queryset.model, query=query, using=ready.queryset.db)
        asked._fields = ready.queryset._fields  # type: ignore[attr-defined]
        found: Any = ready.queryset._iterable_class(asked)  # type: ignore[attr-defined]
        rows = list(found)
        if lookups := ready.queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            prefetch_related_objects(rows, *lookups)
        return rows

    def _prepare(self, shape: tuple) -> _Ready:
        queryset = self._build(*shape)
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            # Nothing can be in this shape, such as one of an empty list.
            sql, params = "", ()
        sql, params = with_constants(sql, tuple(params), Given, connections[queryset.db])
        fields = [column[0] for column in compiler.select or ()]
        if len(self._ready) >= MOST_SHAPES:
            self._ready.clear()
        ready = self._ready[shape] = _Ready(
            queryset, compiler, sql, params, compiler.get_converters(fields)
        )
        return ready


class _Answer:
    """Rows that the database has answered with, in the place of the compiler that a queryset asks
    for them.
    """

    def __init__(self, ready: _Ready, rows: list[tuple], connection: BaseDatabaseWrapper) -> None:
        self.select = ready.compiler.select
        self.klass_info = ready.compiler.klass_info
        self.annotation_col_map = ready.compiler.annotation_col_map
        self._rows: Iterator = iter(rows)
        if ready.converters:
            compiler = copy(ready.compiler)
            compiler.connection = connection
            self._rows = compiler.apply_converters(rows, ready.converters)

    def execute_sql(self, *args: Any, **kwargs: Any) -> Iterator:
        return self._rows

    def results_iter(self, *args: Any, **kwargs: Any) -> Iterator:
        return self._rows


def places(name: str, number: int, field: Field) -> list[Given]:
    """Stand-ins for so many values of one kind, in a list."""
    return [Given(f"{name}_{place}", field) for place in range(number)]


def spread(name: str, found: Iterable[Any]) -> tuple[int, dict[str, Any]]:
    """How many stand-ins a list of these needs, and their values: none, or a power of two, so that
    there are few shapes. The last value fills up what is left.
    """
    listed = list(found)
    if not listed:
        return 0, {}
    number = 1 << (len(listed) - 1).bit_length()
    listed += [listed[-1]] * (number - len(listed))
    return number, {f"{name}_{place}": value for place, value in enumerate(listed)}
