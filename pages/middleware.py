"""What surrounds every request: one moment for the gate, one language, and redirects that keep
secrets.
"""

from collections.abc import Callable
from copy import copy
from urllib.parse import unquote, urlsplit

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from pages import former_places, languages, permalinks, visibility

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestMomentMiddleware:
    """Lets the gate ask for the hidden branches of the tree once in a request that only reads."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with visibility.remember():
            return self.get_response(request)


class LanguageMiddleware:
    """Answers in the language of the address, also where nothing is found."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not languages.are_on():
            return self.get_response(request)
        with languages.of_address(request) as code:
            response = self.get_response(request)
        match = request.resolver_match
        if match and match.url_name == "wagtail_serve":
            response.headers.setdefault("Content-Language", languages.tag_of(code))
        return response


class GatedRedirectMiddleware:
    """Answers an address that is not found with its redirect, or where its page is now.

    Unlike Wagtail's own, it keeps silent while the target page is not public, also when its address
    was typed by hand: the redirect would give away a page that nobody may know of yet.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        return self._redirect(request) or _to_new_place(request) or response

    def _redirect(self, request: HttpRequest) -> HttpResponse | None:
        for redirect in _redirects_of(request):
            if redirect.link is None or not _may_be_told(redirect, request):
                continue
            if redirect.is_permanent:
                return HttpResponsePermanentRedirect(redirect.link)
            return HttpResponseRedirect(redirect.link)
        return None


def _to_new_place(request: HttpRequest) -> HttpResponse | None:
    """Where the page is now that was at this address, or below a page that was elsewhere."""
    site = Site.find_for_request(request)
    for page in former_places.pages_at(site, request.path) if site else []:
        address = page.specific.get_url(request) if visibility.is_served(page) else None
        # A page may have come back to where it was.
        if address and unquote(address) != request.path:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    return None


def _redirects_of(request: HttpRequest) -> list[Redirect]:
    """The redirects of the request's address, the one with the query string first."""
    full = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    bare = Redirect.normalise_path(request.path, decode_unicode=False)
    found = (get_redirect(request, address) for address in dict.fromkeys([full, bare]))
    return [redirect for redirect in found if redirect is not None]


def _may_be_told(redirect: Redirect, request: HttpRequest) -> bool:
    if redirect.redirect_page is not None:
        return visibility.is_served(redirect.redirect_page)
    target = urlsplit(redirect.link)
    if target.netloc and target.netloc != request.get_host():
        return True
    there = copy(request)
    there.path = there.path_info = unquote(target.path) or "/"
    there.META = {**request.META, "QUERY_STRING": target.query}
    try:
        if resolve(there.path).url_name != "wagtail_serve":
            return True
        permalinks.find(there)
    except Resolver404:
        return False
    except Http404:
        # An old address leads to another one; what that one tells is asked when it is.
        return bool(_redirects_of(there))
    return True
