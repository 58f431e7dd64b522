"""What stands around a page, asked for once in a request.

The head of a page, its breadcrumb and its structured data name the same pages above it; the header
and the structured data lead to the same search page. Every page named here has passed the gate.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages import clock, languages, permalinks, visibility
from pages.models import BasePage, SearchPage
from pages.navigation import Entry

T = TypeVar("T")
_SEARCH = ("search",)


def public_ancestors(page: Page, request: HttpRequest | None = None) -> list[Entry]:
    """The public pages above one, from the home page down, as entries of a menu."""
    above = public_pages_above(page, request)
    return [Entry(row.title, permalinks.address_of(row)) for row in above]


def public_pages_above(page: Page, request: HttpRequest | None = None) -> list[Page]:
    """The public pages above one, from the home page down; one query in a request."""
    if not getattr(page, "path", ""):
        return []
    if request is None:
        return list(_above(page).select_related("public_address"))
    return once(request, ("above", page.path), lambda: _look_around(page, request))


def search_address(request: HttpRequest | None) -> str:
    """The address of the search page in the language of the answer; empty when there is none."""
    if request is None:
        return ""
    return once(request, _SEARCH, lambda: _search_address(request, languages.spoken))


def search_address_of_site(request: HttpRequest) -> str:
    """The address of the site's first search page, in any language; empty when there is none."""
    return _search_address(request, lambda pages: pages.order_by("path"))


def versions(page: BasePage, request: HttpRequest) -> list[languages.Version]:
    """The page in the languages of the site; empty while the public can read one only."""
    if not languages.are_on():
        return []
    return once(request, ("languages", page.pk), lambda: languages.versions(page, request))


def _above(page: Page) -> PageQuerySet:
    ancestors = Page.objects.ancestor_of(page).filter(depth__gt=1)
    return visibility.public(ancestors).order_by("depth")


def _look_around(page: Page, request: HttpRequest) -> list[Page]:
    """The public pages above one. The search page of the site is found on the way, so that the
    header need not ask for it.
    """
    site = Site.find_for_request(request)
    above = _above(page)
    if site is None:
        return list(above.select_related("public_address"))
    kind = ContentType.objects.get_for_model(SearchPage)
    search = languages.spoken(languages.in_site(Page.objects.filter(content_type=kind), site))
    found = (above | visibility.public(search)).select_related("public_address")
    rows = list(found)
    address = next((_address(row, request) for row in rows if row.content_type_id == kind.pk), "")
    once(request, _SEARCH, lambda: address)
    return [row for row in rows if page.path.startswith(row.path) and row.path != page.path]


def _address(row: Page, request: HttpRequest) -> str:
    own = getattr(row, "public_address", None)
    return own.encoded if own else row.get_url(request) or ""


def _search_address(request: HttpRequest, chosen: Callable[[Any], Any]) -> str:
    site = Site.find_for_request(request)
    if site is None:
        return ""
    page = visibility.public(chosen(languages.in_site(SearchPage.objects, site))).first()
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
