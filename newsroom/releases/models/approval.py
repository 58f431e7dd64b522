"""From the request for approval to the instant, and what a second person says afterwards."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import User

from newsroom.releases import notifications, permissions
from newsroom.releases.dating import date_no_later
from newsroom.releases.enums import OPEN, Status
from newsroom.releases.models.locking import (
    Locking,
    items_of,
    lock_page,
    require,
    versions_of,
    write_log,
)
from pages import clock, moments

if TYPE_CHECKING:
    from newsroom.releases.models import Release, ReleaseItem


class Approval(Locking):
    """The steps that need somebody who may approve."""

    class Meta:
        abstract = True

    def approve(self, actor: User, *, version: int | None = None) -> None:
        """Arm the release: exactly the pinned versions go out at the instant.

        Raises TransitionRefused when the actor wrote one of them, or may not publish a page.
        """
        with self.locked(version, (Status.IN_REVIEW,)) as release:
            _require_approver(actor, release)
            items = list(items_of(release))
            require(bool(items), "There is no page in this release.")
            for item in items:
                require(
                    item.page is not None and (not item.is_pinned or item.revision is not None),
                    f"“{item.title}” was deleted. Send the release back.",
                )
            release.status = Status.APPROVED
            release.approved_by, release.approved_at = actor, clock.now()
            write_log(release, "approve", actor, versions=versions_of(items))
            notifications.approved(release, actor)

    def refuse(self, actor: User, reason: str, *, version: int | None = None) -> None:
        """Send the release back to its team, with a reason."""
        require(permissions.may_approve(actor), "You may not approve or refuse releases.")
        require(bool(reason.strip()), "Say why, so that the team knows what to change.")
        with self.locked(version, (Status.IN_REVIEW,)) as release:
            release.status, release.reason = Status.DRAFT, reason
            write_log(release, "refuse", actor, reason=reason)
            notifications.refused(release, actor)

    def reopen(self, actor: User, reason: str = "", *, version: int | None = None) -> None:
        """Take an approval, or the request for one, back: the release is a draft again."""
        require(
            permissions.may_manage(actor) or permissions.may_approve(actor),
            "You may not change releases.",
        )
        with self.locked(version, (Status.IN_REVIEW, Status.APPROVED)) as release:
            was_armed = release.is_armed
            release.status, release.reason = Status.DRAFT, reason
            release.approved_by, release.approved_at, release.is_emergency = None, None, False
            release.items.update(proposed_revision=None, proposed_by=None, proposed_at=None)
            write_log(release, "reopen", actor, reason=reason)
            if was_armed:
                notifications.reopened(release, actor)

    def propose(self, actor: User, item: "ReleaseItem", *, version: int | None = None) -> None:
        """Ask that a newer version of a page goes out; the approved one stays armed until then."""
        with self.locked(version, (Status.APPROVED,)) as release:
            found = _item(release, item)
            lock_page(found)
            require(
                found.page is not None and found.page.permissions_for_user(actor).can_edit(),
                "You may not edit this page.",
            )
            newer = found.newer_revision
            require(newer is not None, "There is no newer version of this page.")
            assert newer is not None  # noqa: S101
            found.proposed_revision = newer
            found.proposed_by, found.proposed_at = actor, clock.now()
            found.save()
            write_log(release, "propose", actor, item=found.title, revision=newer.pk)
            notifications.version_proposed(release, actor)

    def approve_proposal(
        self, actor: User, item: "ReleaseItem", *, version: int | None = None
    ) -> None:
        """Let the proposed version of a page go out in place of the one that was armed."""
        with self.locked(version, (Status.APPROVED,)) as release:
            found = _item(release, item)
            require(found.proposed_revision is not None, "No newer version waits for approval.")
            _require_approver(actor, release, [found.pk])
            old = found.revision_id
            found.revision = found.proposed_revision
            found.proposed_revision = found.proposed_by = found.proposed_at = None
            found.save()
            write_log(
                release,
                "approve_proposal",
                actor,
                item=found.title,
                revision=found.revision_id,
                old=old,
            )
            notifications.version_approved(release, actor)

    def decline_proposal(
        self,
        actor: User,
        item: "ReleaseItem",
        reason: str = "",
        *,
        version: int | None = None,
    ) -> None:
        """Keep the armed version of a page; the proposed one stays a draft."""
        with self.locked(version, (Status.APPROVED,)) as release:
            found = _item(release, item)
            require(found.proposed_revision is not None, "No newer version waits for approval.")
            require(
                permissions.may_approve(actor) or found.proposed_by_id == actor.pk,
                "You may not decide about this version.",
            )
            refused = found.proposed_revision_id
            found.proposed_revision = found.proposed_by = found.proposed_at = None
            found.save()
            write_log(
                release,
                "decline_proposal",
                actor,
                item=found.title,
                revision=refused,
                reason=reason,
            )
            notifications.version_declined(release, actor)

    def release_now(self, actor: User, reason: str, *, version: int | None = None) -> None:
        """Arm the release for this instant without a second person. The next pass sends it out.

        Needs a reason; a second person is asked to confirm afterwards.
        """
        require(bool(reason.strip()), "Say why it can’t wait for a second person.")
        with self.locked(version, OPEN) as release:
            obstacles = permissions.obstacles_to_release_now(actor, release)
            require(not obstacles, " ".join(obstacles))
            items = list(items_of(release))
            require(bool(items), "There is no page in this release yet. Add one first.")
            if release.status == Status.DRAFT:
                for item in items:
                    pin_latest(item)
            release.status, release.is_emergency, release.reason = Status.APPROVED, True, reason
            release.approved_by, release.approved_at = actor, clock.now()
            old, release.instant = release.instant, clock.database_now()
            date_no_later(release, items, actor)
            write_log(
                release,
                "release_now",
                actor,
                reason=reason,
                versions=versions_of(items),
                old=moments.stamp(old) if old else "",
                new=moments.stamp(release.instant),
            )
            notifications.sent_out_by_one(release, actor)

    def confirm(self, actor: User, *, version: int | None = None) -> None:
        """Approve afterwards what one person sent out alone.

        Raises TransitionRefused when the actor sent it, or wrote one of its versions.
        """
        with self.locked(version, (Status.RELEASED,)) as release:
            require(release.waits_for_confirmation, "This release needs no later approval.")
            obstacles = permissions.obstacles_to_confirming(actor, release)
            require(not obstacles, " ".join(obstacles))
            release.confirmed_by, release.confirmed_at = actor, clock.now()
            write_log(release, "confirm", actor)


def pin_latest(item: "ReleaseItem") -> None:
    """Pin the latest version of the item's page. Raises TransitionRefused when there is none."""
    require(item.page is not None, f"“{item.title}” was deleted. Take it out of the release.")
    assert item.page is not None  # noqa: S101
    lock_page(item)
    item.title = item.page.get_admin_display_title()[:255]
    if item.is_pinned:
        item.revision = item.page.latest_revision
        require(item.revision is not None, f"“{item.title}” has no saved version. Save it first.")
    item.parent_id = item.page.get_parent().pk
    item.save()


def _item(release: "Release", item: "ReleaseItem") -> "ReleaseItem":
    found = items_of(release).filter(pk=item.pk).first()
    require(found is not None, "The page is not in this release any more.")
    assert found is not None  # noqa: S101
    return found


def _require_approver(actor: User, release: "Release", items: list[int] | None = None) -> None:
    obstacles = permissions.obstacles_to_approval(actor, release, items)
    require(not obstacles, " ".join(obstacles))
