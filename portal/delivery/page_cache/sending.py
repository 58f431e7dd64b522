"""A request that may have a kept answer, and from an entry to what is sent of it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from portal.delivery.page_cache.answers import Answer, Coded, Entry
from portal.delivery.page_cache.key import Environ, Key
from portal.delivery.page_cache.negotiation import coding_for

StartResponse = Callable[..., Any]
AtHand = Callable[[Environ], Answer | None]


class Asked(NamedTuple):
    """A request, its key, and where its answer begins."""

    key: Key
    environ: Environ
    start_response: StartResponse

    @property
    def coding(self) -> str:
        """In which of our codings the answer is sent."""
        return coding_for(self.environ.get("HTTP_ACCEPT_ENCODING", ""))

    def send(self, answer: Answer) -> list[bytes]:
        """Answer as WSGI has it."""
        # A list of its own, as some servers write their headers into it.
        self.start_response(answer.status, [*answer.headers])
        return [answer.body] if answer.body else []


def may_answer(entry: Entry, key: Key, environ: Environ) -> bool:
    """Whether an entry may answer this spelling of its key: a redirect, or what stands in its
    place, can depend on every parameter.
    """
    return entry.code == 200 or is_spelled_as(key, environ)


def is_spelled_as(key: Key, environ: Environ) -> bool:
    """Whether the query string of a request is in the spelling of its key. Caches further out keep an
    answer for each spelling.
    """
    return environ.get("QUERY_STRING", "") == key[3]


def answer_to(environ: Environ, entry: Entry, coded: Coded, seconds: float) -> Answer:
    """What this request is sent of an entry when something is due in so many seconds."""
    return entry.answer(
        coded,
        seconds,
        method=environ["REQUEST_METHOD"],
        condition=environ.get("HTTP_IF_NONE_MATCH"),
    )
