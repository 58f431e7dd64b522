"""What an editor is told about the release their page waits in."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Revision

from newsroom.releases import permissions
from newsroom.releases.admin.guidance import Step
from newsroom.releases.admin.standing import Standing, failures_of, standing_of
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import Release, ReleaseItem
from pages import moments

_DOES = {
    Action.PUBLISH: "goes out with",
    Action.UNPUBLISH: "is taken off the site with",
    Action.WITHDRAW: "is marked as withdrawn with",
}


@dataclass
class Notice:
    """The notice; without a release for those who may not know of any."""

    does: str
    lines: list[str]
    release: Release | None = None
    standing: Standing | None = None
    when: str = ""
    url: str = ""
    step: Step | None = None


def notice_for(page: Page, user: User) -> Notice | None:
    """What the person should know, or nothing when the page waits in no release."""
    item = (
        ReleaseItem.objects.open()
        .filter(page=page.pk)
        .with_pages()
        .select_related("release__approved_by", "proposed_by")
        .first()
    )
    if item is None:
        return None
    if not permissions.may_see(user):
        line = "This page waits in a release, which publishes it. What you write is a new draft."
        return Notice("", [line])
    release = item.release
    return Notice(
        does=_DOES[Action(item.action)],
        lines=_lines(item, release),
        release=release,
        standing=standing_of(release, failures_of([release]).get(release.pk)),
        when=moments.describe(release.instant) if release.instant else "no instant yet",
        url=reverse("releases:detail", args=[release.pk]),
        step=_propose(item, release),
    )


def _lines(item: ReleaseItem, release: Release) -> list[str]:
    if not item.is_pinned:
        return ["What you write is a new draft; the release does not publish it."]
    if release.status == Status.DRAFT or item.revision is None:
        return ["Its newest saved version is taken when approval is asked for."]
    version = _version(item.revision)
    if release.status == Status.IN_REVIEW:
        return [f"Approval was asked for the {version}. What was written later is not in it."]
    approver = get_user_display_name(release.approved_by) if release.approved_by else "somebody"
    lines = [f"Armed is the {version}; {approver} approved it. Later edits are not in it."]
    if item.proposed_revision is not None:
        sender = get_user_display_name(item.proposed_by) if item.proposed_by else "somebody"
        lines.append(
            f"The {_version(item.proposed_revision)} waits for approval, sent by {sender}."
        )
    return lines


def _propose(item: ReleaseItem, release: Release) -> Step | None:
    newer = item.newer_revision
    if not (release.is_armed and item.is_pinned and newer):
        return None
    if newer.pk == item.proposed_revision_id:
        return None
    args = [release.pk, item.pk, "propose"]
    url = reverse("releases:item_transition", args=args)
    return Step("propose", "Send the newer draft for approval", url)


def _version(revision: Revision) -> str:
    by = f" by {get_user_display_name(revision.user)}" if revision.user else ""
    return f"version of {moments.stamp(revision.created_at)}{by}"
