"""The one gate: may the public see this page now?

A page is public when it and every page above it are live, carry no access restriction, have no
`go_live_at` in the future and no `expire_at` in the past. Listings, feeds, search, the sitemap,
menus, related items, internal links, redirects and permalinks ask here and nowhere else;
`tests/test_architecture.py` fails on a way around it.

The tree is looked at once for each question: a short query names the pages that hide what lies
below them, and the queryset excludes those branches. `remember()` keeps that answer for the
length of one read-only request.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Q, QuerySet, Value
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from pages import clock, dependencies
from pages.prepared import Given, Prepared
from pages.rows import Rows


@dataclass(frozen=True)
class Branches:
    """Tree paths of the topmost pages that hide what lies below them."""

    #: Not live, or outside their dates.
    closed: tuple[str, ...]
    #: With an access restriction.
    restricted: tuple[str, ...]
    #: Either.
    hidden: tuple[str, ...]
    #: Not branches, but pages with nothing below them that are live and outside their dates.
    leaves: tuple[str, ...]


_memory: ContextVar[dict[datetime | None, Branches] | None] = ContextVar(
    "pages_visibility_memory", default=None
)
#: The hidden branches that a query is being prepared with.
_prepared_for: ContextVar[tuple[str, ...] | None] = ContextVar(
    "pages_visibility_prepared_for", default=None
)


class PreparedQuery:
    """A query that goes through the gate, built once for the branches that are hidden at a time
    (`pages.prepared`).
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        def gated(hidden: tuple[str, ...], *shape: Hashable) -> QuerySet:
            token = _prepared_for.set(hidden)
            try:
                return build(*shape)
            finally:
                _prepared_for.reset(token)

        self._query = Prepared(gated)

    def ask(self, *shape: Hashable, **values: Any) -> list[Any]:
        """The rows as the public may see them at `clock.now()`."""
        return self._query.ask(_branches().hidden, *shape, now=clock.now(), **values)


class PublicPageQuerySet(PageQuerySet):
    """The queryset of every page type: Wagtail's own, and the gate."""

    def public_now(self) -> "PublicPageQuerySet":
        """Only pages that the public may see at `clock.now()`."""
        return public(self)

    def for_visit(self) -> "PublicPageQuerySet":
        """With what a page type wants to know when one page is shown."""
        return self


def public(queryset):
    """Narrow any page queryset to what the public may see at `clock.now()`."""
    return queryset.filter(is_public_now())


def is_public_now() -> Q:
    """What a page fulfils that the public may see at `clock.now()`, for queries that ask for more
    than that.
    """
    paths = _prepared_for.get()
    # A query that is prepared is told the moment when it is asked.
    now: datetime | Given = Given("now", DateTimeField()) if paths is not None else clock.now()
    hidden = Q()
    for path in _branches().hidden if paths is None else paths:
        hidden |= Q(path__startswith=path)
    return _open_at(now) & ~hidden if hidden else _open_at(now)


def is_public(page: Page) -> bool:
    """Whether the public may see this page at `clock.now()`."""
    return is_open(page) and not _lies_in(page, _branches().hidden)


def is_served(page: Page) -> bool:
    """Whether the page's own address may answer: like `is_public`, but a page with an access
    restriction counts, because its address asks for the password or the log-in.
    """
    return is_open(page) and not _lies_in(page, _branches().closed)


def is_restricted(page: Page) -> bool:
    """Whether the page or one above it asks for a password or a log-in."""
    return _lies_in(page, _branches().restricted)


def is_in_hidden_branch(page: Page) -> bool:
    """Whether the page, or one above it, hides what lies below."""
    return _lies_in(page, _branches().hidden)


def hidden_below(page: Page) -> list[str]:
    """Tree paths of the pages below one that are stored as live and yet hidden, or hide what lies
    below them: for tables beside the pages that know only what is live.
    """
    branches = _branches()
    return [path for path in branches.hidden + branches.leaves if path.startswith(page.path)]


def is_open(page: Page) -> bool:
    """Whether the page itself is live and inside its dates, whatever lies above it."""
    now = clock.now()
    return bool(
        page.live
        and (page.go_live_at is None or page.go_live_at <= now)
        and (page.expire_at is None or page.expire_at > now)
    )


@contextmanager
def remember() -> Iterator[None]:
    """Ask for the hidden branches once inside the block. Only for a request that writes nothing."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


@contextmanager
def look_afresh() -> Iterator[None]:
    """Ask for the hidden branches each time inside the block, which changes them."""
    token = _memory.set(None)
    try:
        yield
    finally:
        _memory.reset(token)


def branches_beside() -> dict[str, Rows]:
    """The hidden branches as columns of a prepared query for something else, asked with `now`. What
    it finds in a row is for `know_branches`.
    """
    now = Given("now", DateTimeField())
    return {f"pages_{name}": Rows(pages, path="path") for name, pages in _questions(now).items()}


def know_branches(row: Any) -> None:
    """Remember the branches that came with a row, where they are remembered at all."""
    memory = _memory.get()
    if memory is not None:
        names = ("restricted", "closed", "coming", "past")
        found = {name: getattr(row, f"pages_{name}") or [] for name in names}
        paths = {name: [page["path"] for page in pages] for name, pages in found.items()}
        memory[clock.fixed_instant()] = _told(paths)


def scope() -> object | None:
    """What is the same as long as nothing changes for the gate; None while it looks each time."""
    return _memory.get()


def _open_at(now: datetime | Given) -> Q:
    started = Q(go_live_at__isnull=True) | Q(go_live_at__lte=now)
    unexpired = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    return Q(live=True) & started & unexpired


def _lies_in(page: Page, branches: tuple[str, ...]) -> bool:
    return any(page.path.startswith(path) for path in branches)


def _branches() -> Branches:
    if _prepared_for.get() is not None:
        raise RuntimeError("a query is prepared for hidden branches, not for those of one request")
    memory = _memory.get()
    if memory is None:
        return _look_for_branches()
    # Inside clock.at() the instant differs, and so does the answer.
    instant = clock.fixed_instant()
    if instant not in memory:
        memory[instant] = _look_for_branches()
    return memory[instant]


def _look_for_branches() -> Branches:
    questions = _questions(clock.now())
    parts = [
        pages.annotate(name=Value(name)).values_list("path", "name")
        for name, pages in questions.items()
    ]
    found: dict[str, list[str]] = {name: [] for name in questions}
    # A page that begins or ceases to hide others changes everything; who shows what lies below a
    # page, leaves among it, depends on that anyway.
    with dependencies.reading():
        for path, name in parts[0].union(*parts[1:], all=True):
            found[name].append(path)
    return _told(found)


def _questions(now: datetime | Given) -> dict[str, QuerySet[Page]]:
    """Which pages to look at. Each of these finds few rows by an index of its own
    (`pages.gate_indexes`). Joined to the restrictions, or asked for both ends of its dates at once,
    SQLite reads the whole table.
    """
    leaf = Q(numchild=0, live=True)
    questions = {
        "restricted": Q(pk__in=PageViewRestriction.objects.values("page")),
        "closed": Q(numchild__gt=0) & ~_open_at(now),
        "coming": leaf & Q(go_live_at__gt=now),
        "past": leaf & Q(expire_at__lte=now),
    }
    pages = Page.objects.filter(depth__gt=1).order_by()
    return {name: pages.filter(question) for name, question in questions.items()}


def _told(found: dict[str, list[str]]) -> Branches:
    return Branches(
        closed=_topmost(found["closed"]),
        restricted=_topmost(found["restricted"]),
        hidden=_topmost(found["closed"] + found["restricted"]),
        leaves=(*found["coming"], *found["past"]),
    )


def _topmost(paths: Iterable[str]) -> tuple[str, ...]:
    topmost: list[str] = []
    for path in sorted(set(paths)):
        if not topmost or not path.startswith(topmost[-1]):
            topmost.append(path)
    return tuple(topmost)
