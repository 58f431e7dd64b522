"""What the converter's steps hand to each other."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from portal.isomer.codes import Note


class Rich(str):
    """Rich text with references: links carry the source's address and line."""

    __slots__ = ()


@dataclass(frozen=True)
class LinkRef:
    """A link of the source, still to be resolved."""

    href: str
    line: int = 0
    label: str = ""


@dataclass(frozen=True)
class ImageRef:
    """A picture of the source, still to be found."""

    src: str
    line: int = 0
    alt: str = ""


@dataclass(frozen=True)
class FileRef:
    """A file of the source that a block needs as a document."""

    href: str
    line: int = 0


@dataclass(frozen=True)
class Marks:
    """The formatting of a stretch of text."""

    bold: bool = False
    italic: bool = False
    raised: str = ""
    """`sup`, `sub` or nothing."""
    link: LinkRef | None = None

    def but(self, **changes: Any) -> "Marks":
        return replace(self, **changes)


PLAIN = Marks()


@dataclass(frozen=True)
class Run:
    """Text of one formatting; a line break is a run of BREAK."""

    text: str
    marks: Marks = PLAIN


#: No source holds it: the reader turns this separator into a space.
BREAK = "\u2028"
Runs = list[Run]


@dataclass
class ListItem:
    """An item's lines of text and the lists below it."""

    parts: list["Runs | ListNode"] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)


@dataclass
class ListNode:
    """A list of text."""

    ordered: bool
    items: list[ListItem] = field(default_factory=list)
    start: int = 1
    kind: str = ""
    """`a`, `A`, `i`, `I`, or nothing for figures."""
    backwards: bool = False


@dataclass
class Block:
    """One block.

    `type` is a StreamField child, or one of two that only exist until assembly: `text` (value:
    Runs, one paragraph) and `list` (value: ListNode).
    """

    type: str
    value: Any
    line: int = 0
    level: int = 0
    """A heading's level in the source; 7 for bold text that served as one."""
    note: str = ""
    number: int | None = None
    """A paragraph's number in a release, where it is not the next one."""
    unnumbered: bool = False
    anchors: list[str] = field(default_factory=list)
    """The names by which links reach a paragraph; other blocks keep theirs in their value."""


class Notes:
    """Warnings of one document: single ones, and tallies of repairs that repeat."""

    def __init__(self, first_line: int = 1):
        self.first_line = first_line
        self.single: list[Note] = []
        self._tallies: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def add(self, code: str, detail: str = "", line: int = 0) -> None:
        """Report one thing; `line` is the source file's."""
        self.single.append(Note(code, " ".join(detail.split())[:300], line))

    def tally(self, code: str, line: int = 0) -> None:
        """Report a repair that may occur hundreds of times as one warning with a count."""
        self._tallies[code] += 1
        self._first.setdefault(code, line)

    def line(self, element: Any) -> int:
        """The line of an element in the source file."""
        return self.first_line + (element.sourceline or 1) - 1

    def all(self) -> list[Note]:
        """Every warning in the order of lines, the tallies with their counts."""
        tallied = [
            Note(code, f"{count} times" if count > 1 else "once", self._first[code])
            for code, count in self._tallies.items()
        ]
        return sorted([*self.single, *tallied], key=lambda note: (note.line, note.code))


def plain(runs: Runs) -> str:
    """The words of a paragraph, with single spaces."""
    return " ".join("".join(run.text for run in runs).split())


def texts_of(block: Block) -> list[Runs]:
    """The lines of a paragraph, a heading or a list, where only text can stand; else none."""
    if block.type == "text":
        return [block.value]
    if block.type == "heading":
        return [[Run(block.value["text"], PLAIN.but(link=block.value.get("link")))]]
    return _items_of(block.value) if block.type == "list" else []


def _items_of(node: ListNode) -> list[Runs]:
    lines: list[Runs] = []
    for item in node.items:
        for part in item.parts:
            lines += _items_of(part) if isinstance(part, ListNode) else [part]
    return lines


def is_blank(runs: Runs) -> bool:
    """Whether nothing of a paragraph can be seen."""
    return not any(run.text.strip() for run in runs)


def all_marked(runs: Runs, name: str) -> bool:
    """Whether every visible stretch of a paragraph carries a mark."""
    visible = [run for run in runs if run.text.strip()]
    return bool(visible) and all(getattr(run.marks, name) for run in visible)


_SPACES = re.compile(r"[ \t\n\r\f\u00a0\u2007\u202f]+")


def collapse(text: str) -> str:
    """Whitespace as a browser shows it; a lone no-break space is kept, a run becomes a space."""

    def one(match: re.Match) -> str:
        found = match.group()
        return found if found in {"\u00a0", "\u202f"} else " "

    return _SPACES.sub(one, text)
