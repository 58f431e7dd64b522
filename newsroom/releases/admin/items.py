"""The pages of a release as its page shows them: which version, how it differs, what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Revision

from newsroom.releases import permissions
from newsroom.releases.admin.guidance import Step
from newsroom.releases.admin.sight import Sight
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import Release, ReleaseItem
from newsroom.releases.querysets import ReleaseItemQuerySet
from pages import moments

#: The words of the versions are not needed to list them.
_CONTENTS = [
    f"{name}__content"
    for name in ("revision", "proposed_revision", "page__live_revision", "page__latest_revision")
]


@dataclass(frozen=True)
class Version:
    """When a version was saved, and by whom."""

    saved: str
    by: str
    preview_url: str

    def __str__(self) -> str:
        return f"version of {self.saved}" + (f" by {self.by}" if self.by else "")


@dataclass
class Row:
    """One page of the release."""

    item: ReleaseItem
    title: str
    is_visible: bool
    kind: str = ""
    place: str = ""
    note: str = ""
    trouble: str = ""
    version: Version | None = None
    #: Whether exactly this version goes out, rather than the newest one when approval is asked.
    is_fixed: bool = False
    #: A later version that does not go out, and what is said about it.
    newer: Version | None = None
    proposed: Version | None = None
    proposed_by: str = ""
    obstacles: list[str] = field(default_factory=list)
    edit_url: str = ""
    compare_url: str = ""
    compare_proposed_url: str = ""
    #: Whether the page is not on the site yet, or is there in this very version.
    is_new: bool = False
    is_as_live: bool = False
    steps: list[Step] = field(default_factory=list)
    #: Decisions about a proposed version.
    decisions: list[Step] = field(default_factory=list)


def items_of(release: Release) -> list[ReleaseItem]:
    """The release's items with pages and versions, without the versions' words; one query."""
    items = cast(ReleaseItemQuerySet, release.items.all()).with_pages()
    return list(
        items.select_related("page__latest_revision__user", "proposed_by").defer(*_CONTENTS)
    )


def rows_of(release: Release, items: list[ReleaseItem], user: User, sight: Sight) -> list[Row]:
    """What the page of the release shows about each page in it."""
    return [_Maker(release, item, user, sight).row() for item in items]


class _Maker:
    def __init__(self, release: Release, item: ReleaseItem, user: User, sight: Sight) -> None:
        self.release, self.item, self.user, self.sight = release, item, user, sight
        # The relation is there already; asked of the item it would be fetched again.
        item.release = release
        self.manages = permissions.may_manage(user)
        #: Whether the person may see drafts of the page, by Wagtail's own rule.
        self.may_look = False

    def row(self) -> Row:
        item, page = self.item, self.item.page
        is_visible = self.sight.sees(item)
        row = Row(item, self.sight.title(item), is_visible, note=self._note())
        if page is None:
            row.trouble = "The page was deleted."
        elif self.release.is_open and self.sight.has_moved(item):
            row.trouble = "The page was moved to another place since its version was fixed."
        elif self.release.is_open and item.is_pinned and (above := self.sight.closed_above(item)):
            row.trouble = f"“{above}” above it is not on the site, so nobody could reach it."
        if page is not None and is_visible:
            self._describe(row, page)
        if self.release.is_prepared and self.manages:
            row.steps.append(self._step("remove", "Remove", about=row.title))
        return row

    def _describe(self, row: Row, page: Page) -> None:
        item = self.item
        model = page.specific_class
        row.kind = str(model._meta.verbose_name).capitalize() if model else ""
        row.place = self.sight.place(item)
        rights = page.permissions_for_user(self.user)
        self.may_look = rights.can_edit() or rights.can_publish()
        if rights.can_edit():
            row.edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        # A draft may still have the version that was asked for last time.
        fixed = item.revision if self.release.status != Status.DRAFT else None
        revision = (fixed or page.latest_revision) if item.is_pinned else None
        if revision is None:
            return
        row.version, row.is_fixed = self._version(page, revision), fixed is not None
        row.is_new = not page.live
        if self.release.is_open:
            row.is_as_live = page.live and page.live_revision_id == revision.pk
            if page.live and not row.is_as_live:
                row.compare_url = self._compare(page, "live", revision.pk)
            self._tell_of_newer(row, page, rights)

    def _tell_of_newer(self, row: Row, page: Page, rights) -> None:
        item, newer = self.item, self.item.newer_revision
        if item.proposed_revision is not None and item.revision is not None:
            row.proposed = self._version(page, item.proposed_revision)
            row.proposed_by = get_user_display_name(item.proposed_by) if item.proposed_by else ""
            row.compare_proposed_url = self._compare(
                page, item.revision.pk, item.proposed_revision.pk
            )
            row.decisions = list(self._decisions(row))
        if newer is None or not row.is_fixed or newer.pk == item.proposed_revision_id:
            return
        row.newer = self._version(page, newer)
        if self.release.status == Status.IN_REVIEW and self.manages:
            row.steps.append(self._step("take_latest", "Take the newer version", about=row.title))
        if self.release.is_armed and rights.can_edit():
            row.steps.append(
                self._step("propose", "Send the newer draft for approval", about=row.title)
            )

    def _decisions(self, row: Row) -> Iterator[Step]:
        if permissions.may_approve(self.user):
            obstacles = permissions.obstacles_to_approval(self.user, self.release, [self.item.pk])
            row.obstacles = [self.sight.masked(obstacle) for obstacle in obstacles]
            if not row.obstacles:
                yield self._step("approve_proposal", "Approve this version", about=row.title)
        if permissions.may_approve(self.user) or self.item.proposed_by_id == self.user.pk:
            yield self._step(
                "decline_proposal",
                "Keep the approved version",
                about=row.title,
                reason="Why? (optional)",
            )

    def _note(self) -> str:
        if self.item.action == Action.UNPUBLISH:
            if self.item.redirect_to_id is None:
                return "Readers who come to its address are sent nowhere."
            return f"Its readers are sent to “{self.sight.title_of(self.item.redirect_to_id)}”."
        if self.item.action == Action.WITHDRAW and self.sight.sees(self.item):
            return f"Readers are told: {self.item.reason}"
        return ""

    def _step(self, name: str, label: str, **more) -> Step:
        args = [self.release.pk, self.item.pk, name]
        return Step(name, label, reverse("releases:item_transition", args=args), **more)

    def _version(self, page: Page, revision: Revision) -> Version:
        args = [page.pk, revision.pk]
        return Version(
            moments.stamp(revision.created_at),
            get_user_display_name(revision.user) if revision.user else "",
            reverse("wagtailadmin_pages:revisions_view", args=args) if self.may_look else "",
        )

    def _compare(self, page: Page, old: int | str, new: int) -> str:
        if not self.may_look:
            return ""
        return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, old, new])
