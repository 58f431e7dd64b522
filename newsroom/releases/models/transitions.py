"""Putting a release together: what goes out, when, and asking for approval."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from wagtail.models import Page

from newsroom.releases import notifications, permissions
from newsroom.releases.dating import date_no_later
from newsroom.releases.enums import OPEN, PREPARED, Action, Status
from newsroom.releases.models.approval import Approval, pin_latest
from newsroom.releases.models.locking import (
    TransitionRefused,
    check_words,
    items_of,
    require,
    versions_of,
    write_log,
)
from pages import clock, moments

if TYPE_CHECKING:
    from newsroom.releases.models import Release, ReleaseItem


class Transitions(Approval):
    """The steps of a release before its approval. Approval and after: `approval.py`."""

    class Meta:
        abstract = True

    def describe(self, actor: User, *, title: str, note: str, version: int | None = None) -> None:
        """Change the title and the note, which only the team sees."""
        require(permissions.may_manage(actor), "You may not change releases.")
        with self.locked(version, OPEN) as release:
            release.title, release.note = title, note
            check_words(release)
            write_log(release, "describe", actor, title=title)

    def reschedule(
        self, actor: User, instant: datetime | None, *, version: int | None = None
    ) -> None:
        """Change the instant. Of an approved release, later by anyone who may change releases,
        earlier only by somebody who may approve it. What is dated later than the day on which an
        approved one goes out gets that day.
        """
        require(permissions.may_manage(actor), "You may not change releases.")
        with self.locked(version, OPEN) as release:
            if release.is_armed:
                self._check_new_instant_of_armed(release, actor, instant)
            old, release.instant = release.instant, instant
            write_log(
                release,
                "reschedule",
                actor,
                old=moments.stamp(old) if old else "",
                new=moments.stamp(instant) if instant else "",
            )
            if release.is_armed:
                date_no_later(release, list(items_of(release)), actor)
                notifications.rescheduled(release, actor)

    def add(
        self,
        actor: User,
        page: Page,
        *,
        action: str = Action.PUBLISH,
        redirect_to: Page | None = None,
        reason: str = "",
        version: int | None = None,
    ) -> "ReleaseItem":
        """Put a page into the release.

        `redirect_to` is for a page that is taken off, `reason` for one that is withdrawn.
        """
        require(permissions.may_manage(actor), "You may not change releases.")
        with self.locked(version, PREPARED) as release:
            page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
            _check_page(actor, page, action, reason)
            item = release.items.model(
                release=release,
                page=page,
                title=page.get_admin_display_title()[:255],
                action=action,
                redirect_to=redirect_to,
                reason=reason,
                sort_order=release.items.count(),
            )
            if release.status == Status.IN_REVIEW and item.is_pinned:
                item.revision = page.latest_revision
            try:
                with transaction.atomic():
                    item.save()
            except IntegrityError:
                raise TransitionRefused(_already_taken(actor, release, page)) from None
            write_log(release, "add", actor, page=page.pk, item=item.title, what=action)
        return item

    def remove(self, actor: User, item: "ReleaseItem", *, version: int | None = None) -> None:
        """Take a page out of the release."""
        require(permissions.may_manage(actor), "You may not change releases.")
        with self.locked(version, PREPARED) as release:
            found = release.items.filter(pk=item.pk).first()
            require(found is not None, "The page is not in this release any more.")
            assert found is not None  # noqa: S101
            write_log(release, "remove", actor, page=found.page_id, item=found.title)
            found.delete()

    def ask_for_approval(self, actor: User, *, version: int | None = None) -> None:
        """Pin the latest version of every page and ask a second person to approve them."""
        require(permissions.may_manage(actor), "You may not change releases.")
        with self.locked(version, (Status.DRAFT,)) as release:
            require(release.instant is not None, "Say when the release goes out first.")
            items = list(items_of(release))
            require(bool(items), "There is no page in this release yet. Add one first.")
            for item in items:
                pin_latest(item)
            release.status = Status.IN_REVIEW
            release.asked_by, release.asked_at, release.reason = actor, clock.now(), ""
            write_log(release, "ask", actor, versions=versions_of(items))
            notifications.approval_asked(release, actor)

    def take_latest(self, actor: User, item: "ReleaseItem", *, version: int | None = None) -> None:
        """Replace a page's pinned version by its latest one, while approval is waited for."""
        require(permissions.may_manage(actor), "You may not change releases.")
        with self.locked(version, (Status.IN_REVIEW,)) as release:
            found = items_of(release).filter(pk=item.pk).first()
            require(found is not None, "The page is not in this release any more.")
            assert found is not None  # noqa: S101
            pin_latest(found)
            write_log(
                release, "take_latest", actor, item=found.title, versions=versions_of([found])
            )

    def cancel(self, actor: User, reason: str = "", *, version: int | None = None) -> None:
        """Give the release up; its pages stay as they are and are free for another one."""
        require(permissions.may_manage(actor), "You may not change releases.")
        with self.locked(version, OPEN) as release:
            was_armed = release.is_armed
            release.status, release.reason = Status.CANCELLED, reason
            release.items.update(is_open=False)
            write_log(release, "cancel", actor, reason=reason)
            if was_armed:
                notifications.cancelled(release, actor)

    def _check_new_instant_of_armed(
        self, release: "Release", actor: User, instant: datetime | None
    ) -> None:
        require(instant is not None, "An approved release needs an instant.")
        assert instant is not None and release.instant is not None  # noqa: S101
        if instant < release.instant:
            obstacles = permissions.obstacles_to_approval(actor, release)
            require(
                not obstacles,
                "An approved release can be moved to an earlier instant only by somebody who may "
                f"approve it. {' '.join(obstacles)}",
            )


def _check_page(actor: User, page: Page, action: str, reason: str) -> None:
    rights = page.permissions_for_user(actor)
    require(rights.can_edit(), "You may not edit this page, so you can’t put it into a release.")
    require(page.depth > 1, "This page can’t be released.")
    if action == Action.PUBLISH:
        require(
            not page.approved_schedule,
            "The page has a schedule of its own. Cancel that first, under “Schedule” of the page.",
        )
        require(page.latest_revision_id is not None, "Save the page first.")
    else:
        require(page.live, "The page is not on the site, so it can’t be taken off it.")
    if action == Action.WITHDRAW:
        require(bool(reason.strip()), "Say what readers are told about the withdrawal.")
        require(
            getattr(page.specific_class, "can_be_corrected", False),
            "Only press releases and news articles can be withdrawn. Take the page off instead.",
        )


def _already_taken(actor: User, release: "Release", page: Page) -> str:
    if release.items.filter(page=page).exists():
        return "The page is in this release already."
    if permissions.may_see(actor):
        other = release.items.model.objects.open().filter(page=page).first()
        if other is not None:
            return f"The page is in another release already: “{other.release.title}”."
    return "The page is in another release already."
