"""What became of every file: the report of one run."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import TextChoices

from portal.isomer.codes import Note
from portal.isomer.errors import ImportStop


class Action(TextChoices):
    """What the run did with one source."""

    CREATED = "created", "created"
    UPDATED = "updated", "updated"
    UNCHANGED = "unchanged", "unchanged"
    KEPT = "kept-local-edit", "kept as edited here"
    SKIPPED = "skipped", "left out"
    ENTRY = "entry", "listing entry"


@dataclass
class Item:
    """One source in the report."""

    source: str
    kind: str
    address: str = ""
    page_type: str = ""
    page_id: int | None = None
    action: str = Action.SKIPPED
    source_words: int = 0
    page_words: int = 0
    images: int = 0
    videos: int = 0
    embeds: int = 0
    cards: int = 0
    tables: int = 0
    links: dict[str, int] = field(default_factory=dict)
    legacy_html_blocks: int = 0
    warnings: list[Note] = field(default_factory=list)
    text: str = ""
    """The source itself, to be shown beside its page; not part of the report's file."""
    undo: dict[str, Any] = field(default_factory=dict)
    """What a rollback needs; not part of the report's file."""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Item":
        """The item that `as_dict` made this of."""
        same = {
            name: data[name]
            for name in (
                "source", "kind", "address", "page_type", "page_id", "action", "images",
                "videos", "embeds", "cards", "tables", "links", "legacy_html_blocks",
            )
        }  # fmt: skip
        notes = [Note(n["code"], n["detail"], n["line"] or 0) for n in data["warnings"]]
        words = data["words"]
        return cls(**same, source_words=words["source"], page_words=words["page"], warnings=notes)

    def as_dict(self) -> dict[str, Any]:
        """The item in the form of the report file."""
        names = ("total", "internal", "files", "external", "unresolved")
        return {
            "source": self.source,
            "kind": str(self.kind),
            "address": self.address,
            "page_type": self.page_type,
            "page_id": self.page_id,
            "action": str(self.action),
            "words": {"source": self.source_words, "page": self.page_words},
            "images": self.images,
            "videos": self.videos,
            "embeds": self.embeds,
            "cards": self.cards,
            "tables": self.tables,
            "links": {name: self.links.get(name, 0) for name in names},
            "legacy_html_blocks": self.legacy_html_blocks,
            "warnings": [
                {"code": str(note.code), "detail": note.detail, "line": note.line or None}
                for note in self.warnings
            ],
        }


@dataclass
class Report:
    """The whole run."""

    repository: str
    started: datetime
    finished: datetime | None = None
    dry_run: bool = False
    items: list[Item] = field(default_factory=list)

    def totals(self) -> dict[str, Any]:
        """Sums over all items: files, actions, words and what the pages hold."""
        actions = Counter(str(item.action) for item in self.items)
        sums = Counter[str]()
        links = Counter[str]()
        warnings = Counter[str]()
        for item in self.items:
            for name in ("images", "videos", "embeds", "cards", "tables", "legacy_html_blocks"):
                sums[name] += getattr(item, name)
            links.update(item.links)
            warnings.update(str(note.code) for note in item.warnings)
        return {
            "items": len(self.items),
            **{str(action): actions[action] for action in Action},
            "words": {
                "source": sum(item.source_words for item in self.items),
                "page": sum(item.page_words for item in self.items),
            },
            **sums,
            "links": dict(links),
            "warnings": dict(sorted(warnings.items())),
        }

    def as_dict(self) -> dict[str, Any]:
        """The report in the form of its file."""
        return {
            "repository": self.repository,
            "started": self.started.isoformat(),
            "finished": self.finished.isoformat() if self.finished else None,
            "dry_run": self.dry_run,
            "totals": self.totals(),
            "items": [item.as_dict() for item in self.items],
        }

    def save(self, path: Path) -> None:
        """Write the report as JSON. Raises ImportStop when the file can't be written."""
        try:
            path.write_text(
                json.dumps(self.as_dict(), indent=2, ensure_ascii=False) + "\n", "utf-8"
            )
        except OSError as error:
            raise ImportStop(f"The report {path} can't be written: {error.strerror}.") from error
