"""Asking Django for an answer that can be kept: the request it is given, and what it gives back."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pages.dependencies import ANYTHING
from portal.delivery.page_cache.answers import Headers
from portal.delivery.page_cache.key import Environ, Key

#: Under this name the request carries a `Verdict`, which Django fills in.
VERDICT = "portal.page_cache"
#: The caller may have the answer already; what is kept must be the whole one.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class Verdict:
    """What Django says of the answer that it has just made."""

    __slots__ = ("counter", "due_in", "is_for_everybody", "is_reached", "keys", "seconds")

    def __init__(self, counter: int) -> None:
        #: The counter when rendering began.
        self.counter = counter
        self.is_for_everybody = False
        #: Whether caches further out are told of a change of it; else they ask each time.
        self.is_reached = True
        #: What the answer was made from (`pages.dependencies`).
        self.keys = frozenset({ANYTHING})
        #: Until something is published, taken off or changes by a date, and until this page may
        #: look different without anybody doing anything: both from the moment of the request.
        self.due_in = self.seconds = 0.0


class Captured:
    """The `start_response` that Django is given."""

    __slots__ = ("headers", "status")

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status, self.headers = status, headers


class Sent:
    """A body, and what Django wants to do when it has been sent."""

    def __init__(self, body: Iterable[bytes], close: Callable[[], object]) -> None:
        self._body = body
        self.close = close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)


def asked_for(environ: Environ, key: Key, verdict: Verdict) -> Environ:
    """The request that Django is asked: in the spelling of its key, for a whole answer."""
    asked = {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": key[3], VERDICT: verdict}
    for name in _CONDITIONS:
        asked.pop(name, None)
    return asked


def nothing() -> None:
    """What there is to do after an answer that has nothing to close."""
