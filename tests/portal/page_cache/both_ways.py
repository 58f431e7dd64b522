"""An address asked through the cache, and of Django itself."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

from pages import clock
from portal.delivery import counters
from portal.delivery.page_cache.front import keys_of_settings
from portal.delivery.page_cache.layer import Application, PageCache
from portal.delivery.page_cache.store import Store

#: Headers that say for how long an answer holds, and in which coding it is sent.
_OF_THE_CACHE = frozenset({
    "age", "cache-control", "content-length", "etag", "last-modified", "vary", "warning",
    "surrogate-key", "cdn-cache-control", "surrogate-control", "cache-tag", "expires",
})  # fmt: skip
_MOST_LINES = 12


@dataclass(frozen=True)
class Answer:
    """What a visitor is told."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: str

    def difference(self, other: "Answer") -> str:
        """The first lines in which another answer is not this one."""
        lines = difflib.unified_diff(
            self._lines(), other._lines(), "cached", "uncached", lineterm="", n=0
        )
        return "\n".join([line[:300] for line in lines][:_MOST_LINES])

    def _lines(self) -> list[str]:
        heads = [f"{name}: {value}" for name, value in self.headers]
        return [self.status, *heads, *self.body.splitlines()]


class BothWays:
    """A cache in front of Django, and Django; it counts what the cache had to ask for."""

    def __init__(self) -> None:
        self.django = get_wsgi_application()
        self.renderings = 0
        self.asked = 0
        # As in a web process, but that time passes only when the test lets it.
        self.cache = PageCache(
            self._count,
            Store(64 * 1024 * 1024),
            keys_of_settings(),
            counters,
            shared=10,
            monotonic=lambda: clock.now().timestamp(),
        )

    def _count(self, environ, start_response):
        self.renderings += 1
        return self.django(environ, start_response)

    def warm(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            ask(self.cache, address)

    def differences(self, addresses: Iterable[str]) -> dict[str, str]:
        """The addresses at which the cache says something else than Django, and what.

        All are asked of the cache before any is asked of Django, which may then do what is due. What
        the cache has just had rendered is Django's answer already.
        """
        kept: dict[str, Answer] = {}
        for address in addresses:
            before = self.renderings
            answer = ask(self.cache, address)
            if self.renderings == before:
                kept[address] = answer
            self.asked += 1
        found = {}
        for address, answer in kept.items():
            now = ask(self.django, address)
            if answer != now:
                found[address] = answer.difference(now)
        return found


def ask(application: Application, address: str) -> Answer:
    path, _, query = address.partition("?")
    environ = {
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": "localhost",
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(environ)
    told: list = []
    answer = application(environ, lambda *words: told.extend(words[:2]))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    status, headers = told
    said = sorted((k.lower(), v) for k, v in headers if k.lower() not in _OF_THE_CACHE)
    return Answer(status, tuple(said), body.decode("utf-8", "backslashreplace"))
