"""The site with its cache on, as it runs in earnest: a server process on the database of a test."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.isomer.processes import database_url, shared_with_children
from tests.releases.faults.live import site

#: What an answer out of the cache, or on its way into it, carries.
KEPT = "s-maxage="
#: Seconds until the server keeps what it may.
PATIENCE = 20


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def is_shared(self) -> bool:
        """Whether it says that it may be kept for others."""
        return KEPT in self.headers.get("Cache-Control", "")


@dataclass
class Live:
    """A running site at `port`."""

    port: int

    def ask(
        self,
        path: str,
        method: str = "GET",
        host: str = "localhost",
        body: str = "",
        **headers: str,
    ) -> Answer:
        """One request on a connection of its own; `_` in a header's name stands for a hyphen."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            # What is not said here is not sent: http.client would add Accept-Encoding: identity.
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": f"{host}:{self.port}", **fields}.items():
                connection.putheader(name, value)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body.encode() or None)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def assert_shared(self, path: str, **asked: str) -> Answer:
        """Ask twice; both answers are the same one. Nothing is kept before the server has heard of
        what other machines do.
        """
        first = self.ask(path, **asked)
        until = time.monotonic() + PATIENCE
        while "s-maxage=0" in first.headers.get("Cache-Control", "") and time.monotonic() < until:
            time.sleep(0.02)
            first = self.ask(path, **asked)
        second = self.ask(path, **asked)
        assert first.is_shared
        assert second.is_shared
        assert (first.status, first.body) == (second.status, second.body)
        assert first.headers["ETag"] == second.headers["ETag"]
        return second


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch, folder: Path, megabytes: int = 64) -> Iterator[Live]:
    """The site on the database of this test, without a dispatcher."""
    monkeypatch.setenv("PAGE_CACHE_MB", str(megabytes))
    # Sessions that a test makes are good there.
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    with (
        shared_with_children(monkeypatch),
        site(database_url(), folder / "site.log") as port,
    ):
        yield Live(port)
