"""The public views that are not a page of their own."""

from urllib.parse import urlencode

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve_chain

from pages import elsewhere, languages, marks, permalinks, site_of_request, surroundings, theme
from pages.discovery import robots
from pages.site_settings import SiteSettings
from pages.snapshot import in_one_state


@in_one_state
@elsewhere.or_elsewhere
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a public address: the page, a redirect to its one right spelling, what is
    known of an address at which there is no page, or 404.

    `path` is what the catch-all pattern matched; routing reads `request.path`, which is the same
    with its leading slash.
    """
    site_of_request.fetch(request)
    found = permalinks.find(request)
    page: Page = found.page
    if found.redirect_to is not None:
        return HttpResponsePermanentRedirect(found.redirect_to)
    on_serve = serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        on_serve = wrap(on_serve)
    for before in hooks.get_hooks("before_serve_page"):
        answer = before(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    return robots.mark(marks.put_on(on_serve(page, request, [], {}), page), request)


def theme_css(request: HttpRequest) -> HttpResponse:
    """The site's accent colour and address as custom properties.

    The address carries a fingerprint of what it says (`theme.address`), so an answer can be kept
    for a year.
    """
    site_of_request.fetch(request)
    settings = SiteSettings.for_request(request) if Site.find_for_request(request) else None
    css = settings.theme if settings else theme.stylesheet(theme.DEFAULT_ACCENT)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    if request.GET.get("v") == theme.fingerprint(css):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        # Colours that are a minute old give nothing away.
        response["Cache-Control"] = (
            "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400"
        )
    return response


@in_one_state
def to_search(request: HttpRequest) -> HttpResponse:
    """Send to the search page in the language of the address, with the words; to the one of the
    site where that language has none, to the home page where there is none at all.

    The error pages ask nothing of the database, so they can't name the search page themselves.
    """
    if request.path_info != reverse("to_search"):
        # The pattern takes any first part before it.
        raise Http404
    address = surroundings.search_address(request) or surroundings.search_address_of_site(request)
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    query = "?" + urlencode({"q": words}) if address and words else ""
    home = languages.prefix(languages.current()) + "/"
    return HttpResponseRedirect((address or home) + query)
