"""granian's threads, of which one at a time waits for requests.

granian has a thread for each request in hand, and wakes another one for each request that comes. For
a finished page that costs more than all else: handing it over, and the turns that the threads take at
the interpreter. So one thread is on duty: it answers one finished page after the other. The others
rest, each at the end of the page that it answered meanwhile.

Before the one on duty does what can take time, it leaves its place to another; when none rests,
granian starts one. As long as something takes time in this process, two are on duty: one alone would
wait for its turn beside a rendering anew for each page. With more of them, they and the rendering
take the interpreter from each other all the time, and a finished page costs three times as much.

What granian calls for each request is made by its `_wsgi_call_wrap`, which is a private name.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from weakref import WeakSet

from granian.server import mp

from portal.delivery.page_cache.sending import AtHand

#: So many are on duty: usually, and while something takes time.
ONE, BESIDE = 1, 2

Scope = dict[str, Any]


class Exchange(Protocol):
    """A request of granian's that is to be answered."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


Answering = Callable[[Exchange, Scope], object]


class Present(threading.local):
    """Has a mark for each thread, which is gone when the thread has ended."""

    def __init__(self) -> None:
        self.mark = Mark()


class Mark:
    """Stands for a thread."""

    __slots__ = ("__weakref__", "is_on_duty")

    def __init__(self) -> None:
        self.is_on_duty = False


class RequestThreads:
    """What granian calls in any of its threads: answers what is at hand, and calls `answering` for
    the rest.
    """

    def __init__(self, at_hand: AtHand, answering: Answering) -> None:
        self._at_hand, self._answering = at_hand, answering
        self._present = Present()
        self._changed = threading.Condition()
        #: Without those that have ended.
        self._on_duty: WeakSet[Mark] = WeakSet()
        #: How many calls take time at present.
        self._under_way = 0

    def __call__(self, exchange: Exchange, scope: Scope) -> None:
        answer = self._at_hand(scope)
        if answer is None:
            with self._leaving():
                self._answering(exchange, scope)
            return
        exchange.response_bytes(answer.code, answer.headers, answer.body)
        if not self._present.mark.is_on_duty:
            self._rest()

    @contextmanager
    def _leaving(self) -> Iterator[None]:
        with self._changed:
            self._under_way += 1
            self._dismiss([self._present.mark])
            self._changed.notify(max(self._missing(), 0))
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._dismiss(list(self._on_duty)[: max(-self._missing(), 0)])

    def _rest(self) -> None:
        """Returns when this thread is needed."""
        mark = self._present.mark
        with self._changed:
            self._changed.wait_for(lambda: self._missing() > 0)
            mark.is_on_duty = True
            self._on_duty.add(mark)

    def _dismiss(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            mark.is_on_duty = False
            self._on_duty.discard(mark)

    def _missing(self) -> int:
        """How many threads too few are on duty; below 0 for too many."""
        return (BESIDE if self._under_way else ONE) - len(self._on_duty)


def take_over() -> None:
    """Let the workers that granian forks from now on have such threads."""
    make = mp._wsgi_call_wrap

    def made(application: Any, options: dict[str, Any], log: str | None = None) -> Answering:
        answering: Answering = make(application, options, log)
        at_hand: AtHand | None = getattr(application, "at_hand", None)
        if at_hand is None or log or options.get("url_path_prefix"):
            # granian itself writes its log, and takes the prefix off.
            return answering
        return RequestThreads(at_hand, answering)

    mp._wsgi_call_wrap = made  # type: ignore[assignment]
