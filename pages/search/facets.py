"""What results can be narrowed by: kind, year, and what other applications add, such as topics."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

from pages.models.base import BasePage
from pages.search.databases import Candidate

#: Of a facet with more values, those with the most results are offered.
MAX_OPTIONS = 12
MAX_VALUE = 100

#: For ids of pages, rows of (page, value, label); one query.
Values = Callable[[list[int]], Iterable[tuple[int, str, str]]]


@dataclass(frozen=True)
class Extra:
    """A facet from another application."""

    name: str
    label: str | Promise
    values: Values


_extras: list[Extra] = []


def offer(name: str, label: str | Promise, values: Values) -> None:
    """Add a facet; an application calls this once, when it is ready."""
    _extras.append(Extra(name, label, values))


def names() -> list[str]:
    return ["kind", "year", *(extra.name for extra in _extras)]


def chosen_in(parameters: QueryDict) -> dict[str, str]:
    """What an address chooses, by the name of the facet; the last of repeated ones counts."""
    chosen = {name: parameters.get(name, "").strip()[:MAX_VALUE] for name in names()}
    return {name: value for name, value in chosen.items() if value}


@dataclass
class Facet:
    """One facet over the candidates of a search."""

    name: str
    label: str | Promise
    #: The values of each page.
    values: dict[int, list[str]] = field(default_factory=dict)
    labels: dict[str, str | Promise] = field(default_factory=dict)
    #: Whether options stand by their value, the greatest first, instead of by their label.
    is_newest_first: bool = False

    def add(self, rows: Iterable[tuple[int, str, str | Promise]]) -> None:
        """Learn of pages, values and their labels."""
        for page, value, label in rows:
            self.values.setdefault(page, []).append(value)
            self.labels[value] = label

    def matches(self, page: int, value: str) -> bool:
        return value in self.values.get(page, ())


def facets_of(candidates: list[Candidate]) -> list[Facet]:
    """The facets that tell these candidates apart or hold them together."""
    kind = Facet("kind", _("Kind"))
    year = Facet("year", _("Year"), is_newest_first=True)
    labels = kind_labels()
    kind.add((one.page, one.kind, labels.get(one.kind, one.kind)) for one in candidates)
    years = [(one.page, str(one.year)) for one in candidates if one.year is not None]
    year.add((page, value, value) for page, value in years)
    facets = [kind, year]
    ids = [candidate.page for candidate in candidates]
    for extra in _extras:
        facet = Facet(extra.name, extra.label)
        facet.add(extra.values(ids) if ids else ())
        facets.append(facet)
    return facets


def known(facets: list[Facet], chosen: dict[str, str]) -> dict[str, str]:
    """What was chosen and occurs; anything else counts as not chosen."""
    return {
        facet.name: value
        for facet in facets
        if (value := chosen.get(facet.name, "")) in facet.labels
    }


def narrowed(
    candidates: list[Candidate], facets: list[Facet], chosen: dict[str, str]
) -> list[Candidate]:
    """The candidates that have everything that was chosen."""
    asked = [(facet, chosen[facet.name]) for facet in facets if facet.name in chosen]
    if not asked:
        return candidates
    return [
        candidate
        for candidate in candidates
        if all(facet.matches(candidate.page, value) for facet, value in asked)
    ]


def as_component(
    facets: list[Facet], candidates: list[Candidate], chosen: dict[str, str], text: str
) -> list[dict]:
    """The facets as `components/facets.html` takes them, each counted under the other choices."""
    shown = []
    for facet in facets:
        others = {name: value for name, value in chosen.items() if name != facet.name}
        counts = Counter(
            value
            for candidate in narrowed(candidates, facets, others)
            for value in facet.values.get(candidate.page, ())
        )
        picked = chosen.get(facet.name)
        # One kind or one year that everything has narrows nothing.
        if counts and (len(facet.labels) > 1 or facet.name not in ("kind", "year")):
            options = [
                _option(facet, value, counts[value], others, picked, text)
                for value in _offered(facet, counts, picked)
            ]
            shown.append({"name": facet.name, "label": facet.label, "options": options})
    return shown


def kind_labels() -> dict[str, str | Promise]:
    """What visitors call each kind of page, by the value that addresses carry."""
    kinds = (model.search_kind() for model in get_page_models() if issubclass(model, BasePage))
    return dict(kinds)


def _offered(facet: Facet, counts: Counter, picked: str | None) -> list[str]:
    offered = [value for value, _ in counts.most_common(MAX_OPTIONS)]
    if picked and picked not in offered:
        offered.append(picked)
    if facet.is_newest_first:
        return sorted(offered, reverse=True)
    return sorted(offered, key=lambda value: str(facet.labels[value]).casefold())


def _option(
    facet: Facet, value: str, count: int, others: dict[str, str], picked: str | None, text: str
) -> dict:
    is_selected = value == picked
    query = {"q": text, **others} | ({} if is_selected else {facet.name: value})
    return {
        "label": facet.labels[value],
        "value": value,
        "count": count,
        "url": "?" + urlencode(query),
        "is_selected": is_selected,
    }
