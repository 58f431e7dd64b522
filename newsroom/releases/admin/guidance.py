"""What there is to do with a release now, for one person: one thing first, the others after it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.utils import get_user_display_name

from newsroom.releases import permissions
from newsroom.releases.admin.sight import Sight
from newsroom.releases.admin.standing import Standing
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, ReleaseItem
from pages import moments


@dataclass(frozen=True)
class Step:
    """A button: a transition of the release or of one item, or a page that leads on."""

    name: str
    label: str
    url: str
    #: Asks for words; empty when the step needs none.
    reason: str = ""
    is_required: bool = False
    is_serious: bool = False
    #: Followed, not sent.
    is_link: bool = False
    #: Says more to those who do not see what the button stands next to.
    about: str = ""


@dataclass
class Guidance:
    """What the release page says at its top."""

    sentence: str
    primary: Step | None = None
    others: list[Step] = field(default_factory=list)
    #: Why the person can't take the step that comes next.
    obstacles: list[str] = field(default_factory=list)
    #: Whether the primary step approves, so that the versions are shown beside it.
    approves: bool = False


def guidance_for(
    release: Release, user: User, standing: Standing, sight: Sight, items: list[ReleaseItem]
) -> Guidance:
    """What this person can do now."""
    guidance = _Advice(release, user, standing, items).give()
    guidance.sentence = sight.masked(guidance.sentence)
    guidance.obstacles = [sight.masked(obstacle) for obstacle in guidance.obstacles]
    return guidance


class _Advice:
    def __init__(
        self, release: Release, user: User, standing: Standing, items: list[ReleaseItem]
    ) -> None:
        self.release, self.user, self.standing = release, user, standing
        self.item_count = len(items)
        self.proposed = [item.title for item in items if item.proposed_revision_id]
        self.manages = permissions.may_manage(user)
        self.approves = permissions.may_approve(user)

    def give(self) -> Guidance:
        match self.release.status:
            case Status.DRAFT:
                guidance = self._draft()
            case Status.IN_REVIEW:
                guidance = self._in_review()
            case Status.APPROVED:
                guidance = self._approved()
            case Status.RELEASED:
                guidance = self._released()
            case _:
                guidance = Guidance("This release was cancelled. Its pages stayed as they were.")
        guidance.others += self._always()
        return guidance

    def _draft(self) -> Guidance:
        if not self.manages:
            return Guidance("The release is being put together.")
        if not self.item_count:
            sentence = "Add the pages that go out together."
            return Guidance(sentence, self._link("add_pages", "Add pages"))
        if self.release.instant is None:
            return Guidance(
                "Say when it goes out. Then a second person can be asked.",
                self._link("edit", "Set the instant"),
            )
        return Guidance(
            "Ready? Asking fixes the newest saved version of every page. Later edits stay out of it.",
            self._step("ask", "Ask for approval"),
        )

    def _in_review(self) -> Guidance:
        asker = _name(self.release.asked_by)
        guidance = Guidance(f"{asker} asked for approval.")
        if self.approves:
            guidance.obstacles = permissions.obstacles_to_approval(self.user, self.release)
            if not guidance.obstacles:
                guidance.sentence = f"{asker} asks you to approve it."
                guidance.primary = self._step("approve", "Approve exactly these versions")
                guidance.approves = True
            guidance.others.append(
                self._step("refuse", "Send back", reason="What has to change?", is_required=True)
            )
        else:
            guidance.sentence += " Those who can give it were told by mail."
        if self.manages and self.release.asked_by_id == self.user.pk:
            guidance.others.append(
                self._step("reopen", "Take the question back", reason="Why? (optional)")
            )
        return guidance

    def _approved(self) -> Guidance:
        assert self.release.instant is not None  # noqa: S101
        when = moments.stamp(self.release.instant)
        if self.standing.is_alarm:
            guidance = Guidance("It should be on the site and is not.")
            if self.manages or self.approves:
                guidance.primary = self._link("retry", "Try again now", is_link=False)
        elif self.proposed:
            guidance = Guidance(
                f"It goes out by itself at {when}. A newer version of {self._proposed_titles()} "
                "waits for approval, below; without it the approved one goes out."
            )
        else:
            guidance = Guidance(f"It goes out by itself at {when}. There is nothing to do.")
        if self.manages or self.approves:
            guidance.others.append(
                self._step("reopen", "Take the approval back", reason="Why? (optional)")
            )
        return guidance

    def _released(self) -> Guidance:
        if not self.release.waits_for_confirmation:
            return Guidance("Every page of it is on the site.")
        sender = _name(self.release.approved_by)
        who = "A second person" if permissions.needs_second_person() else "Somebody"
        guidance = Guidance(f"{sender} sent it out alone. {who} looks at it afterwards.")
        if self.approves:
            guidance.obstacles = permissions.obstacles_to_confirming(self.user, self.release)
            if not guidance.obstacles:
                guidance.primary = self._step("confirm", "Confirm it")
                guidance.approves = True
        return guidance

    def _always(self) -> Iterator[Step]:
        if not self.release.is_open:
            return
        if self.item_count and permissions.may_release_now(self.user):
            yield self._link("release_now", "Send out now…", is_serious=True)
        if self.manages:
            yield self._step(
                "cancel", "Cancel the release", reason="Why? (optional)", is_serious=True
            )

    def _proposed_titles(self) -> str:
        return ", ".join(f"“{title}”" for title in self.proposed)

    def _link(self, name: str, label: str, **more) -> Step:
        url = reverse(f"releases:{name}", args=[self.release.pk])
        return Step(name, label, url, **{"is_link": True, **more})

    def _step(self, name: str, label: str, **more) -> Step:
        url = reverse("releases:transition", args=[self.release.pk, name])
        return Step(name, label, url, **more)


def _name(person: User | None) -> str:
    return get_user_display_name(person) if person else "Somebody"
