"""granian's threads, of which one at a time waits for requests.

granian has a thread for each request in hand, and wakes another one for each request that comes. For
a finished page that costs more than all else: handing it over, and the turns that the threads take at
the interpreter. So one thread is on duty: it answers one finished page after the other. The others
rest, each at the end of the page that it answered meanwhile.

Before the one on duty does what can take time, it leaves its place to others; when none rests, granian
starts one. As long as something takes time in this process, a few are on duty: they wait together
for their turns beside a rendering, and one alone would wait as long for each page.

What granian calls for each request is made by its `_wsgi_call_wrap`, which is a private name.
"""

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from granian.server import mp

from portal.delivery.page_cache.sending import AtHand

#: So many that rest are called when something takes time.
FEW = 8

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


class RequestThreads:
    """What granian calls in any of its threads: answers what is at hand, and calls `answering` for
    the rest.
    """

    def __init__(self, at_hand: AtHand, answering: Answering) -> None:
        self._at_hand, self._answering = at_hand, answering
        self._present = Present()
        self._changed = threading.Condition()
        self._on_duty: Callable[[], Mark | None] = _nobody
        #: How many calls take time at present.
        self._under_way = 0

    def __call__(self, exchange: Exchange, scope: Scope) -> None:
        answer = self._at_hand(scope)
        if answer is None:
            with self._leaving():
                self._answering(exchange, scope)
            return
        exchange.response_bytes(answer.code, answer.headers, answer.body)
        if not self._under_way and self._on_duty() is not self._present.mark:
            self._rest()

    @contextmanager
    def _leaving(self) -> Iterator[None]:
        with self._changed:
            self._under_way += 1
            if self._on_duty() is self._present.mark:
                self._on_duty = _nobody
            self._changed.notify(FEW)
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1

    def _rest(self) -> None:
        """Returns when this thread is needed."""
        with self._changed:
            if self._on_duty() is not None:
                self._changed.wait()
            if not self._under_way and self._on_duty() is None:
                self._on_duty = weakref.ref(self._present.mark)


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


def _nobody() -> None:
    """The mark of nobody."""
