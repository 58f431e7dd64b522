"""What surrounds every request: one moment for the gate, one language, and what answers where nothing
is.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pages import elsewhere, languages, visibility

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


class ElsewhereMiddleware:
    """Answers an address that is not found with what is known of it: below the addresses that are
    not for pages. The view of pages has asked by itself, in the state in which it found none.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or (match and match.url_name == "wagtail_serve"):
            return response
        return elsewhere.answer(request) or response
