"""What to think of an instant before something is set for it. The field is `pages.instants`."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from newsroom.releases import permissions
from newsroom.releases.models import Release
from pages import clock, moments
from pages.instants import InstantField

__all__ = ["InstantField", "warnings_about"]

#: Two things that go out closer together than this take each other's attention.
CLOSE = timedelta(minutes=5)
_SATURDAY = 5


def warnings_about(
    instant: datetime,
    release: Release | None = None,
    *,
    page: Page | None = None,
    reader: User | None = None,
) -> list[str]:
    """Sentences for whoever sets `instant`; nothing of them forbids it.

    `release` or `page` is what it is set for. Others are named only to a `reader` who may see them.
    """
    return [
        *_about_its_time(instant, "approved" if page is None else "published"),
        *_about_releases(instant, release, reader),
        *_about_schedules(instant, page, reader),
    ]


def _about_its_time(instant: datetime, settled: str) -> list[str]:
    warnings = []
    if instant <= clock.now():
        warnings.append(f"This instant has passed: it goes out at once when it is {settled}.")
    local = instant.astimezone(timezone.get_default_timezone())
    opens, closes = settings.RELEASES_OFFICE_HOURS
    hours = f"{opens:%H:%M}–{closes:%H:%M}"
    if local.weekday() >= _SATURDAY:
        warnings.append(f"It is a {local:%A}. Office hours are Monday to Friday, {hours}.")
    elif not opens <= local.time() <= closes:
        warnings.append(f"It is outside office hours (Monday to Friday, {hours}).")
    return warnings


def _about_releases(instant: datetime, release: Release | None, reader: User | None) -> list[str]:
    near = Release.objects.open().filter(instant__range=_around(instant))
    if release is not None:
        near = near.exclude(pk=release.pk)
    may_see = reader is not None and permissions.may_see(reader)
    return [
        f"{f'The release “{other.title}”' if may_see else 'Another release'} goes out within "
        f"five minutes of it, at {moments.stamp(other.instant)}."
        for other in near.order_by("instant", "pk")
    ]


def _about_schedules(instant: datetime, page: Page | None, reader: User | None) -> list[str]:
    around = _around(instant)
    waiting = Revision.page_revisions.filter(approved_go_live_at__range=around)
    goes_live = {
        int(revision.object_id): (revision.approved_go_live_at, revision.content.get("title", ""))
        for revision in waiting.order_by("approved_go_live_at", "pk")
    }
    expiring = Page.objects.filter(expire_at__range=around, live=True)
    ends = {pk: (at, title) for pk, at, title in expiring.values_list("pk", "expire_at", "title")}
    for found in (goes_live, ends):
        found.pop(page.pk if page else 0, None)
    shown = _explorable({*goes_live, *ends}, reader)
    return [
        f"{f'“{title}”' if pk in shown else 'Another page'} {does} within five minutes of it, at "
        f"{moments.stamp(at)}."
        for found, does in (
            (goes_live, "is scheduled to go live"),
            (ends, "is scheduled to expire"),
        )
        for pk, (at, title) in found.items()
    ]


def _around(instant: datetime) -> tuple[datetime, datetime]:
    return instant - CLOSE, instant + CLOSE


def _explorable(ids: set[int], reader: User | None) -> set[int]:
    """Those pages whose titles the reader may know."""
    if reader is None or not ids:
        return set()
    pages = page_permission_policy.explorable_instances(reader).filter(pk__in=ids)
    return set(pages.values_list("pk", flat=True))
