"""What goes out and what ends, and when, as far as one person may know of it: releases, pages with
a schedule of their own, expiries. The calendar of the admin and the feeds of its people read it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from newsroom.releases import permissions
from newsroom.releases.models import Release


class Kind(models.TextChoices):
    """What happens at an instant."""

    RELEASE = "release", "Release"
    PAGE = "page", "Scheduled page"
    EXPIRY = "expiry", "Expiry"


@dataclass(frozen=True)
class Entry:
    """Something that happens at an instant."""

    kind: Kind
    #: Of the release or the page.
    pk: int
    at: datetime
    title: str
    owner: User | None
    changed_at: datetime | None = None
    release: Release | None = None

    @property
    def url(self) -> str:
        """Where it is looked after in the admin."""
        name = "releases:detail" if self.kind == Kind.RELEASE else "wagtailadmin_pages:edit"
        return reverse(name, args=[self.pk])


def between(
    user: User,
    start: datetime,
    end: datetime | None = None,
    *,
    kinds: Collection[str] = tuple(Kind),
    owner: User | None = None,
) -> list[Entry]:
    """What happens from `start` on and before `end`, in its order; at most one query for each kind
    besides those about the rights of the user.
    """
    found: list[Entry] = []
    if Kind.RELEASE in kinds and permissions.may_see(user):
        found += _releases(start, end)
    if Kind.PAGE in kinds:
        found += _scheduled_pages(user, start, end)
    if Kind.EXPIRY in kinds:
        found += _expiries(user, start, end)
    if owner is not None:
        found = [entry for entry in found if entry.owner == owner]
    return sorted(found, key=lambda entry: (entry.at, list(Kind).index(entry.kind), entry.pk))


def _releases(start: datetime, end: datetime | None) -> Iterator[Entry]:
    releases = Release.objects.filter(_within("instant", start, end)).select_related("owner")
    for release in releases:
        assert release.instant is not None  # noqa: S101
        yield Entry(
            Kind.RELEASE,
            release.pk,
            release.instant,
            release.title,
            release.owner,
            release=release,
        )


def _scheduled_pages(user: User, start: datetime, end: datetime | None) -> Iterator[Entry]:
    waiting = Revision.page_revisions.filter(_within("approved_go_live_at", start, end))
    # Revisions name their page in a text column, so the two are matched here, not in SQL.
    revisions = {int(revision.object_id): revision for revision in waiting.defer("content")}
    for page in _known(user).filter(pk__in=revisions):
        revision = revisions[page.pk]
        at = revision.approved_go_live_at
        yield Entry(Kind.PAGE, page.pk, at, revision.object_str, page.owner, revision.created_at)


def _expiries(user: User, start: datetime, end: datetime | None) -> Iterator[Entry]:
    for page in _known(user).filter(_within("expire_at", start, end), live=True):
        changed = page.latest_revision_created_at
        yield Entry(Kind.EXPIRY, page.pk, page.expire_at, page.title, page.owner, changed)


def _known(user: User) -> models.QuerySet[Page]:
    return page_permission_policy.explorable_instances(user).select_related("owner")


def _within(name: str, start: datetime, end: datetime | None) -> models.Q:
    found = models.Q(**{f"{name}__gte": start})
    return found & models.Q(**{f"{name}__lt": end}) if end else found
