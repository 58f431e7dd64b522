"""What is due is done before a request is answered, and every answer has one moment.

One statement asks the database for its clock and for the next instant at which something is due.

- A request that finds something due and undone does the pass itself, so that a dispatcher that died
  makes nobody late who is being read. When another process or thread is at it, it serves on at once.
- Reading requests are answered as at that instant of the database: the gate compares every date with
  it, so that a web machine with a wrong clock shows nothing early, and one answer never mixes two
  moments. In a writing request time runs on from there, as what it stores tells its own time.

Expiries are not asked for: the gate hides an expired page by its date.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Lock

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from newsroom.releases import effects
from newsroom.releases.dispatcher import run_pass, schedule
from pages import clock

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]
#: Answered without a look at what is due: a load balancer asks every few seconds.
UNGUARDED = ("/_health/",)
READING = {"GET", "HEAD", "OPTIONS"}

_at_it = Lock()


class DueMiddleware:
    """Does what is due, and gives the request its moment, as `request.moment`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Somebody has set the instant: this is the site as it will be, not as it is.
        if clock.fixed_instant() or request.path.startswith((*UNGUARDED, settings.STATIC_URL)):
            return self.get_response(request)
        left: list[int] = []
        seen = _look(left)
        request.moment = seen  # type: ignore[attr-defined]
        with _moment_of(request, seen):
            response = self.get_response(request)
        if left:
            # As Django closes uploaded files: when the answer has been sent, so that this visitor
            # does not wait for other people's mails.
            response._resource_closers.append(  # type: ignore[attr-defined]
                lambda: effects.deliver(left)
            )
        return response


def _moment_of(request: HttpRequest, seen: schedule.Moment | None) -> AbstractContextManager:
    if seen is None:
        return nullcontext()
    return clock.at(seen.now) if request.method in READING else clock.running_from(seen.now)


def _look(left: list[int]) -> schedule.Moment | None:
    """The present moment, after what was due has been done. `left` gets the effects.

    None when the database can't say; the request then finds that out by itself.
    """
    try:
        seen = schedule.moment()
        if not seen.is_due or not _at_it.acquire(blocking=False):
            return seen
        try:
            with effects.held(left.extend):
                report = run_pass(wait=False)
        finally:
            _at_it.release()
        return schedule.moment() if report.done or report.skipped else seen
    except Exception:
        # Whatever goes wrong here, the visitor gets the page as it is.
        logger.exception("what is due could not be done before a request")
        _mend_connection()
        return None


def _mend_connection() -> None:
    if connection.in_atomic_block:
        return
    try:
        connection.close_if_unusable_or_obsolete()
    except Error:
        connection.close()
