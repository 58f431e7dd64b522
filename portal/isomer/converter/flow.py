"""The walk through a document: text is gathered into paragraphs, everything else is a block."""

import re
from collections.abc import Callable

from lxml import etree

from portal.isomer.codes import Code
from portal.isomer.converter.model import (
    BREAK,
    PLAIN,
    Block,
    LinkRef,
    Marks,
    Notes,
    Run,
    Runs,
    is_blank,
)
from portal.isomer.converter.richtext import tidy

_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
_LOST = frozenset({"s", "strike", "del", "code", "kbd", "samp", "tt"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_PARAGRAPHS = frozenset(
    {"p", "address", "pre", "dt", "dd", "figcaption", "legend", "caption", "summary"}
)
_LONGEST_HEADING = 255
_HEADING = re.compile(r"h[1-6]$")

Handler = Callable[["Flow", etree._Element, Marks], None]


class Flow:
    """A walk in progress: the blocks so far, and the paragraph being gathered.

    `in_cell` is set inside a table, where no other table can stand.
    """

    #: Filled by the families: which elements they take.
    families: list[tuple[Callable[[etree._Element], bool], Handler]] = []

    def __init__(self, notes: Notes, *, in_cell: bool = False):
        self.notes = notes
        self.in_cell = in_cell
        self.blocks: list[Block] = []
        self._runs: Runs = []
        self._line = 0

    def inner(self, element, *, in_cell: bool | None = None, marks: Marks = PLAIN) -> list[Block]:
        """The blocks of an element's content, walked on their own."""
        flow = Flow(self.notes, in_cell=self.in_cell if in_cell is None else in_cell)
        flow.walk(element, marks)
        flow.close_paragraph()
        return flow.blocks

    def add(self, block: Block) -> None:
        """A block of its own; what was gathered before it is a paragraph."""
        self.close_paragraph()
        self.blocks.append(block)

    def text(self, text: str | None, marks: Marks, line: int = 0) -> None:
        if text:
            self._line = self._line or (line if text.strip() else 0)
            self._runs.append(Run(text.replace(BREAK, " "), marks))

    def close_paragraph(self, *, explicit: bool = False) -> None:
        """End the paragraph; one that was written as such and is empty is reported."""
        runs, line = tidy(self._runs), self._line
        self._runs, self._line = [], 0
        if is_blank(runs):
            if explicit:
                self.notes.tally(Code.EMPTY_PARAGRAPHS, line)
            return
        parts = _parted(runs)
        if len(parts) > 1:
            self.notes.tally(Code.BREAKS, line)
        self.blocks += [Block("text", part, line) for part in parts]

    def walk(self, element, marks: Marks = PLAIN) -> None:
        """Everything inside an element, in order."""
        line = self.notes.line(element)
        self.text(element.text, marks, line)
        for child in element:
            if isinstance(child.tag, str):
                self._visit(child, marks)
            self.text(child.tail, marks, self.notes.line(child))

    def _visit(self, element, marks: Marks) -> None:
        tag = element.tag
        for takes, handle in self.families:
            if takes(element):
                handle(self, element, marks)
                return
        if tag == "br":
            self._runs.append(Run(BREAK, marks))
        elif tag in _INLINE:
            self.walk(element, self._marked(element, marks))
        elif tag in _PARAGRAPHS:
            self.close_paragraph()
            self._line = self.notes.line(element)
            before = len(self.blocks)
            bold = tag in {"dt", "summary", "legend"}
            self.walk(element, marks.but(bold=True) if bold else marks)
            self._line = self._line or self.notes.line(element)
            self.close_paragraph(explicit=len(self.blocks) == before)
        elif _HEADING.match(tag):
            self._heading(element, marks)
        else:
            # A container without a meaning of its own: div, section, center, …
            self.close_paragraph()
            self.walk(element, marks)
            self.close_paragraph()

    def _heading(self, element, marks: Marks) -> None:
        self.close_paragraph()
        level, line = int(element.tag[1]), self.notes.line(element)
        found = self.inner(element, in_cell=False)
        texts = [block for block in found if block.type == "text"]
        words = " ".join(
            " ".join("".join(run.text for run in block.value).split()) for block in texts
        )
        if any(run.marks.link for block in texts for run in block.value):
            for run in (run for block in texts for run in block.value):
                if run.marks.link:
                    self.notes.add(Code.LINK_IN_HEADING, run.marks.link.href, line)
                    break
        if len(words) > _LONGEST_HEADING:
            self.notes.tally(Code.HEADING_LONG, line)
            self.add(Block("text", [Run(words, PLAIN.but(bold=True))], line))
        elif words:
            value = {"text": words, "level": "", "anchor": _anchor(element)}
            self.add(Block("heading", value, line, level=level))
        elif not any(block.type != "text" for block in found):
            self.notes.tally(Code.HEADING_EMPTY, line)
        for block in found:
            if block.type != "text":
                self.add(block)

    def _marked(self, element, marks: Marks) -> Marks:
        tag = element.tag
        if tag in _BOLD:
            return marks.but(bold=True)
        if tag in _ITALIC:
            return marks.but(italic=True)
        if tag in {"sup", "sub"}:
            return marks.but(raised=tag)
        if tag in _LOST:
            self.notes.tally(Code.FORMATTING, self.notes.line(element))
        if tag == "a" and element.get("href") is not None:
            link = LinkRef(element.get("href", "").strip(), self.notes.line(element))
            return marks.but(link=link)
        return marks


def _parted(runs: Runs) -> list[Runs]:
    """Paragraphs at every run of two or more line breaks."""
    parts: list[Runs] = [[]]
    breaks = 0
    for run in runs:
        if run.text == BREAK:
            breaks += 1
            continue
        if breaks and parts[-1]:
            if breaks > 1:
                parts.append([])
            else:
                parts[-1].append(Run(BREAK))
        breaks = 0
        parts[-1].append(run)
    return [tidied for part in parts if not is_blank(tidied := tidy(part))]


def _anchor(element) -> str:
    """The name a heading can be linked to by: its own id or that of an anchor inside it."""
    for candidate in element.iter(etree.Element):
        if name := candidate.get("id") or (candidate.tag == "a" and candidate.get("name")):
            return name.strip()
    return ""


def css(element) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())
