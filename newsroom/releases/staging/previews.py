"""Shared previews: a link with which one named person sees a page or a release before it is public.

The token is in the link only; what is stored is its digest. Sharing and taking back are decided
here, whoever asks.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from newsroom.releases import permissions
from newsroom.releases.enums import Status
from newsroom.releases.models import PreviewOpening, Release, ReleaseItem, SharedPreview
from newsroom.releases.models.keys import digest, new_token
from newsroom.releases.models.locking import items_of, require
from newsroom.releases.staging.findings import known_to
from pages import clock, moments

USUAL, LONGEST = timedelta(days=7), timedelta(days=30)
#: Longer than any token; what is longer is not even hashed.
_LONGEST_TOKEN = 100


def share_release(
    actor: User, release: Release, person: str, expires_at: datetime
) -> tuple[SharedPreview, str]:
    """Make a link to all pages of a release; returns it with its token, which is not kept.

    Raises TransitionRefused when the actor may not share it, or the dates are wrong.
    """
    require(permissions.may_manage(actor), "You may not share releases.")
    require(release.is_open, "This release is not open any more, so there is nothing to preview.")
    pages = {item.page_id for item in release.items.all() if item.page_id}
    require(bool(pages), "There is no page in this release yet. Add one first.")
    require(
        pages == known_to(actor, pages),
        "This release holds pages that you may not see, so you can’t share it.",
    )
    return _share(actor, person, expires_at, release=release)


def share_page(
    actor: User, page: Page, person: str, expires_at: datetime
) -> tuple[SharedPreview, str]:
    """Make a link to the latest version of a page; returns it with its token, which is not kept.

    Raises TransitionRefused when the actor may not share it, or the dates are wrong.
    """
    require(page.permissions_for_user(actor).can_edit(), "You may not edit this page.")
    require(page.latest_revision_id is not None, "Save the page first.")
    return _share(actor, person, expires_at, page=page, revision=page.latest_revision)


def revoke(actor: User, preview: SharedPreview) -> None:
    """Close a link at once. Raises TransitionRefused when the actor may not."""
    with transaction.atomic():
        stored = SharedPreview.objects.select_for_update(of=("self",)).get(pk=preview.pk)
        require(may_revoke(actor, stored), "You may not revoke this preview.")
        if stored.revoked_at is None:
            stored.revoked_at, stored.revoked_by = clock.now(), actor
            stored.save(update_fields=["revoked_at", "revoked_by"])
            _log(stored, "revoke_preview", actor, person=stored.person)


def may_revoke(actor: User, preview: SharedPreview) -> bool:
    """Whether the person may close this link."""
    if preview.created_by_id == actor.pk:
        return True
    if preview.page is not None:
        return preview.page.permissions_for_user(actor).can_edit()
    return permissions.may_manage(actor)


def find(token: str) -> SharedPreview | None:
    """The preview that a token opens now; None for one that is wrong, over or taken back."""
    if len(token) > _LONGEST_TOKEN:
        return None
    rows = SharedPreview.objects.select_related("release", "page", "revision")
    preview = rows.filter(token_hash=digest(token)).first()
    if preview is None or not preview.is_valid:
        return None
    if preview.release is not None:
        return preview if preview.release.status != Status.CANCELLED else None
    return preview if preview.revision is not None else None


def note_opening(preview: SharedPreview, what: str) -> None:
    """Write down that somebody has opened something with this link, and when."""
    PreviewOpening.objects.create(preview=preview, what=what[:255])


def shown_items(preview: SharedPreview) -> list[ReleaseItem]:
    """The pages of a previewed release that there will be something to see of."""
    assert preview.release is not None  # noqa: S101
    items = items_of(preview.release)
    return [item for item in items if item.is_pinned and item.page is not None]


def not_before(preview: SharedPreview) -> str:
    """What the person is asked not to do, and until when."""
    instant = _instant_of(preview)
    if instant is None:
        return "Not for publication."
    if instant <= clock.now():
        return f"It was not to be published before {moments.stamp(instant)}."
    return f"Not for publication before {moments.stamp(instant)}."


def version_shown(preview: SharedPreview, item: ReleaseItem | None = None) -> str:
    """Which version of a page the link shows, in words."""
    if item is None or item.revision is not None:
        revision = item.revision if item else preview.revision
        saved = moments.stamp(revision.created_at) if revision else ""
        is_armed = preview.release is not None and preview.release.is_armed
        kind = "The approved version" if is_armed else "The version"
        return f"{kind} of {saved}."
    latest = item.page.latest_revision if item.page else None
    saved = f", saved {moments.stamp(latest.created_at)}" if latest else ""
    return f"A draft that may still change{saved}."


def _share(actor: User, person: str, expires_at: datetime, **shared) -> tuple[SharedPreview, str]:
    person = " ".join(person.split())
    require(bool(person), "Say who gets the link.")
    require(len(person) <= 120, "The name can have 120 characters at most.")
    require(expires_at > clock.now(), "The link would have ended already. Choose a later time.")
    require(
        expires_at <= clock.now() + LONGEST,
        f"A link opens for {LONGEST.days} days at most. Choose an earlier end.",
    )
    token = new_token()
    with transaction.atomic():
        preview = SharedPreview.objects.create(
            person=person,
            token_hash=digest(token),
            created_by=actor,
            expires_at=expires_at,
            **shared,
        )
        until = moments.stamp(expires_at)
        _log(preview, "share_preview", actor, person=person, until=until)
    return preview, token


def _log(preview: SharedPreview, action: str, actor: User, **data: str) -> None:
    subject = preview.release or preview.page
    log(instance=subject, action=f"releases.{action}", user=actor, data=data)


def _instant_of(preview: SharedPreview) -> datetime | None:
    if preview.release is not None:
        return preview.release.instant
    waiting = ReleaseItem.objects.open().filter(page=preview.page).select_related("release")
    item = waiting.first()
    if item is not None:
        return item.release.instant
    scheduled = preview.page.scheduled_revision if preview.page else None
    return scheduled.approved_go_live_at if scheduled else None
