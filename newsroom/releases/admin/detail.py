"""The page of one release."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic.base import View
from wagtail.admin.widgets.button import HeaderButton

from newsroom.releases import permissions
from newsroom.releases.admin import receipt
from newsroom.releases.admin.access import ReleasePage
from newsroom.releases.admin.guidance import guidance_for
from newsroom.releases.admin.history import SHOWN, History
from newsroom.releases.admin.items import items_of, rows_of
from newsroom.releases.admin.sight import Sight
from newsroom.releases.admin.standing import failures_of, standing_of
from newsroom.releases.dispatcher import heartbeat
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, UnitFailure
from newsroom.releases.staging import panel
from pages import moments


class DetailView(ReleasePage, View):
    """What goes out, when, and what there is to do."""

    template_name = "releases/admin/detail.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_header_buttons(self) -> list:
        if not (permissions.may_manage(self.actor) and self.release.is_open):
            return []
        args = [self.release.pk]
        edit = HeaderButton("Edit", url=reverse("releases:edit", args=args), icon_name="edit")
        if not self.release.is_prepared:
            return [edit]
        add = reverse("releases:add_pages", args=args)
        return [HeaderButton("Add pages", url=add, icon_name="plus"), edit]

    def get_context_data(self, *, refusal: list[str] | None = None, **kwargs) -> dict[str, Any]:
        release, user = self.release, self.actor
        items, history = items_of(release), History(release)
        sight = Sight(user, items, history.pages)
        failure = failures_of([release]).get(release.pk)
        standing = standing_of(release, failure)
        entries = history.entries(sight)
        return super().get_context_data(
            standing=standing,
            when=_when(release),
            people=list(_people(release)),
            guidance=guidance_for(release, user, standing, sight, items),
            rows=rows_of(release, items, user, sight),
            receipt=receipt.context(release, user),
            failure=_failure(failure, sight),
            is_unattended=release.is_armed and heartbeat.is_silent(),
            one_person=not permissions.needs_second_person(),
            entries=entries[:SHOWN],
            older_entries=entries[SHOWN:],
            panel=panel.context(release, user),
            refusal=[sight.masked(line) for line in refusal or []],
            **kwargs,
        )


@dataclass(frozen=True)
class Instant(moments.Dated):
    """An instant as the head of the page shows it."""

    at: datetime
    label: str

    @property
    def for_reader(self) -> str:
        """The reader's own time, when their account has another zone."""
        return moments.for_reader(self.at)


@dataclass(frozen=True)
class Part:
    """Who did what in this release."""

    did: str
    person: User | None
    at: str = ""


def _when(release: Release) -> Instant | None:
    """The instant that counts: the one it was released at, else the one it is to be."""
    if release.released_at:
        return Instant(release.released_at, "Went out")
    if release.instant is None:
        return None
    is_coming = release.is_open and not release.is_overdue
    return Instant(release.instant, "Goes out" if is_coming else "Was to go out")


def _people(release: Release) -> Iterator[Part]:
    yield Part("Owner", release.owner, moments.stamp(release.created_at))
    if release.asked_at and release.status != Status.DRAFT:
        yield Part("Asked for approval", release.asked_by, moments.stamp(release.asked_at))
    if release.approved_at:
        did = "Sent out alone" if release.is_emergency else "Approved"
        yield Part(did, release.approved_by, moments.stamp(release.approved_at))
    if release.confirmed_at:
        yield Part("Confirmed", release.confirmed_by, moments.stamp(release.confirmed_at))


def _failure(failure: UnitFailure | None, sight: Sight) -> dict[str, str] | None:
    """The last attempt, in words that name no page the person may not see."""
    if failure is None:
        return None
    return {
        "error": sight.error(failure.error),
        "failed": moments.describe(failure.failed_at),
        "next": moments.describe(failure.next_attempt_at),
    }
