"""Rows of another table as one value of a query, so that what belongs to a page comes with it."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import JSONField, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime


class Rows(Subquery):
    """The rows of a queryset as a list of mappings; None or empty when there are none.

    `columns` name what is wanted of each row, by the names that the mapping shall have. The order
    is not promised: who wants one sorts.
    """

    output_field = JSONField()

    def __init__(self, queryset, **columns: str) -> None:
        super().__init__(queryset.values(in_json=JSONObject(**columns)))

    def as_sqlite(self, compiler, connection, **extra: Any):
        template = "(SELECT json_group_array(json(rows.in_json)) FROM (%(subquery)s) rows)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler, connection, **extra: Any):
        template = "(SELECT jsonb_agg(rows.in_json) FROM (%(subquery)s) rows)"
        return self.as_sql(compiler, connection, template=template, **extra)


def instant(text: str) -> datetime:
    """An instant as a database writes it in JSON: SQLite names no zone, and means UTC."""
    read = parse_datetime(text)
    if read is None:
        raise ValueError(f"no instant: {text!r}")
    return read if timezone.is_aware(read) else read.replace(tzinfo=UTC)
