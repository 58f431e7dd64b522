"""Panels of the admin's first page: what is wrong, what waits for the reader, what goes out next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_user_display_name

from newsroom.releases import dispatcher, permissions
from newsroom.releases.admin.standing import Standing, failures_of, standing_of
from newsroom.releases.dispatcher import heartbeat
from newsroom.releases.enums import OPEN, Status
from newsroom.releases.models import Release
from pages import clock, moments

#: As many rows a panel shows.
SHOWN = 8
#: With something due this soon, people want to know that nothing is there to do it.
SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Line:
    """A release on the dashboard."""

    release: Release
    what: str
    standing: Standing

    @property
    def url(self) -> str:
        return reverse("releases:detail", args=[self.release.pk])

    @property
    def when(self) -> str:
        return moments.stamp(self.release.instant) if self.release.instant else "no instant yet"

    @property
    def distance(self) -> str:
        return moments.distance(self.release.instant) if self.release.instant else ""

    @property
    def owner(self) -> str:
        return get_user_display_name(self.release.owner) if self.release.owner else ""


class ReleasesPanel(Component):
    """A table of releases; nothing at all when there are none."""

    template_name = "releases/admin/panel.html"
    name: str
    heading: str

    def lines(self, user: User) -> Iterator[Line]:
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        lines = list(self.lines(parent_context["request"].user))
        return {"name": self.name, "heading": self.heading, "lines": lines}


class AlarmPanel(ReleasesPanel):
    """What should be on the site and is not, and that nobody is there to send it out."""

    name = "releases-alarm"
    heading = "Not as it should be"
    template_name = "releases/admin/alarm_panel.html"
    order = 1

    def lines(self, user: User) -> Iterator[Line]:
        late = list(Release.objects.due(clock.now()).select_related("owner")[:SHOWN])
        failures = failures_of(late)
        for release in late:
            standing = standing_of(release, failures.get(release.pk))
            if standing.is_alarm:
                yield Line(release, standing.note, standing)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        context = super().get_context_data(parent_context)
        return {**context, "unattended": _unattended()}


class WaitingPanel(ReleasesPanel):
    """What only this person, or one like them, can do."""

    name = "releases-waiting"
    heading = "Waiting for you"
    order = 120

    def lines(self, user: User) -> Iterator[Line]:
        if permissions.may_approve(user):
            yield from self._to_decide(user)
        sent_back = Release.objects.filter(owner=user, status=Status.DRAFT).exclude(reason="")
        for release in sent_back.select_related("owner")[:SHOWN]:
            yield Line(release, "Sent back to you", standing_of(release))

    def _to_decide(self, user: User) -> Iterator[Line]:
        proposed = Q(status=Status.APPROVED, items__proposed_revision__isnull=False)
        unconfirmed = Q(status=Status.RELEASED, is_emergency=True, confirmed_at=None)
        found = Release.objects.filter(Q(status=Status.IN_REVIEW) | proposed | unconfirmed)
        for release in found.distinct().select_related("owner").order_by("instant", "pk")[:20]:
            what = _asked_of(user, release)
            if what:
                yield Line(release, what, standing_of(release))


class NextReleasesPanel(ReleasesPanel):
    """The releases that go out next."""

    name = "releases-next"
    heading = "Next releases"
    order = 225

    def lines(self, user: User) -> Iterator[Line]:
        coming = Release.objects.filter(status__in=OPEN, instant__gt=clock.now())
        for release in coming.select_related("owner").order_by("instant", "pk")[:SHOWN]:
            yield Line(release, "", standing_of(release))


def _asked_of(user: User, release: Release) -> str:
    """What the release asks of this person, if it does."""
    only = None
    if release.is_armed:
        only = list(
            release.items.filter(proposed_revision__isnull=False).values_list("pk", flat=True)
        )
    elif release.approved_by_id == user.pk and release.waits_for_confirmation:
        return ""
    if permissions.obstacles_to_approval(user, release, only):
        return ""
    if release.is_armed:
        return "A newer version of a page to approve"
    return "To confirm: one person sent it out" if release.is_emergency else "To approve"


def _unattended() -> str:
    """That no dispatcher is there although something is due soon; empty when all is well."""
    coming = dispatcher.next_instant()
    if coming is None or coming > clock.now() + SOON or not heartbeat.is_silent():
        return ""
    return (
        f"No dispatcher is running, and something is due {moments.describe(coming)}. It goes out "
        "with the first visitor after that. Tell whoever looks after the server."
    )
