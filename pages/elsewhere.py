"""What an address answers where nothing is found: its redirect, or where its page is now.

Unlike Wagtail's own middleware, this keeps silent while the target page is not public, also when its
address was typed by hand: the redirect would give away a page that nobody may know of yet.
"""

from collections.abc import Callable
from copy import copy
from functools import wraps
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

from pages import dependencies, former_places, permalinks, visibility

View = Callable[..., HttpResponse]
#: None, when it has nothing to say of the address.
Answer = Callable[[HttpRequest], HttpResponse | None]
_answers: list[Answer] = []


def ask_too(answer: Answer) -> Answer:
    """Ask this one as well, after those that were named before."""
    _answers.append(answer)
    return answer


def answer(request: HttpRequest) -> HttpResponse | None:
    """What is known of an address at which nothing was found."""
    if "\x00" in request.path:
        return None
    return next((given for ask in _answers if (given := ask(request)) is not None), None)


def or_elsewhere(view: View) -> View:
    """Let a view that finds nothing answer with what is known of the address.

    Asked later, in another state of the database, it might say that the page which has just come to
    this address is still to be found elsewhere.
    """

    @wraps(view)
    def looking(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if (given := answer(request)) is None:
                raise
            return given

    return looking


@ask_too
def _redirect(request: HttpRequest) -> HttpResponse | None:
    for redirect in _redirects_of(request):
        link = _link_of(redirect)
        if link is None or not _may_be_told(redirect, request):
            continue
        return (HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect)(
            link
        )
    return None


@ask_too
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


def _link_of(redirect: Redirect) -> str | None:
    """Where a redirect leads: of the page that it names, the address counts."""
    target = redirect.redirect_page_id
    with dependencies.reading(*([dependencies.name(target)] if target else [])):
        return redirect.link


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
