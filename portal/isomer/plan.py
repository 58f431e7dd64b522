"""The pages to be, before any of them is made."""

from dataclasses import dataclass, field
from datetime import date

from portal.isomer.codes import Note
from portal.isomer.documents import Document

HOME = "index.md"


@dataclass
class PlannedPage:
    """One page to be; `source` is its key, `parent` the key of the page above it."""

    source: str
    kind: str
    page_type: str
    title: str
    slug: str = ""
    address: str = ""
    """Where the public must reach it; "" when any place will do."""
    parent: str = ""
    document: Document | None = None
    nav_group: str = ""
    default_kind: str = "news"
    """What a list mostly holds, as the newsroom names it."""
    day: date | None = None
    draft: bool = False
    go_live: date | None = None
    """The day on which a page dated in the future appears."""
    notes: list[Note] = field(default_factory=list)

    @property
    def is_hidden(self) -> bool:
        """Whether visitors do not see it, or not yet."""
        return self.draft or self.go_live is not None

    def note(self, code: str, detail: str = "") -> None:
        self.notes.append(Note(code, detail))


@dataclass
class Plan:
    """Every page in the order in which it is made, parents first, and what is left out."""

    pages: list[PlannedPage] = field(default_factory=list)
    left_out: list[tuple[Document, Note]] = field(default_factory=list)

    def by_source(self) -> dict[str, PlannedPage]:
        return {page.source: page for page in self.pages}
