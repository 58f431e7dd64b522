"""What the importer's own report admits about a file."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from portal.fidelity.criteria import Criterion
from portal.fidelity.errors import CheckStop

#: A warning's detail that is an address; only its end is looked for, because both are shortened.
_ADDRESS = re.compile(r"^(\S*[/#@]\S*|www\.\S+)$")
_ABOUT_LENGTH = 30
_TIMES = re.compile(r"^(\d+) (?:times|numbers|contacts)$")

#: Warnings that excuse a loss of a criterion, one loss for each time they are given.
EXCUSES: dict[str, frozenset[str]] = {
    Criterion.ADDRESSES: frozenset({
        "address-taken", "address-reserved", "slug-changed", "unpublished", "future-dated",
        "mapped-out", "system-page", "too-large", "date-missing", "search-exists", "home-exists",
    }),
    Criterion.TITLES: frozenset({"title-shortened", "home-exists", "heading-repeats-title"}),
    Criterion.LINKS: frozenset({
        "link-unresolved", "link-hidden", "link-unsafe", "link-invalid", "link-in-heading",
        "link-in-card", "file-refused", "anchor-lost",
    }),
    Criterion.IMAGES: frozenset({
        "image-missing", "external-image", "image-broken", "image-unsupported", "image-embedded",
    }),
    Criterion.FRAMES: frozenset({"embed-unknown", "frame-removed", "file-refused"}),
    Criterion.CARDS: frozenset({
        "card-incomplete", "link-in-card", "link-unresolved", "accordion-flattened",
    }),
    Criterion.ACCORDIONS: frozenset({"accordion-flattened"}),
    Criterion.NUMBERS: frozenset({
        "numbers-generated", "list-split", "bullet-list", "accordion-flattened",
    }),
    Criterion.HEADINGS: frozenset({
        "heading-repeats-title", "heading-long", "heading-empty", "heading-in-list",
        "contacts-moved", "link-in-heading",
    }),
    Criterion.TABLES: frozenset({"layout-table", "table-nested"}),
    Criterion.WORDS: frozenset({
        "contacts-moved", "contact-label", "field-truncated", "bullet-list", "section-unknown",
        "heading-repeats-title",
    }),
    Criterion.MENU: frozenset({"link-unresolved", "setting-exists", "setting-refused"}),
    Criterion.FOOTER: frozenset({"link-unresolved", "setting-exists", "setting-refused"}),
}  # fmt: skip
#: How many words one such warning excuses.
_EXCUSED_WORDS = 12
_WIDE = frozenset({"field-truncated", "section-unknown"})


@dataclass
class _Note:
    code: str
    #: The address that the warning is about; it excuses a loss of no other.
    about: str
    left: int


class Notes:
    """The warnings about one file; each excuses as many losses as it counts."""

    def __init__(self, warnings: list[dict[str, Any]] | None, address: str = "") -> None:
        self.is_known = warnings is not None
        self.address = address
        self._warnings = warnings or []
        self._left: dict[str, list[_Note]] = {}

    def excuse(self, criterion: Criterion, what: str, weight: int = 1) -> bool:
        """Use up one warning that fits the criterion; False when none is left."""
        left = self._left.setdefault(criterion, [_note(warning) for warning in self._warnings])
        codes = EXCUSES.get(criterion, frozenset())
        what = unquote(what)
        for note in left:
            if note.left <= 0 or note.code not in codes:
                continue
            if criterion != Criterion.ADDRESSES and note.about not in what:
                continue
            if criterion == Criterion.WORDS and weight > _EXCUSED_WORDS and note.code not in _WIDE:
                continue
            note.left -= 1
            return True
        return False


def _note(warning: dict[str, Any]) -> _Note:
    detail = str(warning.get("detail") or "")
    match = _TIMES.match(detail)
    about = unquote(detail)[-_ABOUT_LENGTH:] if _ADDRESS.match(detail) else ""
    return _Note(str(warning.get("code")), about, int(match[1]) if match else 1)


class ImportReport:
    """The report of an import, by source; without a file nothing is excused."""

    def __init__(self, items: list[dict[str, Any]] | None) -> None:
        self.is_known = items is not None
        self._by_source = {str(item.get("source")): item for item in items or []}

    def notes(self, source: str) -> Notes:
        """The warnings about a file of the repository."""
        item = self._by_source.get(source)
        if item is None:
            return Notes([] if self.is_known else None)
        warnings = item.get("warnings")
        return Notes(warnings if isinstance(warnings, list) else [], str(item.get("address") or ""))


def read_report(path: Path | None) -> ImportReport:
    """A report as `import_isomer --report` writes it. Raises CheckStop when it is none."""
    if path is None:
        return ImportReport(None)
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CheckStop(f"The report {path} can't be read.") from error
    except ValueError as error:
        raise CheckStop(f"The report {path} is no JSON.") from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise CheckStop(f"The report {path} is no report of import_isomer.")
    return ImportReport(items)
