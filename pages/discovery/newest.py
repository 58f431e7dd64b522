"""When a part of the sitemaps and what lies below a page were published last, at the same cost in
any archive.

The newest page is the first one in an index, so that the others are not looked at. The indexes are
Wagtail's table's own, and are made whenever migrations have run: SQLite forgets them when Wagtail
changes the table.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection
from django.db.models import Func, IntegerField, OuterRef, Q, Subquery, TextField
from django.db.models.expressions import F, RawSQL
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages import visibility
from pages.dependencies import NUMBERED_TOGETHER

#: So many page numbers make a part of the sitemaps.
PART = NUMBERED_TOGETHER
_TABLE = Page._meta.db_table
#: SQLite compares a column with an index over texts only.
_ABOVE = f"CAST(substr({{0}}, 1, length({{0}}) - {Page.steplen}) AS text)"
#: SQLite takes nothing for less than anything, and can't be told so.
_NEWEST_FIRST = {
    "postgresql": "last_published_at DESC NULLS LAST",
    "sqlite": "last_published_at DESC",
}
_newest_first = F("last_published_at").desc(nulls_last=True)


def make_indexes(**kwargs) -> None:
    """Receives `post_migrate`."""
    newest_first = _NEWEST_FIRST[connection.vendor]
    indexes = {
        "pages_newest_of_part": f"((id / {PART}), {newest_first}) WHERE live",
        "pages_newest_of_above": f"(({_ABOVE.format('path')}), {newest_first}) WHERE live",
        # For the admin's report of pages that are long unchanged.
        "pages_oldest": "(last_published_at)",
    }
    with connection.cursor() as cursor:
        for name, columns in indexes.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {_TABLE} {columns}")


def of_parts(pages: PageQuerySet, size: int) -> dict[int, datetime | None]:
    """The parts, of so many page numbers each, that have any of these pages, and when the newest of
    them was published; one query.
    """
    part = Func(F("pk"), template=f"(%(expressions)s / {size})", output_field=IntegerField())
    newest = (
        pages.alias(part=part)
        .filter(part=RawSQL("parts.number", ()))
        .order_by(_newest_first)
        .values("pk")[:1]
    )
    statement, parameters = newest.query.sql_with_params()
    # From the first page to that from which the next part begins, and so on.
    parts = f"""
        WITH RECURSIVE parts(number) AS (
            SELECT MIN(id) / {size} FROM {_TABLE}
            UNION ALL
            SELECT (SELECT MIN(id) / {size} FROM {_TABLE} WHERE id >= (number + 1) * {size})
            FROM parts WHERE number IS NOT NULL)
        SELECT ({statement}) FROM parts WHERE number IS NOT NULL"""  # noqa: S608
    found = Page.objects.filter(pk__in=RawSQL(parts, parameters)).order_by("pk")  # noqa: S611
    return {pk // size: changed for pk, changed in found.values_list("pk", "last_published_at")}


def below(listings: Iterable[Page]) -> dict[int, datetime]:
    """When the newest public page below each listing was published, by their numbers; one query for
    all.
    """
    paths = {page.path: page.pk for page in listings}
    if not paths:
        return {}
    above = Func(F("path"), template=_ABOVE.format("%(expressions)s"), output_field=TextField())
    newest = (
        visibility.public(Page.objects.alias(above=above).filter(above=OuterRef("path")))
        .order_by(_newest_first)
        .values("last_published_at")[:1]
    )
    somewhere_below = Q()
    for path in paths:
        somewhere_below |= Q(path__startswith=path)
    parents = Page.objects.filter(somewhere_below, numchild__gt=0).order_by()
    changes: dict[int, datetime] = {}
    for parent, changed in parents.annotate(newest=Subquery(newest)).values_list("path", "newest"):
        for path in _and_above(parent) if changed else ():
            if path in paths:
                changes[paths[path]] = max(changed, changes.get(paths[path], changed))
    return changes


def _and_above(path: str) -> Iterator[str]:
    for end in range(len(path), 0, -Page.steplen):
        yield path[:end]
