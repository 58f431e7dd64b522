"""Mails of the release desk: who must act is told, in a mail that gives nothing away.

A mailbox is no safe place for an embargo: neither subject nor text names a release or a page, only
its number and a link that asks for the log-in. They are sent as effects, after the commit.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, mail_admins
from django.urls import reverse

from newsroom.releases import effects, permissions
from pages import moments

if TYPE_CHECKING:
    from newsroom.releases.models import Release

SIGNATURE = "You get this mail because you take part in this release."


def approval_asked(release: "Release", actor: User) -> None:
    """To everybody who can approve it."""
    able = _without(permissions.obstacles_to_approval, release)
    _tell(able, release, "needs your approval", f"{_name(actor)} asks you to approve it.", actor)


def version_proposed(release: "Release", actor: User) -> None:
    """To everybody who can approve it: the approved version stays armed until then."""
    text = (
        f"{_name(actor)} asks you to approve a newer version of one of its pages. Until then the "
        "approved version stays the one that goes out."
    )
    proposed = release.items.filter(proposed_revision__isnull=False).values_list("pk", flat=True)
    able = _without(partial(permissions.obstacles_to_approval, only=list(proposed)), release)
    _tell(able, release, "has a newer version to approve", text, actor)


def sent_out_by_one(release: "Release", actor: User) -> None:
    """To everybody who can confirm it afterwards."""
    text = f"{_name(actor)} sent it out at once, alone. Please look at it and confirm it."
    able = _without(permissions.obstacles_to_confirming, release)
    _tell(able, release, "was sent out by one person", text, actor)


def _to_team(what: str, did: str) -> "Callable[[Release, User], None]":
    """Makes a mail to the team of a release; `did` goes on after the name of who did it."""

    def tell(release: "Release", actor: User) -> None:
        _tell(_team(release), release, what, f"{_name(actor)} {did}", actor)

    return tell


approved = _to_team("is approved", "approved it.")
refused = _to_team("was sent back", "sent it back; the reason is on its page.")
reopened = _to_team(
    "is no longer approved",
    "took its approval back. It will not go out until it is approved again.",
)
cancelled = _to_team("was cancelled", "cancelled it.")
rescheduled = _to_team(
    "goes out at another time", "moved it to another instant. It stays approved."
)
version_approved = _to_team(
    "has a newer version approved", "approved the newer version of one of its pages."
)
version_declined = _to_team(
    "keeps its approved version", "kept the approved version of one of its pages."
)


def released(release: "Release") -> None:
    """To its team."""
    _tell(_team(release), release, "has gone out", "Every page of it is on the site now.")


def failed(release: "Release", error: str) -> None:
    """To its team and the administrators: it has not gone out, and why is on its page."""
    text = "It could not go out. It stays approved and is tried again. The reason is on its page."
    _tell(_team(release), release, "has NOT gone out", text)
    alarm(f"Release {release.pk} has not gone out", f"{text}\n\n{address_of(release)}")


def check_failed(release: "Release") -> None:
    """To its team: a rehearsal before the instant found what would go wrong."""
    text = "A rehearsal found something that would go wrong. Please look at its checks."
    _tell(_team(release), release, "did not pass its rehearsal", text)


def alarm(subject: str, text: str) -> None:
    """To the administrators of the installation (the setting ADMINS)."""
    effects.later("alarm", {"subject": subject, "text": text})


def address_of(release: "Release") -> str:
    """The release's page in the admin, as a whole address."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("releases:detail", args=[release.pk])


def _without(obstacles: "Callable[[User, Release], list[str]]", release: "Release") -> list[User]:
    """Those who may approve and whom nothing keeps from saying their word about this release."""
    return [person for person in permissions.approvers() if not obstacles(person, release)]


def _tell(
    people: Iterable[User],
    release: "Release",
    what: str,
    text: str,
    actor: User | None = None,
) -> None:
    addresses = sorted(
        {person.email for person in people if person.email and person.is_active and person != actor}
    )
    if not addresses:
        return
    body = "\n\n".join(filter(None, [text, _when(release), address_of(release), SIGNATURE]))
    subject = f"Release {release.pk} {what}"
    effects.later("mail", {"subject": subject, "text": body, "to": addresses})


def _when(release: "Release") -> str:
    if release.instant is None or not release.is_open or release.is_overdue:
        return ""
    return f"It goes out {moments.describe(release.instant)}."


def _team(release: "Release") -> list[User]:
    people = [release.owner, release.asked_by, release.approved_by]
    return [person for person in people if person is not None]


def _name(person: User) -> str:
    return person.get_full_name() or person.get_username()


@effects.handles("mail")
def _send(payload: dict) -> None:
    # One mail each: nobody learns who else is in the know.
    for address in payload["to"]:
        EmailMessage(payload["subject"], payload["text"], to=[address]).send()


@effects.handles("alarm")
def _send_alarm(payload: dict) -> None:
    mail_admins(payload["subject"], payload["text"])
