"""Django in a few threads of its own, so that the server's threads are free for finished pages.

A server has a thread for each request in hand. Where Django runs in these, a handful of slow
requests holds up every page that only has to be sent; and with more of them, each would open its own
connection to the database. So Django's work is queued for a fixed number of threads, and the
server's threads, of which there can be many, only wait for it. They take turns: more than one thread
is for requests that wait for something else than the interpreter.

What is streamed, such as a file, is read by the server's thread while it is sent: a visitor with a
slow line holds up no rendering.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connections

from portal.delivery.tidying import Tidying

logger = logging.getLogger(__name__)

#: By how much renderings are below finished pages (`man 2 setpriority`: two thirds of their share at
#: 2), and the lowest that there is. Measured at 2: hits beside renderings go from 0.3 of the pure rate
#: to 0.45 with as many renderings; at 10 these are a fifth fewer.
NICER, LEAST = 2, 19

#: After so many seconds the next thread begins beside one that has not finished.
TURN = 0.1

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]


class Whole(list[bytes]):
    """The parts of a body that is complete."""

    streaming = False


class Streamed:
    """A body that is made while it is sent, in the thread that sends it."""

    streaming = True

    def __init__(self, response: Iterable[bytes]) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._response)

    def close(self) -> None:
        """Close the response, and what it may have opened in this thread."""
        try:
            _close(self._response)
        finally:
            connections.close_all()


class Turns:
    """One thread after the other. Side by side, renderings would take the interpreter from each other
    all the time, and a fifth of the processor with it. Whoever waits for something else, such as a
    lock of the database, is waited for no longer than TURN.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._whose: object = None
        self._ends = 0.0

    def take(self) -> object:
        """Wait for a turn: nobody else's begins within TURN, unless this one is given back."""
        mine = object()
        with self._changed:
            while self._whose is not None and (left := self._ends - time.monotonic()) > 0:
                self._changed.wait(left)
            self._whose, self._ends = mine, time.monotonic() + TURN
        return mine

    def give_back(self, mine: object) -> None:
        """Let the next one begin, unless it has already."""
        with self._changed:
            if self._whose is mine:
                self._whose = None
                self._changed.notify()


class RenderingThreads:
    """A WSGI application that asks another one in at most so many threads.

    What the other one raises is raised here. An answer that is complete is closed in its own thread
    and after it has been handed over, so that nobody waits for what is done afterwards.
    """

    def __init__(self, application: Application, threads: int) -> None:
        self._application = application
        #: The one that had work last comes first: its connection and all caches are warm.
        self._idle = [
            ThreadPoolExecutor(1, thread_name_prefix="rendering", initializer=give_way)
            for _ in range(threads)
        ]
        self._free = threading.Semaphore(threads)
        self._turns, self._tidying = Turns(), Tidying()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer: Future[Iterable[bytes]] = Future()
        self._free.acquire()
        turn, thread = self._turns.take(), self._idle.pop()
        thread.submit(self._work, thread, turn, answer, environ, start_response)
        return answer.result()

    def _work(self, thread: ThreadPoolExecutor, turn: object, *work: Any) -> None:
        try:
            with self._tidying.after():
                self._render(*work)
        finally:
            self._idle.append(thread)
            self._turns.give_back(turn)
            self._free.release()

    def _render(
        self,
        answer: Future[Iterable[bytes]],
        environ: Environ,
        start_response: Callable[..., Any],
    ) -> None:
        try:
            response = self._application(environ, start_response)
            if getattr(response, "streaming", True):
                answer.set_result(Streamed(response))
                return
            try:
                answer.set_result(Whole(response))
            finally:
                _close(response)
        except BaseException as error:
            if answer.done():
                logger.exception("a request could not be ended after its answer")
            else:
                answer.set_exception(error)


def give_way() -> None:
    """Let this thread have less of the processors than others while they are short: a finished page
    waits for whatever part of a rendering Linux lets go first, and a rendering hardly for a page.
    """
    if sys.platform == "linux":
        # There, each thread has a priority of its own.
        thread = threading.get_native_id()
        now = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(now + NICER, LEAST))


def _close(response: object) -> None:
    if close := getattr(response, "close", None):
        close()
