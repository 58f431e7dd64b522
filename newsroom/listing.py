"""A listing as a visitor sees it: entries, facets with their counts, pages."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from newsroom.enums import ItemKind
from newsroom.models.item import NewsroomItem
from newsroom.shelf import Numbers, Shelf, TopicCount

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

    def around(self, name: str) -> tuple[str, str]:
        """What stands before and after a facet's value in the query string of this choice with one."""
        names = list(vars(self))
        place = names.index(name)
        before, after = (
            {other: value for other in part if (value := getattr(self, other))}
            for part in (names[:place], names[place + 1 :])
        )
        return "?" + urlencode(before | {name: ""}), "&" + urlencode(after) if after else ""


class Shelved:
    """The items of a list, of which only the asked part is fetched."""

    def __init__(self, shelf: Shelf, numbers: Numbers, choice: Choice) -> None:
        self._shelf, self._choice = shelf, choice
        self._numbers: Numbers = Counter({
            (kind, year): number
            for (kind, year), number in numbers.items()
            if choice.kind in ("", kind) and choice.year in ("", str(year))
        })  # fmt: skip

    def count(self) -> int:
        """How many there are."""
        return self._numbers.total()

    def __getitem__(self, part: slice) -> list[NewsroomItem]:
        return self._shelf.part(
            self._numbers,
            part.start,
            part.stop - part.start,
            kind=self._choice.kind,
            topic=self._choice.topic,
        )


def listing_context(shelf: Shelf, request: HttpRequest) -> dict:
    """What the listing templates need: `items`, `result_count`, `facets`, `choice`.

    Raises Http404 for a page after the last one.
    """
    choice = Choice.from_request(request)
    numbers, topics = shelf.numbers_and_topics(
        choice.topic, MOST_TOPICS, kind=choice.kind, year=choice.year
    )
    items = Shelved(shelf, numbers, choice)
    # It is asked for its length and for one part, as a queryset would be.
    paginator: Paginator = Paginator(items, ITEMS_PER_PAGE)  # type: ignore[arg-type]
    page = _page(paginator, request.GET.get("page", ""))
    facets = [_kinds(numbers, choice), _years(numbers, choice), _topics(topics, choice)]
    return {
        "items": page,
        "result_count": items.count(),
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


def _kinds(numbers: Numbers, choice: Choice) -> dict:
    counts: Counter[str] = Counter()
    for (kind, year), number in numbers.items():
        if choice.year in ("", str(year)):
            counts[kind] += number
    rows = [(kind, str(ItemKind(kind).label), counts[kind]) for kind in sorted(counts)]
    return _facet("kind", gettext("Kind"), choice, rows)


def _years(numbers: Numbers, choice: Choice) -> dict:
    counts: Counter[int] = Counter()
    for (kind, year), number in numbers.items():
        if choice.kind in ("", kind):
            counts[year] += number
    rows = [(str(year), str(year), counts[year]) for year in sorted(counts, reverse=True)]
    return _facet("year", gettext("Year"), choice, rows)


def _topics(rows: list[TopicCount], choice: Choice) -> dict:
    return _facet("topic", gettext("Topic"), choice, rows)


def _facet(name: str, label: str, choice: Choice, rows: list[tuple[str, str, int]]) -> dict:
    chosen, without = getattr(choice, name), choice.replaced(**{name: ""}).as_query()
    before, after = choice.around(name)
    options = [
        {
            "label": text,
            "value": value,
            "count": count,
            "url": without if value == chosen else before + quote_plus(value) + after,
            "is_selected": value == chosen,
        }
        for value, text, count in rows
    ]
    return {"name": name, "label": label, "options": options}
