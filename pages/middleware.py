"""What surrounds every request: one moment for the gate, and redirects that keep secrets."""

from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from pages import visibility

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


class GatedRedirectMiddleware:
    """Answers an address that is not found with its redirect, if it has one.

    Unlike Wagtail's own, it keeps silent while the target page is not public: the redirect would
    give away the address of a page that nobody may know of yet.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        return self._redirect(request) or response

    def _redirect(self, request: HttpRequest) -> HttpResponse | None:
        full = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        bare = Redirect.normalise_path(request.path, decode_unicode=False)
        for address in dict.fromkeys([full, bare]):
            redirect = get_redirect(request, address)
            if redirect is None or redirect.link is None:
                continue
            page = redirect.redirect_page
            if page is not None and not visibility.is_served(page):
                continue
            if redirect.is_permanent:
                return HttpResponsePermanentRedirect(redirect.link)
            return HttpResponseRedirect(redirect.link)
        return None
