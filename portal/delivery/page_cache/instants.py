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


def due_in(dates: Dates, counter: int) -> float:
    """Seconds from `clock.now()`, the moment of the request, until something is published or taken
    off by its date; 0 or less while that is due and undone, infinity when nothing will be.

    What is armed is asked for anew at every rendering.
    """
    now = clock.now()
    instants = [*filter(None, (schedule.moment().next_due, dates.next(counter, now)))]
    return (min(instants) - now).total_seconds() if instants else math.inf


def day_left() -> float:
    """Seconds from `clock.now()` until the next day begins, here: the year below a page changes
    then, and the day until which a file is valid.
    """
    tomorrow = clock.today() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time.min, timezone.get_current_timezone())
    return (midnight - clock.now()).total_seconds()


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
