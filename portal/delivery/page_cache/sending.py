"""From an entry to what is sent of it, for a request."""

from collections.abc import Callable
from typing import Any

from portal.delivery.page_cache.answers import Answer, Coded, Entry
from portal.delivery.page_cache.key import Environ, Key

StartResponse = Callable[..., Any]
AtHand = Callable[[Environ], Answer | None]


def may_answer(entry: Entry, key: Key, environ: Environ) -> bool:
    """Whether an entry may answer this spelling of its key: a redirect, or what stands in its
    place, can depend on every parameter.
    """
    return entry.code == 200 or environ.get("QUERY_STRING", "") == key[3]


def answer_to(environ: Environ, entry: Entry, coded: Coded, seconds: float) -> Answer:
    """What this request is sent of an entry when something is due in so many seconds."""
    return entry.answer(
        coded,
        seconds,
        method=environ["REQUEST_METHOD"],
        condition=environ.get("HTTP_IF_NONE_MATCH"),
    )


def send(answer: Answer, start_response: StartResponse) -> list[bytes]:
    """Answer as WSGI has it."""
    # A list of its own, as some servers write their headers into it.
    start_response(answer.status, [*answer.headers])
    return [answer.body] if answer.body else []
