"""When something is due next, by the database's clock. One short statement, for every request."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.apps import apps
from django.db import connection, models
from django.utils.dateparse import parse_datetime
from wagtail.models import DraftStateMixin, Page, Revision

from newsroom.releases.enums import Status
from newsroom.releases.models import Release, UnitFailure
from pages import clock

#: An index is used for a range, but on SQLite not for "IS NOT NULL".
LONG_AGO = "'1970-01-01'"


@dataclass(frozen=True)
class Moment:
    """The present by the database's clock, and the instant at which something is due next."""

    now: datetime
    next_due: datetime | None

    @property
    def is_due(self) -> bool:
        """Whether something is due and undone. What failed counts from its next attempt on."""
        return self.next_due is not None and self.next_due <= self.now


def moment() -> Moment:
    """The present, and when a release or a scheduled version is due. Expiries are not in it: the
    gate hides an expired page by itself.
    """
    return _moment(_columns())


def moment_with_expiries() -> Moment:
    """The same, with the expiries of pages and snippets."""
    return _moment([*_columns(), *_expiry_columns()])


def next_instant() -> datetime | None:
    """When something is due next, expiries and further attempts included; None when nothing is."""
    return moment_with_expiries().next_due


def draft_models() -> list[type[models.Model]]:
    """Pages, and every kind of snippet that can be a draft."""
    snippets = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    # A kind that inherits from another one in the database has its row there.
    roots = [model for model in snippets if not (set(model._meta.parents) & set(snippets))]
    return [Page, *roots]


def _moment(columns: list[str]) -> Moment:
    now, *instants = clock.database_now_with(", ".join(columns))
    return Moment(now, min(filter(None, map(_instant, instants)), default=None))


@cache
def _columns() -> list[str]:
    return [
        _earliest("release", Release, "instant", f"o.status = '{Status.APPROVED.value}'"),
        _earliest("revision", Revision, "approved_go_live_at"),
        # A unit that failed is due at its next attempt, whatever its instant was.
        f"(SELECT MIN(next_attempt_at) FROM {_table(UnitFailure)})",  # noqa: S608
    ]


@cache
def _expiry_columns() -> list[str]:
    return [
        _earliest(f"expiry:{model._meta.label_lower}", model, "expire_at", "o.live")
        for model in draft_models()
    ]


def _earliest(kind: str, model: type[models.Model], date: str, condition: str = "TRUE") -> str:
    """SQL for the first of these dates, of rows that have not failed."""
    # Nothing but names of our own tables and columns is put into the text.
    return (
        f"(SELECT MIN(o.{date}) FROM {_table(model)} o "  # noqa: S608
        f"WHERE {condition} AND o.{date} >= {LONG_AGO} AND NOT EXISTS ("
        f"SELECT 1 FROM {_table(UnitFailure)} f WHERE f.key = '{kind}:' || o.{_key(model)}))"
    )


def _key(model: type[models.Model]) -> str:
    assert model._meta.pk is not None  # noqa: S101
    return connection.ops.quote_name(str(model._meta.pk.column))


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _instant(value: datetime | str | None) -> datetime | None:
    # SQLite gives the text that Django wrote, which is in UTC.
    if not isinstance(value, str):
        return value
    parsed = parse_datetime(value)
    return parsed.replace(tzinfo=UTC) if parsed else None
