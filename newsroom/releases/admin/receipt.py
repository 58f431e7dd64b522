"""The receipt on the page of a release that has gone out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from wagtail.permissions import page_permission_policy

from newsroom.releases import fetching
from newsroom.releases.dispatcher import heartbeat
from newsroom.releases.enums import Status
from newsroom.releases.models import ReceiptLine, Release
from pages import clock, moments

_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True)
class Row:
    """An address, and since when it answers as it should."""

    line: ReceiptLine
    #: Empty for a page that the person may not know of.
    title: str
    seen: str
    delay: str

    @property
    def address(self) -> str:
        return self.line.address if self.title else ""


def context(release: Release, user: User) -> dict[str, Any] | None:
    """What `releases/calendar/receipt.html` shows; nothing before the release has gone out."""
    if release.status != Status.RELEASED:
        return None
    lines = list(release.receipt.all())
    known = _known(user, lines)
    waiting = [line for line in lines if line.seen_at is None]
    over = release.released_at is not None and (
        release.released_at + fetching.GIVE_UP <= clock.now()
    )
    return {
        "rows": [_row(line, release.instant, line.page_id in known) for line in lines],
        "waiting": len(waiting),
        "is_over": over,
        "is_unattended": bool(waiting) and not over and heartbeat.is_silent(),
        "last": _last(lines, release.instant),
    }


def _row(line: ReceiptLine, instant: datetime | None, is_known: bool) -> Row:
    seen = moments.clock_time(line.seen_at) if line.seen_at else ""
    return Row(line, line.title if is_known else "", seen, _delay(line.seen_at, instant))


def _last(lines: Iterable[ReceiptLine], instant: datetime | None) -> str:
    """How long after the instant the last address was seen; empty when one is not yet."""
    seen = [line.seen_at for line in lines]
    if not seen or None in seen:
        return ""
    return _delay(max(at for at in seen if at), instant)


def _delay(seen_at: datetime | None, instant: datetime | None) -> str:
    if seen_at is None or instant is None:
        return ""
    seconds = (seen_at - instant).total_seconds()
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE:.0f} min {seconds % _MINUTE:.0f} s"
    return f"{seconds // _HOUR:.0f} h {seconds % _HOUR // _MINUTE:.0f} min"


def _known(user: User, lines: Iterable[ReceiptLine]) -> set[int]:
    """Those pages of which the person may know."""
    pages = page_permission_policy.explorable_instances(user)
    ids = [line.page_id for line in lines if line.page_id]
    return set(pages.filter(pk__in=ids).values_list("pk", flat=True))
