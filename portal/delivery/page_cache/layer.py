"""The WSGI application that stands in front of Django's."""

import time
from collections.abc import Callable, Iterable, Iterator
from threading import Event, Lock
from typing import Any, Protocol

from portal.delivery.page_cache.answers import Coded, Entry, Headers, matches, may_be_kept
from portal.delivery.page_cache.key import Environ, Key, Keys, is_apart
from portal.delivery.page_cache.negotiation import IDENTITY, coding_for
from portal.delivery.page_cache.store import Store

#: Under this name the request carries a `Verdict`, which Django fills in.
VERDICT = "portal.page_cache"
#: Nothing holds for longer, in seconds: for what changes by a date that nobody declared.
LONGEST = 3600.0
#: How long a request waits for another one that renders the same, in seconds.
PATIENCE = 10.0
#: So many addresses are remembered at which there was nothing to keep.
MOST_REFUSED = 2000
#: The caller may have the answer already; what is kept must be the whole one.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Counters(Protocol):
    """What says whether something was published: `portal.delivery.counters`."""

    def current(self) -> int: ...

    def trusted_until(self) -> float: ...


class Verdict:
    """What Django says of the answer that it has just made."""

    __slots__ = ("counter", "is_for_everybody", "seconds")

    def __init__(self, counter: int) -> None:
        #: The counter when rendering began.
        self.counter = counter
        self.is_for_everybody = False
        #: Until something changes by its date, from the moment at which the request came.
        self.seconds = 0.0


class Flight:
    """A rendering that others wait for."""

    __slots__ = ("done", "entry")

    def __init__(self) -> None:
        self.done = Event()
        self.entry: Entry | None = None


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


class PageCache:
    """Answers from the store what it can, and Django the rest.

    `shared` is for how many seconds caches between here and the visitor may keep a page without
    asking; `monotonic` is the clock of entries, in seconds.
    """

    def __init__(
        self,
        application: Application,
        store: Store,
        keys: Keys,
        counters: Counters,
        *,
        shared: int,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._store, self._keys, self._shared = store, keys, shared
        self._current, self._trusted_until = counters.current, counters.trusted_until
        self._now = monotonic
        self._flights: dict[tuple[Key, int], Flight] = {}
        self._lock = Lock()
        self._refused: dict[Key, None] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self._keys.of(environ)
        if key is None:
            return self._application(environ, start_response)
        entry = self._store.get(key)
        if entry is not None:
            now = self._now()
            if now < entry.until and self._holds(entry.counter, now):
                entry.used = True
                return self._send(entry, key, environ, start_response, now)
        if is_apart(environ["PATH_INFO"]):
            return self._application(environ, start_response)
        return self._miss(key, environ, start_response)

    def _send(
        self, entry: Entry, key: Key, environ: Environ, start_response: StartResponse, now: float
    ) -> Iterable[bytes]:
        if not _answers(entry, key, environ):
            return self._application(environ, start_response)
        coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        coded = entry.coded.get(coding)
        if coded is None:
            coded = entry.compressed(coding)
            self._store.recount(key, entry)
        return _start(entry, coded, environ, start_response, now)

    def _miss(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # Read before rendering begins: what is published meanwhile makes the answer old.
        counter = self._current()
        if key in self._refused:
            return self._render(key, counter, Flight(), environ, start_response)
        with self._lock:
            flight = self._flights.get((key, counter))
            leads = flight is None
            if flight is None:
                flight = self._flights[key, counter] = Flight()
        if leads:
            try:
                entry = self._store.get(key)
                now = self._now()
                if entry is not None and now < entry.until and self._holds(entry.counter, now):
                    # Another one has just finished, after this one had looked.
                    return self._send(entry, key, environ, start_response, now)
                return self._render(key, counter, flight, environ, start_response)
            finally:
                # Before the last of it is sent: nobody waits for this visitor's line.
                del self._flights[key, counter]
                flight.done.set()
        flight.done.wait(PATIENCE)
        entry, now = flight.entry, self._now()
        if entry is not None and now < entry.until:
            return self._send(entry, key, environ, start_response, now)
        if self._current() != counter:
            # Something was published meanwhile: again, only one of those who waited renders.
            return self(environ, start_response)
        return self._application(environ, start_response)

    def _render(
        self,
        key: Key,
        counter: int,
        flight: Flight,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        began, verdict, captured = self._now(), Verdict(counter), Captured()
        response = self._application(_asked(environ, key, verdict), captured)
        close = getattr(response, "close", _nothing)
        try:
            if not (
                verdict.is_for_everybody
                and may_be_kept(captured.status, captured.headers, response)
            ):
                return self._refuse(key, environ, start_response, captured, response)
            until = began + min(verdict.seconds, LONGEST)
            body = b"".join(response)
            entry = self._entry(captured, body, counter, until)
            now = self._now()
            if now < until and self._holds(counter, now):
                self._store.put(key, entry)
                self._refused.pop(key, None)
                flight.entry = entry
            else:
                # True when it was rendered, and for nobody but who asked for it.
                entry = self._entry(captured, body, counter, now)
            if not _answers(entry, key, environ):
                close()
                return self._application(environ, start_response)
            coded = entry.coded[IDENTITY]
            return Sent(_start(entry, coded, environ, start_response, now), close)
        except BaseException:
            close()
            raise

    def _entry(self, captured: Captured, body: bytes, counter: int, until: float) -> Entry:
        return Entry(
            captured.status,
            captured.headers,
            body,
            counter=counter,
            until=until,
            shared=self._shared,
        )

    def _holds(self, counter: int, now: float) -> bool:
        return counter == self._current() and now < self._trusted_until()

    def _refuse(
        self,
        key: Key,
        environ: Environ,
        start_response: StartResponse,
        captured: Captured,
        response: Any,
    ) -> Iterable[bytes]:
        """Hand on an answer that is for one person, and let nobody wait for the next one here."""
        if len(self._refused) >= MOST_REFUSED:
            self._refused.clear()
        self._refused[key] = None
        if environ.get("QUERY_STRING", "") != key[3]:
            response.close()
            return self._application(environ, start_response)
        start_response(captured.status, captured.headers)
        return Sent((), response.close) if environ["REQUEST_METHOD"] == "HEAD" else response


def _answers(entry: Entry, key: Key, environ: Environ) -> bool:
    """Whether an entry may answer this spelling of its key: a redirect, or what stands in its
    place, can depend on every parameter.
    """
    return entry.status.startswith("200") or environ.get("QUERY_STRING", "") == key[3]


def _asked(environ: Environ, key: Key, verdict: Verdict) -> Environ:
    """The request that Django is asked: in the spelling of its key, for a whole answer."""
    asked = {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": key[3], VERDICT: verdict}
    for name in _CONDITIONS:
        asked.pop(name, None)
    return asked


def _start(
    entry: Entry, coded: Coded, environ: Environ, start_response: StartResponse, now: float
) -> list[bytes]:
    condition = environ.get("HTTP_IF_NONE_MATCH")
    unchanged = (
        condition is not None and entry.status.startswith("200") and matches(condition, coded.etag)
    )
    headers = coded.headers_304 if unchanged else coded.headers
    # A list of its own: some servers write theirs into it.
    headers = (
        headers.copy()
        if now < entry.fresh_until
        else entry.headers_due_in(headers, entry.until - now)
    )
    if unchanged:
        start_response("304 Not Modified", headers)
        return []
    start_response(entry.status, headers)
    return coded.body if environ["REQUEST_METHOD"] == "GET" else []


def _nothing() -> None:
    """What there is to do after an answer that has nothing to close."""
