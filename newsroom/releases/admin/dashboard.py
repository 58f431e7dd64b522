"""Panels of the admin's first page: what is wrong, what waits for the reader, what goes out next."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_user_display_name

from newsroom.releases import dispatcher, permissions
from newsroom.releases.admin.standing import Standing, failures_of, standing_of
from newsroom.releases.authorship import Contents
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
    """A table of the releases that `lines` finds for a person; nothing when there are none."""

    template_name = "releases/admin/panel.html"

    def __init__(
        self, name: str, heading: str, order: int, lines: Callable[[User], Iterator[Line]]
    ) -> None:
        self.name, self.heading, self.order = name, heading, order
        self._lines = lines

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        lines = list(self._lines(parent_context["request"].user))
        return {"name": self.name, "heading": self.heading, "lines": lines}


class AlarmPanel(ReleasesPanel):
    """The same, with a line above it when nobody is there to send anything out."""

    template_name = "releases/admin/alarm_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        context = super().get_context_data(parent_context)
        return {**context, "unattended": _unattended()}


def panels() -> list[ReleasesPanel]:
    """The panels of the release desk: what is wrong, what waits for the reader, what comes next."""
    return [
        AlarmPanel("releases-alarm", "Not as it should be", 1, _late),
        ReleasesPanel("releases-waiting", "Waiting for you", 120, _waiting),
        ReleasesPanel("releases-next", "Next releases", 225, _coming),
    ]


def _late(user: User) -> Iterator[Line]:
    late = list(Release.objects.due(clock.now()).select_related("owner")[:SHOWN])
    failures = failures_of(late)
    for release in late:
        standing = standing_of(release, failures.get(release.pk))
        if standing.is_alarm:
            yield Line(release, standing.note, standing)


def _waiting(user: User) -> Iterator[Line]:
    """What only this person, or one like them, can do."""
    if permissions.may_approve(user):
        yield from _to_decide(user)
    sent_back = Release.objects.filter(owner=user, status=Status.DRAFT).exclude(reason="")
    for release in sent_back.select_related("owner")[:SHOWN]:
        yield Line(release, "Sent back to you", standing_of(release))


def _to_decide(user: User) -> Iterator[Line]:
    waiting = Release.objects.waiting_for_a_word().select_related("owner")
    releases = list(waiting.order_by("instant", "pk")[:20])
    contents = Contents(releases)
    for release in releases:
        if what := _asked_of(user, release, contents):
            yield Line(release, what, standing_of(release))


def _coming(user: User) -> Iterator[Line]:
    coming = Release.objects.filter(status__in=OPEN, instant__gt=clock.now())
    for release in coming.select_related("owner").order_by("instant", "pk")[:SHOWN]:
        yield Line(release, "", standing_of(release))


def _asked_of(user: User, release: Release, contents: Contents) -> str:
    """What the release asks of this person, if it does."""
    if release.waits_for_confirmation:
        asked = "To confirm: one person sent it out"
        obstacles = permissions.obstacles_to_confirming(user, release, contents)
    elif release.is_armed:
        asked = "A newer version of a page to approve"
        items = contents.items(release)
        ids = [item.pk for item in items if item.proposed_revision_id is not None]
        obstacles = permissions.obstacles_to_approval(user, release, ids, contents)
    else:
        asked = "To approve"
        obstacles = permissions.obstacles_to_approval(user, release, contents=contents)
    return "" if obstacles else asked


def _unattended() -> str:
    """That no dispatcher is there although something is due soon; empty when all is well."""
    coming = dispatcher.next_instant()
    if coming is None or coming > clock.now() + SOON or not heartbeat.is_silent():
        return ""
    return (
        f"No dispatcher is running, and something is due {moments.describe(coming)}. It goes out "
        "with the first visitor after that. Tell whoever looks after the server."
    )
