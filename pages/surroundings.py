"""What stands around a page and what it refers to, asked for once in a request.

The head of a page, its breadcrumb and its structured data name the same pages above it; the header
and the structured data lead to the same search page; menu, footer and text link to pages and show
pictures. `look_around()` asks for all of it before the page is rendered, in one statement for each
kind of thing, however many there are. Every page named here has passed the gate.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, ForeignKey, Model, Q
from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages import clock, dependencies, languages, permalinks, pointers, together, visibility
from pages.media import renditions
from pages.models.media import SiteImage
from pages.navigation import Entry, Navigation
from pages.prepared import Prepared, places, spread
from pages.site_settings import SiteSettings

if TYPE_CHECKING:
    # The models ask here what stands around them.
    from pages.models import BasePage

T = TypeVar("T")
_SEARCH = ("search",)


def look_around(page: "BasePage", request: HttpRequest) -> None:
    """Fetch what a page, the menu and the footer refer to, and the pages above it."""
    if visibility.scope() is None:
        return
    things: list[Model] = [page]
    names = [model.get_cache_attr_name() for model in (SiteSettings, Navigation)]
    things += [request.__dict__[name] for name in names if name in request.__dict__]
    found = pointers.pointers_of(things)
    numbers, beside = found.pop(Page, set()), page.stands_beside()
    relations = page.beside_as if beside else ()
    _once_around(page, request, numbers | beside, relations)
    cards: list[Model] = list(page.cards())
    for row in together.fetch(Page, beside).values():
        more = [row._state.fields_cache.get(name) for name in relations]
        cards += filter(None, more)
    renditions.fetch_with_images(
        found.pop(SiteImage, set()) | pointers.pictures_of(things), pointers.pictures_of(cards)
    )
    things += cards
    for model, ids in found.items():
        together.fetch(model, ids)
    for thing in things:
        _hand_over(thing)


def _hand_over(thing: Model) -> None:
    """Give it the pages and pictures that its own fields name."""
    for field in thing._meta.concrete_fields:
        # What makes a page of a type one is no page that it names, also when it links to itself.
        if not isinstance(field, ForeignKey) or field.remote_field.parent_link:
            continue
        known, pk = together.of_kind(field.related_model), thing.__dict__.get(field.attname)
        if pk and (row := known.get(pk)):
            setattr(thing, field.name, row)


def public_ancestors(page: Page, request: HttpRequest | None = None) -> list[Entry]:
    """The public pages above one, from the home page down, as entries of a menu."""
    above = public_pages_above(page, request)
    return [Entry(row.title, permalinks.address_of(row)) for row in above]


def public_pages_above(page: Page, request: HttpRequest | None = None) -> list[Page]:
    """The public pages above one, from the home page down; one query in a request."""
    if not getattr(page, "path", ""):
        return []
    if request is None:
        above = Page.objects.filter(path__in=_paths_above(page)).order_by("depth")
        return together.gated(together.named(above))
    return _once_around(page, request)


def search_address(request: HttpRequest | None) -> str:
    """The address of the search page in the language of the answer; empty when there is none."""
    if request is None:
        return ""
    return once(request, _SEARCH, lambda: _search_address(request, languages.spoken))


def search_address_of_site(request: HttpRequest) -> str:
    """The address of the site's first search page, in any language; empty when there is none."""
    return _search_address(request, lambda pages: pages.order_by("path"))


def versions(page: "BasePage", request: HttpRequest) -> list[languages.Version]:
    """The page in the languages of the site; empty while the public can read one only."""
    if not languages.are_on():
        return []
    return once(request, ("languages", page.pk), lambda: languages.versions(page, request))


def _paths_above(page: Page) -> list[str]:
    steps = range(2 * page.steplen, len(page.path), page.steplen)
    return [page.path[:end] for end in steps]


def _once_around(
    page: Page, request: HttpRequest, ids: Iterable[int] = (), also_as: Iterable[str] = ()
) -> list[Page]:
    return once(
        request, ("above", page.path), lambda: _look_around(page, request, set(ids), also_as)
    )


def _look_around(
    page: Page, request: HttpRequest, ids: set[int], also_as: Iterable[str]
) -> list[Page]:
    """The public pages above one. The search page of the site is found on the way, so that the
    header need not ask for it, and so are the pages of these numbers.
    """
    site = Site.find_for_request(request)
    known = together.of_kind(Page)
    kind = ContentType.objects.get_for_model(_search_page())
    roots = tuple(languages.roots(site).values()) if site is not None else ()
    code = languages.current() if languages.are_on() else ""
    above, values = spread("above", _paths_above(page))
    others, numbers = spread("pk", unknown := ids - known.keys())
    relations = tuple(also_as)
    # Of pages that nobody knows yet, one can come up as the search page only.
    with dependencies.reading(dependencies.names_of(_search_page()._meta.model_name)):
        found = _around.ask(above, others, kind.pk, roots, code, relations, **values, **numbers)
        rows = together.rooted(found)
    for row in rows:
        says_more = any(row._state.fields_cache.get(name) for name in relations)
        dependencies.note((dependencies.page if says_more else dependencies.name)(row.pk))
    together.keep(known, unknown, rows)
    public = together.gated(rows)
    if site is not None:
        searches = (row for row in public if row.content_type_id == kind.pk)
        first = min(searches, key=lambda row: row.path, default=None)
        once(request, _SEARCH, lambda: permalinks.address_of(first) or "" if first else "")
    return [row for row in public if page.path.startswith(row.path) and row.path != page.path]


def _asked_around(
    above: int,
    others: int,
    kind: int,
    roots: tuple[str, ...],
    code: str,
    relations: tuple[str, ...],
) -> PageQuerySet:
    """So many pages by their path and by their number, and the search pages below these home pages,
    in a language.

    The number of their type stands in the query: the database knows how few pages have it, and would
    look at all pages for a type that it is not told.
    """
    wanted = Q(path__in=places("above", above, CharField()))
    wanted |= Q(pk__in=places("pk", others, BigIntegerField()))
    below = Q()
    for root in roots:
        below |= Q(url_path__startswith=root)
    if below:
        spoken = Q(locale__language_code=code) if code else Q()
        wanted |= Q(content_type=kind) & below & spoken
    pages = Page.objects.filter(wanted).order_by("depth")
    return pages.select_related("public_address", *relations)


_around = Prepared(_asked_around)


def _search_page() -> type[Page]:
    return apps.get_model("pages", "SearchPage")


def _search_address(request: HttpRequest, chosen: Callable[[Any], Any]) -> str:
    site = Site.find_for_request(request)
    if site is None:
        return ""
    page = visibility.public(chosen(languages.in_site(_search_page().objects, site))).first()
    return page.get_url(request) if page else ""


def once(request: HttpRequest | None, question: tuple, ask: Callable[[], T]) -> T:
    """The answer to a question about a page's surroundings, asked once in a request."""
    if request is None:
        return ask()
    known: dict[tuple, Any] = request.__dict__.setdefault("known_surroundings", {})
    # Inside clock.at() the instant differs, and so does the answer.
    key = (*question, clock.fixed_instant())
    if key not in known:
        known[key] = ask()
    return known[key]
