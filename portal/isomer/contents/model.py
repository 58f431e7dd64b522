"""The content of one page."""

from dataclasses import dataclass, field
from typing import Any

from portal.isomer.codes import Note
from portal.isomer.converter.tally import Tally
from portal.isomer.release import ContactData


@dataclass(frozen=True)
class PageRef:
    """A page of this import, by its source."""

    source: str


@dataclass
class Content:
    """Fields by name.

    A list is a stream, `Rich` is rich text, `ImageRef` a picture; everything else is the value
    itself.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    contacts: list[ContactData] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    source: Tally = field(default_factory=Tally)
    page_words: int = 0
