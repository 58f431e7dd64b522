"""The tables of the release desk."""

from newsroom.releases.models.dispatch import Effect, Heartbeat, UnitFailure
from newsroom.releases.models.item import ReleaseItem
from newsroom.releases.models.keys import CalendarKey
from newsroom.releases.models.preview import PreviewOpening, SharedPreview
from newsroom.releases.models.proof import ReceiptLine, Rehearsal
from newsroom.releases.models.release import Release

__all__ = [
    "CalendarKey",
    "Effect",
    "Heartbeat",
    "PreviewOpening",
    "ReceiptLine",
    "Rehearsal",
    "Release",
    "ReleaseItem",
    "SharedPreview",
    "UnitFailure",
]
