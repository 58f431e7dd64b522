"""Each address of a release that has gone out is asked, as a visitor's browser would, until it
answers as it should. What it says in between, and when it came right, is the receipt.

No header asks a cache to step aside: one that stands in front of the site is what this is to reveal.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.db.models import QuerySet
from django.utils.encoding import iri_to_uri
from wagtail.models import Site

from newsroom.releases.dispatcher.chores import chore
from newsroom.releases.enums import Expectation, Status
from newsroom.releases.models import ReceiptLine
from pages import clock, marks

#: Between two questions to an address: at first often, in the end every ten minutes.
FIRST_WAIT, LONGEST_WAIT, GROWTH = timedelta(seconds=0.2), timedelta(minutes=10), 1.3
GIVE_UP = timedelta(days=1)
#: Seconds: for one answer; after which no further address is begun in this turn.
TIMEOUT, TURN = 5.0, 2.0
AT_ONCE = 8
_MOST_REDIRECTS = 3
_GONE = {301, 302, 303, 307, 308, 404, 410}


@dataclass(frozen=True)
class Answer:
    """What an address answered, or why there was no answer."""

    status: int | None
    mark: str = ""
    location: str = ""
    error: str = ""
    #: By the monotonic clock.
    at: float = 0.0


@chore(every=FIRST_WAIT)
def fetch_due() -> int:
    """Ask the addresses that are due; returns how many were asked."""
    now, started = clock.database_now(), time.monotonic()
    due = [line for line in _waiting(now) if is_due(line, now)]
    if not due:
        return 0
    hosts = {urlsplit(site.root_url).netloc for site in Site.objects.all()}
    asked = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while due and time.monotonic() - started < TURN:
            batch, due = due[:AT_ONCE], due[AT_ONCE:]
            answers = pool.map(lambda line: _ask(line.address, hosts), batch)
            for line, answer in zip(batch, answers, strict=True):
                _note(line, answer, now + timedelta(seconds=answer.at - started))
            fields = ["status_code", "seen_at", "asked_at", "attempts", "trouble"]
            ReceiptLine.objects.bulk_update(batch, fields)
            asked += len(batch)
    return asked


def is_due(line: ReceiptLine, now: datetime) -> bool:
    """Whether the address is to be asked again."""
    if line.asked_at is None:
        return True
    wait = min(FIRST_WAIT * GROWTH ** min(line.attempts - 1, 60), LONGEST_WAIT)
    if line.status_code is None:
        # A site that is too busy to answer is not asked ever more.
        wait = max(wait, timedelta(seconds=TIMEOUT))
    return line.asked_at + wait <= now


def _waiting(now: datetime) -> QuerySet:
    lines = ReceiptLine.objects.filter(
        seen_at=None, release__status=Status.RELEASED, release__released_at__gt=now - GIVE_UP
    )
    # Those that were asked least often first, so that none waits for all the others.
    return lines.order_by("attempts", "pk")


def _note(line: ReceiptLine, answer: Answer, at: datetime) -> None:
    line.status_code, line.asked_at, line.attempts = answer.status, at, line.attempts + 1
    line.trouble = _trouble(line, answer)[:255]
    if not line.trouble:
        line.seen_at = at


def _trouble(line: ReceiptLine, answer: Answer) -> str:
    """What is not yet as it should be, in one line; nothing when it is."""
    if answer.status is None:
        return answer.error
    if line.expectation == Expectation.GONE:
        if answer.status in _GONE:
            return ""
        if answer.status == 200:
            return "The page still answers."
    if answer.status == 200:
        if answer.mark == line.mark:
            return ""
        if answer.mark:
            return "It answers with another version of the page."
        return "Something answers, but it is not this site."
    if answer.status in (404, 410):
        return f"It answers that there is no such page ({answer.status})."
    if answer.location:
        return f"It sends visitors on to {answer.location}"
    if answer.status >= 500:
        return f"The site answers with an error ({answer.status})."
    return f"It answers with status {answer.status}."


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


def _ask(address: str, hosts: set[str]) -> Answer:
    """Fetch an address of the site; asks no database, as it runs in a thread of the pool."""
    answer = Answer(None, error="It is not an address of this site any more.", at=time.monotonic())
    for _ in range(_MOST_REDIRECTS):
        if urlsplit(address).netloc not in hosts:
            return answer
        answer = _fetch(address)
        if not _is_spelling(address, answer.location):
            return answer
        address = answer.location
    return answer


def _is_spelling(address: str, location: str) -> bool:
    """Whether a redirect leads to the same page of the same site, such as from http to https."""
    here, there = urlsplit(address), urlsplit(location)
    return (here.hostname, here.path, here.query) == (there.hostname, there.path, there.query)


def _fetch(address: str) -> Answer:
    request = Request(iri_to_uri(address), headers={"User-Agent": "release-receipt"})  # noqa: S310
    try:
        with build_opener(_NoRedirects).open(request, timeout=TIMEOUT) as response:
            mark = response.headers.get(marks.HEADER, "")
            return Answer(response.status, mark=mark, at=time.monotonic())
    except HTTPError as error:
        at = time.monotonic()
        with error:
            location = error.headers.get("Location", "")
            onward = urljoin(address, location) if location else ""
            return Answer(error.code, location=onward, at=at)
    except (OSError, HTTPException, ValueError) as error:
        # What urllib could not connect to stands in `reason`.
        return Answer(None, error=_reason(getattr(error, "reason", error)), at=time.monotonic())


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return f"No answer within {TIMEOUT:.0f} seconds."
    return f"It can’t be reached: {next(iter(str(error).splitlines()), type(error).__name__)}"
