"""Where a release stands, in words: its status, and whether it is late or could not go out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models

from newsroom.releases.enums import Status
from newsroom.releases.models import Release, UnitFailure
from pages import clock, moments

#: So long a release that is due is on its way; after that it is late.
ON_ITS_WAY = timedelta(seconds=10)


class Tone(models.TextChoices):
    """How urgent a standing is; its colour. The words always say it too."""

    QUIET = "quiet"
    WAITING = "waiting"
    ARMED = "armed"
    DONE = "done"
    ALARM = "alarm"


@dataclass(frozen=True)
class Standing:
    """What stands in the coloured label, and a line that explains it when it is needed."""

    label: str
    tone: Tone
    note: str = ""

    @property
    def is_alarm(self) -> bool:
        return self.tone == Tone.ALARM


_TONES = {
    Status.DRAFT: Tone.QUIET,
    Status.IN_REVIEW: Tone.WAITING,
    Status.APPROVED: Tone.ARMED,
    Status.RELEASED: Tone.DONE,
    Status.CANCELLED: Tone.QUIET,
}


def standing_of(release: Release, failure: UnitFailure | None = None) -> Standing:
    """Where the release stands now; `failure` is its last attempt when that failed."""
    if release.is_overdue:
        return _late(release, failure)
    if release.waits_for_confirmation:
        return Standing("Released, to be confirmed", Tone.WAITING)
    status = Status(release.status)
    if status == Status.DRAFT and release.reason:
        return Standing(str(status.label), Tone.QUIET, "Sent back")
    return Standing(str(status.label), _TONES[status])


def failures_of(releases: Iterable[Release]) -> dict[int, UnitFailure]:
    """The failed attempts of those that are late, by release; one query, or none."""
    late = {release.unit_key: release.pk for release in releases if release.is_overdue}
    if not late:
        return {}
    return {late[failure.key]: failure for failure in UnitFailure.objects.filter(key__in=late)}


def _late(release: Release, failure: UnitFailure | None) -> Standing:
    assert release.instant is not None  # noqa: S101
    if failure is not None:
        times = "once" if failure.count == 1 else f"{failure.count} times"
        return Standing("Could not go out", Tone.ALARM, f"Tried {times}")
    if clock.now() - release.instant <= ON_ITS_WAY:
        return Standing("Going out now", Tone.ARMED)
    due = moments.distance(release.instant)
    return Standing("Overdue", Tone.ALARM, f"Should have gone out {due}")
