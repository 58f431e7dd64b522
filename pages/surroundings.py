"""What stands around a page, asked for once in a request.

The head of a page, its breadcrumb and its structured data name the same pages above it; the header
and the structured data lead to the same search page. Every page named here has passed the gate.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from wagtail.models import Page, Site

from pages import clock, languages, permalinks, visibility
from pages.models import BasePage, SearchPage
from pages.navigation import Entry

T = TypeVar("T")


def public_ancestors(page: Page, request: HttpRequest | None = None) -> list[Entry]:
    """The public pages above one, from the home page down; one query in a request."""
    if not getattr(page, "path", ""):
        return []
    return _once(request, ("above", page.path), lambda: _public_ancestors(page))


def search_address(request: HttpRequest | None) -> str:
    """The address of the search page in the language of the answer; empty when there is none."""
    if request is None:
        return ""
    return _once(request, ("search",), lambda: _search_address(request, languages.spoken))


def search_address_of_site(request: HttpRequest) -> str:
    """The address of the site's first search page, in any language; empty when there is none."""
    return _search_address(request, lambda pages: pages.order_by("path"))


def versions(page: BasePage, request: HttpRequest) -> list[languages.Version]:
    """The page in the languages of the site; empty while the public can read one only."""
    if not languages.are_on():
        return []
    return _once(request, ("languages", page.pk), lambda: languages.versions(page, request))


def _public_ancestors(page: Page) -> list[Entry]:
    ancestors = Page.objects.ancestor_of(page).filter(depth__gt=1).order_by("depth")
    rows = visibility.public(ancestors).select_related("public_address")
    return [Entry(row.title, permalinks.address_of(row)) for row in rows]


def _search_address(request: HttpRequest, chosen: Callable[[Any], Any]) -> str:
    site = Site.find_for_request(request)
    if site is None:
        return ""
    page = visibility.public(chosen(languages.in_site(SearchPage.objects, site))).first()
    return page.get_url(request) if page else ""


def _once(request: HttpRequest | None, question: tuple, ask: Callable[[], T]) -> T:
    if request is None:
        return ask()
    known: dict[tuple, Any] = request.__dict__.setdefault("known_surroundings", {})
    # Inside clock.at() the instant differs, and so does the answer.
    key = (*question, clock.fixed_instant())
    if key not in known:
        known[key] = ask()
    return known[key]
