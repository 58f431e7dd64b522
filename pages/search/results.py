"""One search from the typed text to a page of results."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import F
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages import permalinks, visibility
from pages.models.search_index import SearchEntry
from pages.search import databases, facets, highlights, spelling
from pages.search.databases import Candidate
from pages.search.databases.base import IN_BODY, IN_TITLE, MAX_RANKED
from pages.search.query import Query, parse
from pages.search.words import may_hold, tokens

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """A page as the list of results shows it."""

    address: str
    kind: str
    kind_label: str | Promise
    date: date | None
    #: What other applications tell of it, by the names under which they do.
    told: dict[str, Any]
    title: SafeString
    excerpt: SafeString
    #: The titles of the pages above it, from the top.
    trail: list[str]


@dataclass(frozen=True)
class Results:
    """What a search found, the best first."""

    #: What was typed, and what was searched for instead of it, if that found nothing.
    asked: Query = field(default_factory=Query)
    query: Query = field(default_factory=Query)
    matches: list[Candidate] = field(default_factory=list)
    #: As the facet component takes them.
    facets: list[dict] = field(default_factory=list)
    #: Whether there are more than were looked at.
    is_capped: bool = False
    #: Whether it took too long.
    has_failed: bool = False

    @property
    def is_corrected(self) -> bool:
        return self.query.text != self.asked.text

    @property
    def is_partial(self) -> bool:
        """Whether the pages have only some of the words."""
        return self.query.is_any


_told: dict[str, F] = {}


def tell(name: str, column: str) -> None:
    """Let results carry a column of another application; an application calls this once, when it
    is ready. `column` is looked up from a `SearchEntry`.
    """
    _told[name] = F(column)


def search(
    text: str,
    chosen: dict[str, str] | None = None,
    within: str = "",
    among: PageQuerySet | None = None,
) -> Results:
    """Public pages for what a visitor typed.

    `chosen` narrows by facets, by their names; `within` is the tree path that pages lie below,
    `among` the pages that are looked at, which must have passed the gate. Any text gets an answer.
    """
    asked = parse(text)
    if not asked:
        return Results(asked, asked)
    public = _statement(_public(within) if among is None else among)
    database = databases.of_this_site()
    try:
        with database.time_limit():
            query, found = _answer(asked, public)
            of_them = facets.facets_of(found)
    except DatabaseError as error:
        logger.warning("A search was given up: %s", type(error).__name__)
        return Results(asked, asked, has_failed=True)
    picked = facets.known(of_them, chosen or {})
    return Results(
        asked,
        query,
        matches=_ranked(facets.narrowed(found, of_them, picked), query),
        facets=facets.as_component(of_them, found, picked, asked.text),
        is_capped=len(found) >= MAX_RANKED,
    )


class ResultPaginator(Paginator):
    """Makes entries of the matches on one page, with highlights, in a fixed number of queries."""

    def __init__(self, results: Results, per_page: int) -> None:
        super().__init__(results.matches, per_page)
        self.query = results.query

    def page(self, number):
        page = super().page(number)
        page.object_list = shown(page.object_list, self.query)
        return page


def shown(matches: Iterable[Candidate], query: Query) -> list[Result]:
    """Matches with what is shown of their pages, and highlights; asks the gate once more.

    Two queries: of what type a page is makes no difference.
    """
    ids = [match.page for match in matches]
    if not ids:
        return []
    public = visibility.public(Page.objects.filter(pk__in=ids))
    rows = SearchEntry.objects.filter(page__in=public).select_related("page__public_address")
    entries = {entry.pk: entry for entry in rows.annotate(**_told)}
    trails = _trails([entry.page for entry in entries.values()])
    labels = facets.kind_labels()
    return [
        Result(
            address=permalinks.address_of(entry.page) or "",
            kind=entry.kind,
            kind_label=labels.get(entry.kind, entry.kind),
            date=entry.date,
            told={name: getattr(entry, name) for name in _told},
            title=highlights.marked(entry.title, query),
            excerpt=highlights.excerpt(entry.summary, entry.body, query),
            trail=trails[entry.pk],
        )
        for entry in map(entries.get, ids)
        if entry is not None
    ]


def _answer(asked: Query, public: tuple[str, tuple]) -> tuple[Query, list[Candidate]]:
    """The first reading of the query that finds something: as it is typed, with its last word
    unfinished, with slips mended, with some of its words.
    """
    find = databases.of_this_site().find
    if found := find(asked, public):
        return asked, found
    opened = asked.with_open_end()
    if opened and (found := find(opened, public)):
        return opened, found
    mended = spelling.corrected(asked, lambda query: len(find(query, public)))
    if mended and (found := find(mended, public)):
        return mended, found
    loose = asked.with_any_word()
    if loose and (found := find(loose, public)):
        return loose, found
    return asked, []


def _ranked(found: list[Candidate], query: Query) -> list[Candidate]:
    """The best first: what is called exactly so, then by the weightiest place that holds it all,
    then by how much of the title it is. Only in texts does it count how often words occur: of two
    titles that fit alike the newer page is wanted, not the shorter one.
    """
    keys = [key for phrase in query.phrases for key in phrase.keys]
    wanted = set(keys)

    def worth(match: Candidate) -> tuple:
        date = match.date.isoformat() if match.date else ""
        if query.is_any:
            return round(match.rank, 6), date, match.page
        title = _keys(match.title) if may_hold(match.title, wanted) else []
        named = len(wanted.intersection(title))
        share = named / len(title) if match.place == IN_TITLE and title else named
        rank = round(match.rank, 6) if match.place == IN_BODY else 0
        return title == keys, match.place, share, rank, date, match.page

    return sorted(found, key=worth, reverse=True)


def _keys(title: str) -> list[str]:
    return [token.key for token in tokens(title) if not token.is_joined]


def _public(within: str) -> PageQuerySet:
    """The pages that may be found."""
    pages = Page.objects.filter(depth__gt=1)
    return visibility.public(pages.filter(path__startswith=within) if within else pages)


def _statement(pages: PageQuerySet) -> tuple[str, tuple]:
    """The statement that selects the ids of these pages, as `public_id`."""
    return pages.order_by().values(public_id=F("pk")).query.sql_with_params()


def _trails(pages: list[Page]) -> dict[int, list[str]]:
    """The titles of the public pages between the home page and each page; one query."""
    step = Page.steplen
    paths = {page.path[:end] for page in pages for end in range(3 * step, len(page.path), step)}
    rows = visibility.public(Page.objects.filter(path__in=paths)).values_list("path", "title")
    titles = dict(rows) if paths else {}
    return {
        page.pk: [
            titles[page.path[:end]]
            for end in range(3 * step, len(page.path), step)
            if page.path[:end] in titles
        ]
        for page in pages
    }
