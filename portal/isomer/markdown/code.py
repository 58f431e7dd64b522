"""Code blocks: indented ones, and those between fences."""

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from portal.isomer.markdown import syntax
from portal.isomer.markdown.scanner import BLANK

if TYPE_CHECKING:
    from portal.isomer.markdown.blocks import BlockReader

_LAZY = re.compile(r"\n( {0,3}[^ \t\r\n\f\v])")
_INDENT = re.compile(r"^(?:\t| {4})", re.MULTILINE)
_FENCE_LINE = re.compile(r"^ {0,3}((?:~{3,})|(?:`{3,}))[ \t\r\f\v]*\n", re.MULTILINE)
_OPENING = re.compile(r" {0,3}(~{3,}|`{3,})[ \t]*([^ \t\r\n\f\v]*)[ \t\r\f\v]*\n")
_LANGUAGE = re.compile(r"[^?]+")


def extent(text: str, start: int) -> int:
    """Where the indented lines end that begin here; lines that lean on them belong to them."""
    end = start
    while True:
        match = BLANK.match(text, end)
        at = match.end() if match else end
        if not _is_indented(text, at):
            return end
        while _is_indented(text, at):
            at = _line_end(text, at)
        while at < len(text) and not BLANK.match(text, at) and not _leaves(text, at):
            at = _line_end(text, at)
        end = at


def without_indent(text: str) -> str:
    return _INDENT.sub("", text)


def indented(reader: "BlockReader") -> bool:
    text, start = reader.text, reader.pos
    end = extent(text, start)
    if end == start:
        return False
    reader.new("code", without_indent(_LAZY.sub(r" \1", text[start:end])))
    reader.pos = end
    return True


def fenced(reader: "BlockReader") -> bool:
    """Code between fences; a fence that is never closed is text."""
    match = _OPENING.match(reader.text, reader.pos)
    if not match:
        return False
    marks, language = match.groups()
    # A shorter closing fence does too: then the rest of the opening one is the language.
    for length in range(len(marks), 2, -1) if len(marks) < 20 else ():
        closing = reader.document.fences.closing(reader, marks[0] * length, match.end())
        if closing:
            break
    else:
        return False
    node = reader.new("code", reader.text[match.end() : closing[0]])
    node.line += 1
    name = _LANGUAGE.match(marks[length:] + language)
    node.info = name.group() if name else None
    reader.pos = closing[1]
    return True


class Fences:
    """The closing fences of a text, found once."""

    def __init__(self) -> None:
        self._owner: BlockReader | None = None
        self._lines: list[tuple[int, int, str]] = []
        self._starts: dict[str, list[tuple[int, int]]] = {}

    def closing(self, reader: "BlockReader", marks: str, start: int) -> tuple[int, int] | None:
        """Start and end of the first line that closes a fence."""
        if self._owner is not reader:
            self._owner, self._starts = reader, {}
            found = _FENCE_LINE.finditer(reader.text, reader.pos)
            self._lines = [(match.start(), match.end(), match.group(1)) for match in found]
        if marks not in self._starts:
            self._starts[marks] = [
                (first, last) for first, last, fence in self._lines if fence.startswith(marks)
            ]
        places = self._starts[marks]
        place = bisect_left(places, (start, start))
        return places[place] if place < len(places) else None


def _is_indented(text: str, at: int) -> bool:
    return syntax.INDENT.match(text, at) is not None and not BLANK.match(text, at)


def _leaves(text: str, at: int) -> bool:
    """Whether a line is none that leans on the indented ones above it."""
    if text[at] == "^":
        return syntax.END_OF_BLOCK.match(text, at) is not None
    return syntax.html_or_attributes(text, at)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
