"""What an answer refers to, fetched together and once.

Blocks, links, menus and cards each want a page, a picture, a document or a contact by its number.
`fetch()` gets many of one kind in one statement; who wants one of them afterwards finds it here.
Nothing is known outside a request that only reads, and what is known ends with it
(`visibility.remember`): then each `fetch()` asks the database.

Whether the public may see a page is not asked here but at the gate, of each page that is named.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import BigIntegerField, Model
from django.urls import get_script_prefix, get_urlconf, reverse
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages import dependencies, visibility
from pages.prepared import Prepared, places, spread

Kind = TypeVar("Kind", bound=Model)
#: How to get the rows of these numbers, in one statement.
Loader = Callable[[set[int]], Iterable[Any]]

#: Addresses of pages that are remembered: those of menus, and of what is read most.
MOST_ADDRESSES = 2_000
#: In the place of a number: what is known of all sites.
_ROOTS = "roots"
_loaders: dict[type[Model], Loader] = {}
_known: ContextVar[tuple[object, dict[type[Model], dict[int, Any]]] | None] = ContextVar(
    "pages_together_known", default=None
)


def loads(model: type[Model]) -> Callable[[Loader], Loader]:
    """Register how rows of a model are fetched; without, they are fetched as they are."""

    def register(loader: Loader) -> Loader:
        _loaders[model] = loader
        return loader

    return register


def fetch(model: type[Kind], ids: Iterable[int]) -> dict[int, Kind]:
    """The rows of these numbers, by number; one query for those that are not known yet."""
    wanted = set(ids)
    known = of_kind(model)
    if unknown := wanted - known.keys():
        load = _loaders.get(model)
        rows = load(unknown) if load else model._default_manager.filter(pk__in=unknown)
        keep(known, unknown, rows)
    return {pk: row for pk in wanted if (row := known.get(pk)) is not None}


def of_kind(model: type[Model]) -> dict[int, Any]:
    """What is known of a model by number, None for what is not there; empty outside a request."""
    scope = visibility.scope()
    if scope is None:
        return {}
    known = _known.get()
    if known is None or known[0] is not scope:
        known = (scope, {})
        _known.set(known)
    return known[1].setdefault(model, {})


def keep(known: dict[int, Any], asked: Iterable[int], rows: Iterable[Any]) -> None:
    """Remember rows, and of which numbers there are none."""
    known.update(dict.fromkeys(asked))
    known.update((row.pk, row) for row in rows)


def named(pages: PageQuerySet) -> list[Page]:
    """These pages with what it takes to name them: title, address, and what the gate wants."""
    return rooted(pages.select_related("public_address"))


def rooted(pages: Iterable[Page]) -> list[Page]:
    """These pages, told what the sites' home pages are. Those that were not fetched as their own
    type would ask the cache for them, each (`BasePage` asks `site_roots`).
    """
    rows = list(pages)
    roots = site_roots() if rows else []
    for row in rows:
        row._wagtail_cached_site_root_paths = roots
    return rows


def site_roots() -> list[Any]:
    """Wagtail's list of the sites' home pages, which it has in the cache; looked up once in a
    request.
    """
    known: dict[Any, Any] = of_kind(Site)
    if _ROOTS not in known:
        known[_ROOTS] = Site.get_site_root_paths()
    return known[_ROOTS]


def place_on_only_site(page: Page) -> tuple[int, str, str] | None:
    """What Wagtail's `get_url_parts` says of a page in the tree of the only site, in the only language,
    while a visitor is answered. None where Wagtail has to be asked: it would look up the view behind
    each address, which is a tenth of the work for a list.
    """
    if visibility.scope() is None or settings.WAGTAIL_I18N_ENABLED:
        return None
    roots = site_roots()
    if len(roots) != 1 or not page.url_path.startswith(roots[0].root_path):
        return None
    [root] = roots
    below = page.url_path[len(root.root_path) :]
    return root.site_id, root.root_url, _served(below, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=MOST_ADDRESSES)
def _served(below: str, *at: str | None) -> str:
    return reverse("wagtail_serve", args=(below,))


def know_site_roots(roots: list[Any]) -> None:
    """They came with something else, and need not be looked up in this request."""
    of_kind(Site)[_ROOTS] = roots  # type: ignore[index,assignment]


def public_pages(ids: Iterable[int]) -> dict[int, Page]:
    """The public ones among these pages, by number, as `named()` gets them."""
    return {page.pk: page for page in gated(fetch(Page, ids).values())}


def gated(pages: Iterable[Page]) -> list[Page]:
    """Those of the pages that the public may see now; the gate looks at the tree once for all."""
    with nullcontext() if visibility.scope() is not None else visibility.remember():
        return [page for page in pages if visibility.is_public(page)]


def _by_number(number: int) -> PageQuerySet:
    pages = Page.objects.filter(pk__in=places("pk", number, BigIntegerField())).order_by()
    return pages.select_related("public_address")


_numbered = Prepared(_by_number)


@loads(Page)
def _pages(ids: set[int]) -> list[Page]:
    number, values = spread("pk", ids)
    with dependencies.reading(*map(dependencies.name, ids)):
        return rooted(_numbered.ask(number, **values))
