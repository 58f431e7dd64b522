"""Who may do what with releases. Asked where the change happens, under the lock."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission, User
from django.db.models import Q, QuerySet

from newsroom.releases.authorship import Contents

if TYPE_CHECKING:
    from newsroom.releases.models import Release, ReleaseItem

SEE = ("view", "add", "change", "approve", "release_now")


def may_see(user: User) -> bool:
    """Whether the person may look at releases."""
    return any(_has(user, name) for name in SEE)


def may_manage(user: User) -> bool:
    """Whether the person may make and change releases."""
    return _has(user, "add") and _has(user, "change")


def may_approve(user: User) -> bool:
    """Whether the person may approve releases that others wrote."""
    return _has(user, "approve")


def may_release_now(user: User) -> bool:
    """Whether the person may send a release out alone, at once."""
    return _has(user, "release_now")


def may_look_ahead(user: User) -> bool:
    """Whether the person may see the whole site as it will be, and rehearse releases."""
    return may_manage(user) or may_approve(user) or may_release_now(user)


def needs_second_person() -> bool:
    """Whether nobody approves what they wrote (the setting RELEASES_SECOND_PERSON)."""
    return settings.RELEASES_SECOND_PERSON


def obstacles_to_approval(
    user: User,
    release: "Release",
    only: list[int] | None = None,
    contents: Contents | None = None,
) -> list[str]:
    """Why the person can't approve this release: sentences for them, none when they can.

    `only` limits the question to items of which a newer version is proposed: their ids. Who asks
    about many releases looks up their `contents` once.
    """
    if not may_approve(user):
        return ["You may not approve releases."]
    contents = contents or Contents([release])
    items = contents.items(release, only)
    obstacles = _unpublishable(user, items)
    if not needs_second_person():
        return obstacles
    if release.asked_by_id == user.pk and only is None:
        obstacles.append("You asked for this approval, so somebody else has to give it.")
    written = [item.title for item in items if user.pk in contents.authors(item)]
    if written:
        titles = ", ".join(f"“{title}”" for title in written)
        obstacles.append(f"You wrote part of {titles}, so somebody else has to approve it.")
    return obstacles


def obstacles_to_confirming(
    user: User, release: "Release", contents: Contents | None = None
) -> list[str]:
    """Why the person can't confirm what somebody sent out alone: sentences for them."""
    if needs_second_person() and release.approved_by_id == user.pk:
        return ["You sent it out, so somebody else has to confirm it."]
    return obstacles_to_approval(user, release, contents=contents)


def obstacles_to_release_now(user: User, release: "Release") -> list[str]:
    """Why the person can't send this release out alone: sentences for them."""
    if not may_release_now(user):
        return ["You may not send out a release alone."]
    return _unpublishable(user, Contents([release]).items(release))


def approvers() -> QuerySet:
    """Everybody who may approve releases, for the mails that ask them."""
    right = Permission.objects.filter(
        content_type__app_label="releases", codename="approve_release"
    )
    return (
        get_user_model()
        .objects.filter(is_active=True)
        .filter(Q(groups__permissions__in=right) | Q(user_permissions__in=right))
        .distinct()
        .order_by("pk")
    )


def _unpublishable(user: User, items: list["ReleaseItem"]) -> list[str]:
    # Deleted pages are told about elsewhere; rights on the others are Wagtail's own.
    refused = [
        item.title for item in items if item.page is not None and not _may_publish(user, item)
    ]
    if not refused:
        return []
    titles = ", ".join(f"“{title}”" for title in refused)
    return [f"You may not publish {titles}."]


def _may_publish(user: User, item: "ReleaseItem") -> bool:
    rights = item.page.permissions_for_user(user)  # type: ignore[union-attr]
    return rights.can_publish()


def _has(user: User, action: str) -> bool:
    return user.is_active and user.has_perm(f"releases.{action}_release")
