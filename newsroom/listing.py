"""A listing as a visitor sees it: entries, facets with their counts, pages."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest

from newsroom.enums import ItemKind
from newsroom.querysets import NewsroomItemQuerySet

ITEMS_PER_PAGE = 12
FIRST_YEAR, LAST_YEAR = 1900, 9998


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


def listing_context(queryset: NewsroomItemQuerySet, request: HttpRequest) -> dict:
    """What the listing templates need: `items`, `result_count`, `facets`, `choice`.

    `queryset` must have passed the gate.
    """
    choice = Choice.from_request(request)
    items = queryset.chosen(**vars(choice)).for_listing()
    page = Paginator(items, ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "items": page,
        "result_count": page.paginator.count,
        "facets": [facet for facet in _facets(queryset, choice) if facet["options"]],
        "choice": choice,
        "is_narrowed": choice != Choice(),
        "page_query": _page_query(choice, page),
    }


def _page_query(choice: Choice, page: PaginatorPage) -> str:
    query = choice.as_query()
    return query if query == "?" else query + "&"


def _facets(queryset: NewsroomItemQuerySet, choice: Choice) -> list[dict]:
    kinds = queryset.chosen(year=choice.year, topic=choice.topic).counts_by_kind()
    years = queryset.chosen(kind=choice.kind, topic=choice.topic).counts_by_year()
    topics = queryset.chosen(kind=choice.kind, year=choice.year).counts_by_topic()
    return [
        _facet("kind", "Kind", choice, [(k, ItemKind(k).label, n) for k, n in kinds.items()]),
        _facet(
            "year", "Year", choice, [(str(y), str(y), n) for y, n in sorted(years.items())[::-1]]
        ),
        _facet("topic", "Topic", choice, list(topics)),
    ]


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
