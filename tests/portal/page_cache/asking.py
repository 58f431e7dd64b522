"""A cache around an application that tests write themselves, with clock and counter in hand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from portal.delivery.counters.keys import LIMIT, OF_ANYTHING, places_of, places_of_change
from portal.delivery.page_cache.key import Keys
from portal.delivery.page_cache.layer import PageCache
from portal.delivery.page_cache.rendering import VERDICT
from portal.delivery.page_cache.store import Store

COOKIES = ("sessionid", "csrftoken", "messages", "django_language")
SHARED = 10
TEXT = "A page with some words. " * 40


class Counters:
    """In the place of `portal.delivery.counters`: the test says what changed."""

    def __init__(self) -> None:
        self.value = 7
        self.trusted = float("inf")
        self.changed_at: dict[int, int] = {}

    def change(self, *keys: str) -> None:
        """Something is published that changes these keys; everything without any."""
        self.value = (self.value + 1) % LIMIT
        for place in places_of_change(set(keys)):
            self.changed_at[place] = self.value

    def has_changed(self, places: Iterable[int], since: int, counter: int) -> bool:
        last = [self.changed_at.get(place, since) for place in places]
        return OF_ANYTHING in places or any(
            (since - change) % LIMIT > LIMIT // 2 for change in last
        )

    def places_of(self, keys: Iterable[str]) -> tuple[int, ...]:
        return places_of(keys)

    def current(self) -> int:
        return self.value

    def trusted_until(self) -> float:
        return self.trusted


class Response:
    """What Django's handler returns, as far as the layer looks at it."""

    streaming = False

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.closed = 0

    def __iter__(self):
        return iter([self.body])

    def close(self) -> None:
        self.closed += 1


@dataclass
class Rendered:
    """What the application answers next."""

    text: str = TEXT
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=list)
    media_type: str = "text/html; charset=utf-8"
    for_everybody: bool = True
    keys: frozenset[str] = frozenset()
    #: Until something is due, and until something else changes by the day.
    due_in: float = float("inf")
    seconds: float = float("inf")
    streaming: bool = False


class Application:
    """Counts what it is asked, and answers `rendered`; `meanwhile` runs in each rendering."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.responses: list[Response] = []
        self.rendered = Rendered()
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        self.meanwhile()
        answer = self.rendered
        if verdict := environ.get(VERDICT):
            verdict.is_for_everybody = answer.for_everybody
            verdict.keys = answer.keys
            verdict.due_in, verdict.seconds = answer.due_in, answer.seconds
        response = Response(answer.text.encode())
        response.streaming = answer.streaming
        self.responses.append(response)
        start_response(answer.status, [("Content-Type", answer.media_type), *answer.headers])
        return response


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Front:
    """A cache and everything around it; `now` is the clock, in seconds.

    With `at_hand` it is asked as the server's own threads do, which look first at what is at hand.
    It has the same counters, application and shelf as the one `beside` it.
    """

    def __init__(
        self, room: int = 10_000_000, *, at_hand: bool = True, beside: "Front | None" = None
    ) -> None:
        self.now = 1000.0
        self._at_hand = at_hand
        self.counters = beside.counters if beside else Counters()
        self.application = beside.application if beside else Application()
        self.store = Store(room)
        self.cache = PageCache(
            self.application,
            self.store,
            Keys(COOKIES),
            self.counters,
            shared=SHARED,
            monotonic=lambda: self.now,
        )
        self.cache.shelf = beside.cache.shelf if beside else None

    @property
    def renderings(self) -> int:
        return len(self.application.asked)

    def get(self, address: str = "/", method: str = "GET", **headers: str) -> Answer:
        """Ask with headers in WSGI's spelling."""
        asked = environ(address, method, **headers)
        if self._at_hand and (found := self.cache.at_hand(asked)) is not None:
            return Answer(found.code, dict(found.headers), found.body)
        told: list[Any] = []
        answer = self.cache(asked, lambda status, fields: told.extend([status, fields]))
        body = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        return Answer(int(told[0][:3]), dict(told[1]), body)


def environ(address: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "www.agency.example",
        "wsgi.url_scheme": "https",
        **headers,
    }
