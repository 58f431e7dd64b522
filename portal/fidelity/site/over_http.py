"""Requests over HTTP with the standard library: one connection, no redirect followed."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from portal.fidelity.errors import CheckStop
from portal.fidelity.site.answer import Answer

_SECONDS = 30


class OverHttp:
    """Asks a running site at its base address."""

    def __init__(self, base: str) -> None:
        try:
            parts = urlsplit(base)
            port = parts.port
        except ValueError as error:
            raise CheckStop(f"{base} is no address of a site.") from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise CheckStop(f"{base} is no address of a site: it needs http:// or https://.")
        self.base = base
        self.host, self.port = parts.hostname, port
        self.secure = parts.scheme == "https"
        self.connections: dict[str, http.client.HTTPConnection] = {}

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts whose addresses are the site's own."""
        return frozenset({self.host})

    def get(self, path: str) -> Answer:
        """The answer to a path, which may carry a query. Raises CheckStop when there is none."""
        return self._ask("GET", self.host, path)

    def has_media(self, address: str) -> bool:
        """Whether a picture is there; media may lie on another host of the site."""
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self._ask("HEAD", parts.hostname or self.host, path).status == 200

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Close the connections at the end."""
        try:
            yield
        finally:
            for connection in self.connections.values():
                connection.close()

    def _ask(self, method: str, host: str, path: str) -> Answer:
        for attempt in (1, 2):
            connection = self._connection(host)
            try:
                connection.request(method, path, headers={"Accept": "text/html"})
                response = connection.getresponse()
                body = response.read()
                return Answer(
                    response.status,
                    response.getheader("Location") or "",
                    response.getheader("Content-Type") or "",
                    body,
                )
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                self.connections.pop(host, None)
                # A server may close an idle connection at any time; once is no failure.
                if attempt == 2:
                    reason = getattr(error, "strerror", None) or type(error).__name__
                    raise CheckStop(f"{self.base} does not answer {path}: {reason}.") from error
        raise AssertionError("both attempts return or raise")

    def _connection(self, host: str) -> http.client.HTTPConnection:
        if host not in self.connections:
            port = self.port if host == self.host else None
            kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
            self.connections[host] = kind(host, port, timeout=_SECONDS)
        return self.connections[host]
