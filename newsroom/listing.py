"""A listing as a visitor sees it: entries, facets with their counts, pages."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext

from newsroom.enums import ItemKind
from newsroom.querysets import NewsroomItemQuerySet

ITEMS_PER_PAGE = 12
FIRST_YEAR, LAST_YEAR = 1900, 9998
#: Topics to choose among: those with the most items.
MOST_TOPICS = 50


@dataclass(frozen=True)
class Choice:
    """What a visitor asked for; anything unknown counts as not asked."""

    kind: str = ""
    year: str = ""
    topic: str = ""

    @classmethod
    def from_request(cls, request: HttpRequest) -> "Choice":
        kind = request.GET.get("kind", "")
        year = request.GET.get("year", "")
        topic = request.GET.get("topic", "").replace("\x00", "")[:100]
        known_year = (
            year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR
        )
        return cls(kind if kind in ItemKind else "", year[:4] if known_year else "", topic)

    def replaced(self, **change: str) -> "Choice":
        return Choice(**(vars(self) | change))

    def as_query(self) -> str:
        """The query string of this choice, without empty parts."""
        chosen = {name: value for name, value in vars(self).items() if value}
        return "?" + urlencode(chosen) if chosen else "?"


class CountedPaginator(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, object_list: Any, per_page: int, count: int) -> None:
        super().__init__(object_list, per_page)
        self._known = count

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        return self._known


def listing_context(queryset: NewsroomItemQuerySet, request: HttpRequest) -> dict:
    """What the listing templates need: `items`, `result_count`, `facets`, `choice`.

    `queryset` must have passed the gate. Raises Http404 for a page after the last one.
    """
    choice = Choice.from_request(request)
    table = queryset.chosen(topic=choice.topic).counts_by_kind_and_year()
    count = sum(
        number
        for (kind, year), number in table.items()
        if choice.kind in ("", kind) and choice.year in ("", str(year))
    )
    items = queryset.chosen(**vars(choice)).for_listing()
    page = _page(CountedPaginator(items, ITEMS_PER_PAGE, count), request.GET.get("page", ""))
    facets = [_kinds(table, choice), _years(table, choice), _topics(queryset, choice)]
    return {
        "items": page,
        "result_count": count,
        "facets": [facet for facet in facets if facet["options"]],
        "choice": choice,
        "is_narrowed": choice != Choice(),
    }


def _page(paginator: Paginator, asked: str) -> PaginatorPage:
    """The asked page; the first one for what is no page number."""
    if not (asked.isascii() and asked.isdecimal()) or int(asked[:20]) == 0:
        return paginator.page(1)
    # Longer than any number of pages, so that nothing is counted with huge numbers.
    number = int(asked) if len(asked) <= 9 else paginator.num_pages + 1
    if number > paginator.num_pages:
        raise Http404
    return paginator.page(number)


Table = dict[tuple[str, int], int]


def _kinds(table: Table, choice: Choice) -> dict:
    counts: Counter[str] = Counter()
    for (kind, year), number in table.items():
        if choice.year in ("", str(year)):
            counts[kind] += number
    rows = [(kind, str(ItemKind(kind).label), counts[kind]) for kind in sorted(counts)]
    return _facet("kind", gettext("Kind"), choice, rows)


def _years(table: Table, choice: Choice) -> dict:
    counts: Counter[int] = Counter()
    for (kind, year), number in table.items():
        if choice.kind in ("", kind):
            counts[year] += number
    rows = [(str(year), str(year), counts[year]) for year in sorted(counts, reverse=True)]
    return _facet("year", gettext("Year"), choice, rows)


def _topics(queryset: NewsroomItemQuerySet, choice: Choice) -> dict:
    chosen = queryset.chosen(kind=choice.kind, year=choice.year)
    rows = chosen.most_frequent_topics(MOST_TOPICS, always=choice.topic)
    return _facet("topic", gettext("Topic"), choice, rows)


def _facet(name: str, label: str, choice: Choice, rows: list[tuple[str, str, int]]) -> dict:
    chosen = getattr(choice, name)
    options = [
        {
            "label": text,
            "value": value,
            "count": count,
            "url": choice.replaced(**{name: "" if value == chosen else value}).as_query(),
            "is_selected": value == chosen,
        }
        for value, text, count in rows
    ]
    return {"name": name, "label": label, "options": options}
