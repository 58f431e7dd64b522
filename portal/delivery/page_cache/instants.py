"""When a page that is rendered now will look different, although nobody does anything then."""

import math
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Min, Q
from django.utils import timezone

from newsroom.releases.dispatcher import schedule
from pages import clock
from pages.site_settings import SiteSettings


class Dates:
    """The next instant in the dates of pages, snippets and banners.

    All of these change by publications only, which move the counter: so the tables are looked
    through once for each value of it, and once more when the instant has passed.
    """

    def __init__(self) -> None:
        self._known: tuple[int, datetime, datetime | None] | None = None

    def next(self, counter: int, now: datetime) -> datetime | None:
        """The first date after `now`; None when there is none."""
        known = self._known
        if known is not None:
            for_counter, since, until = known
            if for_counter == counter and since <= now and (until is None or now < until):
                return until
        until = min(_dates_after(now), default=None)
        self._known = counter, now, until
        return until


def work_in(seen: schedule.Moment | None) -> float:
    """Seconds from `clock.now()`, the moment of the request, until something is to be published or
    taken off; 0 or less while that is due and undone, infinity when nothing will be.

    Nothing that visitors see changes before that is done. `seen` is what the request found when it
    began: what was armed since has changed the key `DUE`. None asks anew.
    """
    return _until((seen or schedule.moment()).next_due)


def change_in(dates: Dates, counter: int) -> float:
    """Seconds from `clock.now()` until pages look different by themselves: when a date of a page, a
    snippet or the banner passes, and when the next day begins, here: the year below a page changes
    then, and the day until which a file is valid.
    """
    tomorrow = clock.today() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time.min, timezone.get_current_timezone())
    return min(_until(midnight), _until(dates.next(counter, clock.now())))


def _until(instant: datetime | None) -> float:
    return math.inf if instant is None else (instant - clock.now()).total_seconds()


def _dates_after(now: datetime) -> Iterator[datetime]:
    for model in schedule.draft_models():
        found = model._default_manager.filter(live=True).aggregate(
            begins=Min("go_live_at", filter=Q(go_live_at__gt=now)),
            ends=Min("expire_at", filter=Q(expire_at__gt=now)),
        )
        yield from filter(None, found.values())
    banners = SiteSettings.objects.aggregate(
        begins=Min("banner_from", filter=Q(banner_from__gt=now)),
        ends=Min("banner_until", filter=Q(banner_until__gt=now)),
    )
    yield from filter(None, banners.values())
