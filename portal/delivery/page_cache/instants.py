"""When a page that is rendered now will look different, although nobody does anything then."""

import math
from datetime import datetime, time, timedelta

from django.db.models import DateTimeField, Min, QuerySet, Value
from django.utils import timezone

from newsroom.releases.dispatcher import schedule
from pages import clock
from pages.prepared import Given, Prepared
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
        found = (at for (at,) in _dates_after.ask(now=now) if at is not None)
        until = min(found, default=None)
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


def _earliest_after() -> QuerySet:
    """The first of each kind of date after the moment that is asked with."""
    dates = [
        (model._default_manager.filter(live=True), name)
        for model in schedule.draft_models()
        for name in ("go_live_at", "expire_at")
    ]
    banners = SiteSettings.objects.all()
    dates += [(banners, "banner_from"), (banners, "banner_until")]
    first, *others = (_earliest(rows, name) for rows, name in dates)
    return first.union(*others, all=True)


def _earliest(rows: QuerySet, name: str) -> QuerySet:
    after = rows.filter(**{f"{name}__gt": Given("now", DateTimeField())}).order_by()
    # Grouped by what is the same in all of them: one row, which an index of the date answers.
    as_one = after.annotate(same=Value(1)).values("same")
    return as_one.annotate(at=Min(name)).values_list("at")


_dates_after = Prepared(_earliest_after)
