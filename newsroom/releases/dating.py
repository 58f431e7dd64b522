"""The day that readers see on what goes out: not one that is still to come."""

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.dateparse import parse_date
from wagtail.models import Revision

from newsroom.models import NewsroomItem
from newsroom.releases.models.locking import lock_page, write_log
from pages import moments

if TYPE_CHECKING:
    from newsroom.releases.models import Release, ReleaseItem


def day_of(instant: datetime) -> date:
    """The calendar day of an instant in the site's time zone."""
    return instant.astimezone(timezone.get_default_timezone()).date()


def date_no_later(release: "Release", items: list["ReleaseItem"], actor: User) -> None:
    """Give what is dated after the instant of the release the day of that instant.

    For a release that goes out earlier than it was written for. The version that is pinned instead
    differs in its date only, and is by the same author; the log says so.
    """
    assert release.instant is not None  # noqa: S101
    day = day_of(release.instant)
    for item in items:
        if item.is_pinned and _is_dated_after(day, item):
            lock_page(item)
            _pin_dated(item, day)
            write_log(
                release, "date", actor, page=item.page_id, item=item.title, day=moments.day(day)
            )


def _is_dated_after(day: date, item: "ReleaseItem") -> bool:
    model = item.page.specific_class if item.page else None
    if item.revision is None or model is None or not issubclass(model, NewsroomItem):
        return False
    written = parse_date(item.revision.content.get("date") or "")
    return written is not None and written > day


def _pin_dated(item: "ReleaseItem", day: date) -> None:
    assert item.page is not None and item.revision is not None  # noqa: S101
    latest = item.page.latest_revision
    approved = item.revision
    item.revision = _dated(approved, day)
    item.save()
    if latest is not None and latest.pk > approved.pk:
        # A newer draft stays the newest, and does not bring the later day back.
        _dated(latest, day)


def _dated(revision: Revision, day: date) -> Revision:
    page = cast(NewsroomItem, revision.as_object())
    page.date = min(page.date, day)
    return page.save_revision(user=revision.user, clean=False)
