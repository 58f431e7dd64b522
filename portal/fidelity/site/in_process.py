"""Requests without a server: through the whole of Django, middleware included."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections
from wagtail.models import Site

from portal.fidelity.errors import CheckStop
from portal.fidelity.site.answer import Answer

#: Django writes every 404 and 500 there; the check counts them itself.
_LOUD = ("django.request", "django.security.DisallowedHost")


class InProcess:
    """Asks the default site of this installation."""

    def __init__(self) -> None:
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            raise CheckStop("This installation has no default site.")
        self.host = site.hostname
        self.port = str(site.port)
        self.handler = WSGIHandler()

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts whose addresses are the site's own."""
        return frozenset({self.host})

    def get(self, path: str) -> Answer:
        """The answer to a path, which may carry a query."""
        bare, _, query = path.partition("?")
        request = WSGIRequest(self._environ(bare, query))
        response = self.handler.get_response(request)
        body = b"".join(chunk for chunk in response if isinstance(chunk, bytes))
        # What closes the response would close the database connection too.
        request_finished.disconnect(close_old_connections)
        response.close()
        request_finished.connect(close_old_connections)
        headers = response.headers
        return Answer(
            response.status_code, headers.get("Location", ""), headers.get("Content-Type", ""), body
        )

    def has_media(self, address: str) -> bool:
        """Whether a file of the media library is there, without reading it."""
        if address.startswith(settings.MEDIA_URL):
            name = unquote(address.removeprefix(settings.MEDIA_URL).split("?")[0])
            return default_storage.exists(name)
        parts = urlsplit(address)
        if parts.hostname and parts.hostname not in self.hosts:
            return default_storage.exists(unquote(parts.path).lstrip("/"))
        return self.get(parts.path).status == 200

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """While the check runs: its host is allowed, and Django's log does not repeat it."""
        allowed = settings.ALLOWED_HOSTS
        levels = {name: logging.getLogger(name).level for name in _LOUD}
        settings.ALLOWED_HOSTS = [*allowed, self.host]
        for name in _LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            settings.ALLOWED_HOSTS = allowed
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)

    def _environ(self, path: str, query: str) -> dict[str, object]:
        scheme = "https" if self.port == "443" or settings.SECURE_SSL_REDIRECT else "http"
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path, "iso-8859-1"),
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": self.host,
            "SERVER_PORT": self.port,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_ACCEPT": "text/html",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multiprocess": False,
            "wsgi.multithread": False,
            "wsgi.run_once": False,
        }
