"""Asking this site's own application, in this process, as a visitor who is nobody in particular.

The page cache stands in between, so that an answer has the bytes and headers that it would have had
from there. Nothing that it keeps is shown to anybody but this run.
"""

import io
import logging
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from wagtail.models import Site

from portal.delivery.page_cache.answers import Headers
from portal.delivery.page_cache.front import keys_of_settings
from portal.delivery.page_cache.layer import PageCache
from portal.delivery.page_cache.rendering import VERDICT, Captured
from portal.delivery.page_cache.store import Store

#: In bytes; one answer is looked at and forgotten.
_ROOM = 64 * 1024 * 1024
_PERSONAL = frozenset({"private", "no-store"})
_COUNTING_DOWN = re.compile(r"s-maxage=\d+")


class NoAnswer(Exception):
    """No page can be asked for; the message is one line for who wants to bake."""


@dataclass(frozen=True)
class Answer:
    """What the application gave to an address."""

    status: int
    headers: Headers
    body: bytes
    #: Whether it was told to be everybody's, as the page cache asks.
    is_kept: bool
    #: What it was made from; empty when that was not recorded.
    keys: frozenset[str]
    #: Seconds from `clock.now()` until something is to be published or taken off, and until pages
    #: look different by themselves. Infinity where nobody said.
    due_in: float
    changes_in: float

    def header(self, name: str) -> str:
        """The value of a header; nothing where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def is_personal(self) -> bool:
        """Whether it says that it is for who asked."""
        words = {word.strip().lower() for word in self.header("cache-control").split(",")}
        return bool(self.header("set-cookie")) or not words.isdisjoint(_PERSONAL)


def check_sites() -> None:
    """Raises NoAnswer where there is no site, or one whose host the application refuses."""
    sites = list(Site.objects.all())
    if not sites:
        raise NoAnswer("There is no site to bake. Add one in the admin, under Settings, Sites.")
    for site in sites:
        try:
            Application(site).check_host()
        except DisallowedHost as error:
            raise NoAnswer(
                f"ALLOWED_HOSTS does not name {site.hostname}, the host of a site, so that each of "
                "its pages would be refused. Add it there, or correct the host in the admin, under "
                "Settings, Sites."
            ) from error


@contextmanager
def quietly() -> Iterator[None]:
    """Around many questions: what is not found is not news."""
    logger = logging.getLogger("django.request")
    logger.addFilter(_is_news)
    try:
        yield
    finally:
        logger.removeFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    status = getattr(record, "status_code", 500)
    return status >= 500 and status != 503


class _Request(WSGIRequest):
    """Also asks for what other servers answer in production: pictures, and the pages of errors."""

    urlconf = "portal.delivery.baking.urls"


class _Handler(WSGIHandler):
    request_class = _Request


def _steady(name: str, value: str) -> str:
    """The value of a header as it is while nothing is due: copies are not served for longer."""
    if name.lower() != "cache-control":
        return value
    shared = max(settings.PAGE_CACHE_SHARED_SECONDS, 0)
    return _COUNTING_DOWN.sub(f"s-maxage={shared}", value)


class _Still:
    """In the place of the publication counter: one run looks at one state."""

    def current(self) -> int:
        return 0

    def trusted_until(self) -> float:
        return math.inf

    def has_changed(self, places: Iterable[int], since: int, counter: int) -> bool:
        return False

    def places_of(self, keys: Iterable[str]) -> tuple[int, ...]:
        return ()


class Application:
    """The application as the visitors of one site reach it."""

    def __init__(self, site: Site) -> None:
        self.is_secure = bool(settings.SECURE_SSL_REDIRECT) or site.port == 443
        port = "" if site.port in (80, 443) else f":{site.port}"
        self.host = f"{site.hostname}{port}"
        self.scheme = "https" if self.is_secure else "http"
        self.origin = f"{self.scheme}://{self.host}"
        self._site = site
        self._handler = _Handler()
        self._verdict: Any = None

    def check_host(self) -> None:
        """Raises DisallowedHost where every question would be refused."""
        _Request(self._environ("/")).get_host()

    def ask(self, address: str, etag: str = "") -> Answer:
        """GET an address, a path with its query string, encoded as in a link; with `etag`, unless
        it still is that version (304).
        """
        # One cache for each question: no answer stands in another one's place.
        front = PageCache(
            self._answer,
            Store(_ROOM),
            keys_of_settings(),
            _Still(),
            shared=max(settings.PAGE_CACHE_SHARED_SECONDS, 0),
        )
        self._verdict = None
        captured = Captured()
        environ = self._environ(address)
        if etag:
            environ["HTTP_IF_NONE_MATCH"] = etag
        response = front(environ, captured)
        try:
            body = b"".join(response)
        finally:
            if close := getattr(response, "close", None):
                close()
        verdict = self._verdict
        kept = verdict is not None and verdict.is_for_everybody
        headers = captured.headers
        if verdict is None or verdict.is_reached:
            headers = [(name, _steady(name, value)) for name, value in headers]
        return Answer(
            int(captured.status[:3]),
            headers,
            body,
            is_kept=kept,
            keys=verdict.keys if kept else frozenset(),
            due_in=verdict.due_in if kept else math.inf,
            changes_in=verdict.seconds if kept else math.inf,
        )

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response = self._handler(environ, start_response)
        self._verdict = environ.get(VERDICT)
        return response

    def _environ(self, address: str) -> dict[str, Any]:
        path, _, query = address.partition("?")
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            # WSGI hands on the decoded bytes as if they were Latin-1.
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "HTTP_HOST": self.host,
            "SERVER_NAME": self._site.hostname,
            "SERVER_PORT": str(self._site.port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": True,
        }
