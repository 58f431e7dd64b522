"""Public addresses asked for inside a stage, as a visitor who is not logged in asks for them.

The middleware that looks at what is due, at sessions and at headers is left out: the stage stands in
for the moment, and nobody sees the answer but the one who asked.
"""

import io
import logging
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import validate_host
from django.urls import resolve
from selectolax.lexbor import LexborHTMLParser
from wagtail.models import Site

from pages.middleware import ElsewhereMiddleware, LanguageMiddleware

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What a visitor gets at an address."""

    status: int
    location: str = ""
    content: str = ""
    error: str = ""
    """What the page's code raised, in one line."""

    @cached_property
    def html(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.content)


def visit(site: Site, address: str) -> Answer:
    """Ask for an address of the site; an error of the page's own code is part of the answer."""
    request = anonymous_request(site, address)
    try:
        response = LanguageMiddleware(ElsewhereMiddleware(_respond))(request)
    except Exception as error:
        # Whatever a template or a page's own code raises is what the visit was to find out.
        logger.info("%s can't be shown", address, exc_info=error)
        text = next(iter(str(error).splitlines()), "")
        return Answer(500, error=f"{type(error).__name__}: {text}"[:300])
    content = "" if response.streaming else response.content.decode(response.charset or "utf-8")
    return Answer(response.status_code, response.get("Location", ""), content)


def anonymous_request(site: Site, address: str) -> HttpRequest:
    """A GET of an address, path or whole, by somebody who is not logged in."""
    parts = urlsplit(address)
    request = WSGIRequest({
        "REQUEST_METHOD": "GET",
        # WSGI hands on the decoded bytes as if they were Latin-1.
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": _host_of(site),
        "SERVER_PORT": str(site.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "https" if site.port == 443 else "http",
        "wsgi.input": io.BytesIO(),
    })  # fmt: skip
    request.user = AnonymousUser()
    request.session = SessionStore()
    return request


def _host_of(site: Site) -> str:
    allowed = settings.ALLOWED_HOSTS
    if validate_host(site.hostname, allowed):
        return site.hostname
    return next((host for host in allowed if not host.startswith((".", "*"))), "localhost")


def _respond(request: HttpRequest) -> HttpResponse:
    try:
        match = resolve(request.path_info)
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
        return response.render() if hasattr(response, "render") else response
    except Http404:
        return HttpResponse(status=404)
    except PermissionDenied:
        return HttpResponse(status=403)
