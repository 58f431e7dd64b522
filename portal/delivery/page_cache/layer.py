"""The WSGI application that stands in front of Django's."""

import time
from collections.abc import Callable, Iterable
from typing import Protocol

from portal.delivery.page_cache.agenda import Agenda
from portal.delivery.page_cache.answers import Answer, Coded, Entry, may_be_kept
from portal.delivery.page_cache.flights import Flight, Flights, Queue
from portal.delivery.page_cache.key import Environ, Key, Keys, is_apart
from portal.delivery.page_cache.negotiation import coding_for
from portal.delivery.page_cache.rendering import Captured, Sent, Verdict, asked_for, nothing
from portal.delivery.page_cache.sending import (
    Asked,
    StartResponse,
    answer_to,
    is_spelled_as,
    may_answer,
)
from portal.delivery.page_cache.shelf import Shelf
from portal.delivery.page_cache.store import Store

#: Nothing holds for longer, in seconds: for what changes by a date that nobody declared.
LONGEST = 3600.0
#: While Django can't answer, what was made within this time is shown once more, in seconds.
OLDEST = 24 * 3600.0
#: For so long Django is left in peace afterwards, where there is something to show.
REST = 2.0
#: How long a request waits for another one that renders the same, in seconds.
PATIENCE = 10.0
#: So many addresses are remembered at which there was nothing to keep.
MOST_REFUSED = 2000

Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Counters(Protocol):
    """What says whether something was published: `portal.delivery.counters`."""

    def current(self) -> int: ...

    def has_changed(self, places: Iterable[int], since: int, counter: int) -> bool: ...

    def places_of(self, keys: Iterable[str]) -> tuple[int, ...]: ...

    def trusted_until(self) -> float: ...


class PageCache:
    """Answers from the store what it can, and Django the rest.

    `shared` is for how many seconds caches between here and the visitor may keep a page without
    asking, and `by_address` whether they are told nothing but addresses; `tell_old` is called when
    an old page is shown; `monotonic` is the clock of entries, in seconds.
    """

    def __init__(
        self,
        application: Application,
        store: Store,
        keys: Keys,
        counters: Counters,
        *,
        shared: int,
        by_address: bool = False,
        tell_old: Callable[[], object] = nothing,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application, self._tell_old = application, tell_old
        self._store, self._keys, self.shared = store, keys, shared
        self._by_address = by_address
        self._counters = counters
        self._current, self._trusted_until = counters.current, counters.trusted_until
        self._now = monotonic
        self._agenda = Agenda(counters)
        self._flights, self._queue = Flights(), Queue()
        #: Where there are other workers: what they have finished, and whose turn it is.
        self.shelf: Shelf | None = None
        self._refused: dict[Key, None] = {}
        self._resting_until = 0.0

    def at_hand(self, environ: Environ) -> Answer | None:
        """The answer to a request that may go out without waiting for anything; None when it has to
        be looked for, as `__call__` does. Who can send it by a shorter way asks for this first.
        """
        if (key := self._keys.of(environ)) is None or (entry := self._store.get(key)) is None:
            return None
        now, counter = self._now(), self._current()
        until = min(entry.until, self._agenda.next(counter))
        coded = entry.coded.get(coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if (
            coded is None
            or now >= until
            or not (counter == entry.checked or self._is_unchanged(entry, counter))
            or now >= self._trusted_until()
            or not may_answer(entry, key, environ)
        ):
            return None
        entry.used = True
        if self._by_address and not is_spelled_as(key, environ):
            until = now
        return answer_to(environ, entry, coded, until - now)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self._keys.of(environ)
        if key is None:
            return self._application(environ, start_response)
        asked, entry = Asked(key, environ, start_response), self._store.get(key)
        if entry is not None and self._holds(entry, now := self._now()):
            entry.used = True
            return self._send(asked, entry, now)
        if is_apart(environ["PATH_INFO"]):
            return self._hand_on(asked)
        return self._miss(asked, entry)

    def _hand_on(self, asked: Asked) -> Iterable[bytes]:
        """Let Django answer the request as it came."""
        return self._application(asked.environ, asked.start_response)

    def _send(self, asked: Asked, entry: Entry, now: float) -> Iterable[bytes]:
        if not may_answer(entry, asked.key, asked.environ):
            return self._hand_on(asked)
        coded = entry.coded.get(asked.coding) or self._packed(asked, entry)
        return self._start(asked, entry, coded, now)

    def _packed(self, asked: Asked, entry: Entry) -> Coded:
        coded = entry.in_coding(asked.coding)
        self._store.recount(asked.key, entry)
        return coded

    def _miss(self, asked: Asked, seen: Entry | None) -> Iterable[bytes]:
        # Read before rendering begins: what is published meanwhile makes the answer old.
        key, counter = asked.key, self._current()
        if self._now() < self._resting_until and (old := self._last_good(asked)):
            return self._send_old(asked, old)
        if key in self._refused:
            return self._render(asked, counter, Flight())
        flight, leads = self._flights.join(key, counter)
        if leads:
            try:
                entry, now = self._store.get(key), self._now()
                if entry is not None and entry is not seen and self._holds(entry, now):
                    # Another one has just finished, after this one had looked.
                    return self._send(asked, entry, now)
                return self._lead(asked, counter, flight)
            finally:
                # Before the last of it is sent: nobody waits for this visitor's line.
                self._flights.end(key, counter)
        entry, now = flight.wait(PATIENCE), self._now()
        if entry is not None and now < entry.until:
            return self._send(asked, entry, now)
        if self._current() != counter:
            # Something was published meanwhile: again, only one of those who waited renders.
            return self(asked.environ, asked.start_response)
        return self._render(asked, counter, Flight())

    def _lead(self, asked: Asked, counter: int, flight: Flight) -> Iterable[bytes]:
        """Render in turn, unless another worker has done so meanwhile."""
        end = time.monotonic() + PATIENCE
        while self.shelf is not None and counter >= 0 and self._now() < self._trusted_until():
            with self.shelf.turn(asked.key, counter) as is_mine, self._queue.turn(is_mine):
                entry, before = self._from_others(asked.key), counter
                if entry is not None and self._holds(entry, now := self._now()):
                    self._store.put(asked.key, entry)
                    flight.entry = entry
                    return self._send(asked, entry, now)
                # Nothing has been rendered yet: it is as of now.
                counter = self._current()
                if counter == before or time.monotonic() > end:
                    return self._render(asked, counter, flight)
        with self._queue.turn():
            return self._render(asked, self._current(), flight)

    def _from_others(self, key: Key) -> Entry | None:
        """What another worker has finished, later than what this one has."""
        entry, own = self.shelf.get(key) if self.shelf else None, self._store.get(key)
        if entry is None or (own is not None and entry.made_at <= own.made_at):
            return None
        self._agenda.hear(entry.counter, entry.due, self._current())
        return entry

    def _render(self, asked: Asked, counter: int, flight: Flight) -> Iterable[bytes]:
        began, verdict, captured = self._now(), Verdict(counter), Captured()
        response = self._application(asked_for(asked.environ, asked.key, verdict), captured)
        close = getattr(response, "close", nothing)
        try:
            if captured.status.startswith("5") and (old := self._last_good(asked)):
                self._resting_until = self._now() + REST
                return Sent(self._send_old(asked, old), close)
            if not (
                verdict.is_for_everybody
                and may_be_kept(captured.status, captured.headers, response)
            ):
                return self._refuse(asked, captured, response, close)
            entry = Entry(
                captured.status,
                captured.headers,
                b"".join(response),
                counter=counter,
                places=self._counters.places_of(verdict.keys),
                made_at=began,
                until=began + min(verdict.seconds, LONGEST),
                due=began + verdict.due_in,
                shared=self.shared if verdict.is_reached else 0,
            )
            self._agenda.learn(counter, entry.due)
            coded, now = entry.in_coding(asked.coding), self._now()
            if self._holds(entry, now):
                self._store.put(asked.key, entry)
                self._refused.pop(asked.key, None)
                flight.entry = entry
                if self.shelf is not None:
                    self.shelf.put(asked.key, entry)
            else:
                # True when it was rendered, and for nobody but who asked for it.
                entry.end(now)
            if not may_answer(entry, asked.key, asked.environ):
                close()
                return self._hand_on(asked)
            return Sent(self._start(asked, entry, coded, now), close)
        except BaseException:
            close()
            raise

    def _holds(self, entry: Entry, now: float) -> bool:
        """Whether nothing that the entry was made from has changed, and nothing is due."""
        if now >= entry.until:
            return False
        counter = self._current()
        return (
            (counter == entry.checked or self._is_unchanged(entry, counter))
            and now < self._trusted_until()
            and self._agenda.is_clear(counter, now)
        )

    def _is_unchanged(self, entry: Entry, counter: int) -> bool:
        if self._counters.has_changed(entry.places, entry.counter, counter):
            return False
        entry.checked = counter
        return True

    def _start(self, asked: Asked, entry: Entry, coded: Coded, now: float) -> list[bytes]:
        # Nobody may keep it beyond the next instant, also one that was set since it was made.
        until = min(entry.until, self._agenda.horizon)
        if self._by_address and not is_spelled_as(asked.key, asked.environ):
            until = now
        return asked.send(answer_to(asked.environ, entry, coded, until - now))

    def _refuse(
        self,
        asked: Asked,
        captured: Captured,
        response: Iterable[bytes],
        close: Callable[[], object],
    ) -> Iterable[bytes]:
        """Hand on an answer that is for one person, and let nobody wait for the next one here."""
        if len(self._refused) >= MOST_REFUSED:
            self._refused.clear()
        self._refused[asked.key] = None
        if asked.environ.get("QUERY_STRING", "") != asked.key[3]:
            close()
            return self._hand_on(asked)
        asked.start_response(captured.status, captured.headers)
        return Sent((), close) if asked.environ["REQUEST_METHOD"] == "HEAD" else response

    def _last_good(self, asked: Asked) -> Entry | None:
        """What is shown while Django can't answer: nothing that was changed since, as far as this
        machine knows, nor what was to change by now.
        """
        entry, now = self._store.get(asked.key) or self._from_others(asked.key), self._now()
        if entry is None or not may_answer(entry, asked.key, asked.environ):
            return None
        counter = self._current()
        due = min(entry.due, self._agenda.next(counter))
        is_old = now >= min(due, entry.made_at + OLDEST)
        return entry if not is_old and self._is_unchanged(entry, counter) else None

    def _send_old(self, asked: Asked, entry: Entry) -> list[bytes]:
        self._tell_old()
        now = self._now()
        coded = entry.coded.get(asked.coding) or entry.plain()
        answer = entry.answer(coded, 0, method=asked.environ["REQUEST_METHOD"])
        age = str(int(now - entry.made_at))
        fields = [*answer.headers, ("Age", age), ("Warning", '110 - "Response is Stale"')]
        return asked.send(answer._replace(headers=fields))
