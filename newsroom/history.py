"""What readers are told about an item after it was first published, newest first.

The page, the feeds and the structured data all take it from here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from newsroom.enums import NoteKind
from pages import moments
from pages.rows import instant

if TYPE_CHECKING:
    from newsroom.models import NewsroomItem


@dataclass(frozen=True)
class Entry:
    """One thing that readers are told. Without an instant it waits in a draft."""

    kind: NoteKind
    text: str
    at: datetime | None = None
    earlier: str = ""
    later: str = ""

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def stamp(self) -> str:
        """When it became public, with its zone."""
        return moments.stamp(self.at) if self.at else "when this draft is published"


@dataclass(frozen=True)
class History:
    """All that was told about an item, newest first."""

    #: What is public.
    entries: tuple[Entry, ...]
    #: Corrections of a draft, which nobody but its readers in the admin sees; none in public.
    waiting: tuple[Entry, ...]
    #: The notice of an item that is withdrawn.
    withdrawal: Entry | None
    #: The instant, or only the day, at which the item was first published.
    published: datetime | date

    @classmethod
    def of(cls, page: "NewsroomItem") -> "History":
        """The history of an item, in one query or from what was prefetched."""
        notes = _notes(page)
        withdrawal = None
        if page.withdrawn_at:
            told = {note.key: note.published_at for note in notes}
            withdrawal = Entry(
                NoteKind.WITHDRAWAL, page.withdrawal_reason, told.get(page.withdrawal_key)
            )
        return cls(
            entries=tuple(
                Entry(NoteKind(note.kind), note.text, note.published_at, note.earlier, note.later)
                for note in notes
            ),
            waiting=tuple(
                Entry(
                    NoteKind.CORRECTION,
                    correction.value["notice"],
                    earlier=correction.value["earlier"],
                    later=correction.value["later"],
                )
                for correction in reversed(page.corrections)
            ),
            withdrawal=withdrawal,
            published=first_published(page),
        )

    @property
    def updated_at(self) -> datetime | None:
        """When readers were last told of something; None if nothing happened since."""
        return max((entry.at for entry in self.entries if entry.at), default=None)

    @property
    def updated_stamp(self) -> str:
        return moments.stamp(self.updated_at) if self.updated_at else ""

    @property
    def corrections(self) -> list[Entry]:
        """Newest first; those of a draft before them."""
        said = [entry for entry in self.entries if entry.kind == NoteKind.CORRECTION]
        return [*self.waiting, *said]


def _notes(page: "NewsroomItem") -> list:
    rows = page.fetched("note_rows")
    if rows is None:
        return list(page.change_notes.all()) if page.pk else []
    note = page._meta.get_field("change_notes").related_model
    return [note(**row | {"published_at": instant(row["published_at"])}) for row in rows]


def first_published(page: "NewsroomItem") -> datetime | date:
    """When an item was first published: the day that readers see, and the time if it is known.

    An item that was imported or dated back has only its day.
    """
    if page.first_published_at:
        local = page.first_published_at.astimezone(timezone.get_default_timezone())
        if local.date() == page.date:
            return local
    return page.date
