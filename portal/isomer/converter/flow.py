"""The walk through a document: text is gathered into paragraphs, everything else is a block."""

from collections.abc import Callable, Iterable

from lxml import etree

from portal.isomer.codes import Code
from portal.isomer.converter.anchors import NAMES, place_names
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
_PARAGRAPHS = frozenset(
    {"p", "address", "pre", "dt", "dd", "figcaption", "legend", "caption", "summary"}
)
#: Elements that stand on lines of their own; every other one, known or not, is part of its line.
_CONTAINERS = frozenset({
    "article", "aside", "body", "center", "col", "colgroup", "dialog", "dir", "div", "dl",
    "fieldset", "footer", "form", "frameset", "header", "hgroup", "html", "li", "main", "marquee",
    "nav", "noframes", "object", "optgroup", "option", "search", "section", "select", "tbody",
    "td", "textarea", "tfoot", "th", "thead", "tr",
})  # fmt: skip

#: Marks a paragraph that is a term of a definition list.
TERM = "term"

#: Elements that a class can make something else; all others are what their name says.
_CLASSED = frozenset({
    "a", "article", "blockquote", "button", "div", "dl", "li", "main", "p", "section", "span", "ul",
})  # fmt: skip

Handler = Callable[["Flow", etree._Element, Marks], None]


class Flow:
    """A walk in progress: the blocks so far, and the paragraph being gathered.

    `in_cell` is set inside a table, where no other table can stand. `anchors` are names that wait
    for the next block that can bear them.
    """

    #: Filled by the families: the elements they take, by a class (`a.btn` for those of one name)
    #: and by their name.
    by_class: dict[str, Handler] = {}
    by_tag: dict[str, Handler] = {}

    def __init__(self, notes: Notes, *, in_cell: bool = False):
        self.notes = notes
        self.in_cell = in_cell
        self.blocks: list[Block] = []
        self.anchors: list[str] = []
        self._runs: Runs = []
        self._line = 0
        self._keeps_lines = False

    def inner(self, element, *, in_cell: bool | None = None, marks: Marks = PLAIN) -> list[Block]:
        """The blocks of an element's content, walked on their own."""
        flow = Flow(self.notes, in_cell=self.in_cell if in_cell is None else in_cell)
        flow.walk(element, marks)
        self.anchors += flow.close()
        return flow.blocks

    def close(self) -> list[str]:
        """End the walk; the names for which no place was found."""
        self.close_paragraph()
        if any(place_names(block, self.anchors) for block in reversed(self.blocks)):
            return []
        return self.anchors

    def add(self, block: Block) -> None:
        """A block of its own; what was gathered before it is a paragraph."""
        self.close_paragraph()
        if self.anchors and place_names(block, self.anchors):
            self.anchors = []
        self.blocks.append(block)

    def add_runs(self, runs: Runs, line: int, anchors: Iterable[str] = ()) -> None:
        """A paragraph of its own, or several where its lines are far apart."""
        self.close_paragraph()
        self.anchors += anchors
        self._runs, self._line = list(runs), line
        self.close_paragraph()

    def text(self, text: str | None, marks: Marks, line: int = 0) -> None:
        if not text:
            return
        self._line = self._line or (line if text.strip() else 0)
        text = text.replace(BREAK, " ")
        if not self._keeps_lines or "\n" not in text:
            self._runs.append(Run(text, marks))
            return
        for place, part in enumerate(text.split("\n")):
            self._runs += [Run(BREAK, marks), Run(part, marks)] if place else [Run(part, marks)]

    def text_run(self, run: Run) -> None:
        """A run of a paragraph that was read before; a break stays one."""
        self._runs.append(run)

    def close_paragraph(self, *, explicit: bool = False) -> None:
        """End the paragraph; one that was written as such and is empty is reported."""
        if not self._runs:
            if explicit:
                self.notes.tally(Code.EMPTY_PARAGRAPHS, self._line)
            self._line = 0
            return
        runs, line = tidy(self._runs), self._line
        self._runs, self._line = [], 0
        if is_blank(runs):
            if explicit:
                self.notes.tally(Code.EMPTY_PARAGRAPHS, line)
            return
        parts = _parted(runs)
        if len(parts) > 1:
            self.notes.tally(Code.BREAKS, line)
        for part in parts:
            self.blocks.append(Block("text", part, line, anchors=self.anchors))
            self.anchors = []

    def walk(self, element, marks: Marks = PLAIN) -> None:
        """Everything inside an element, in order."""
        if element.text:
            self.text(element.text, marks, self.notes.line(element))
        for child in element:
            if isinstance(child.tag, str):
                self.visit(child, marks)
            if child.tail:
                self.text(child.tail, marks, self.notes.line(child))

    def visit(self, element, marks: Marks) -> None:
        """An element by what it is; its tail is the caller's."""
        tag = element.tag
        handle = self._handler(element)
        own_line = handle is not None or tag in _CONTAINERS or tag in _PARAGRAPHS
        if names := element.get(NAMES):
            if own_line:
                self.close_paragraph()
            self.anchors += names.split()
        if handle:
            handle(self, element, marks)
        elif tag == "br":
            self._runs.append(Run(BREAK, marks))
        elif tag in _PARAGRAPHS:
            self._paragraph(element, marks)
        elif own_line:
            self.close_paragraph()
            self.walk(element, marks)
            self.close_paragraph()
        elif tag == "q":
            self.text("“", marks)
            self.walk(element, marks)
            self.text("”", marks)
        else:
            self.walk(element, self._marked(element, marks))

    def _handler(self, element) -> Handler | None:
        tag = element.tag
        if tag in _CLASSED and (given := element.get("class")):
            for name in given.split():
                if found := self.by_class.get(name) or self.by_class.get(f"{tag}.{name}"):
                    return found
        return self.by_tag.get(tag)

    def _paragraph(self, element, marks: Marks) -> None:
        self.close_paragraph()
        self._line = self.notes.line(element)
        before = len(self.blocks)
        kept, self._keeps_lines = self._keeps_lines, self._keeps_lines or element.tag == "pre"
        bold = element.tag in {"dt", "summary", "legend"}
        self.walk(element, marks.but(bold=True) if bold else marks)
        self._keeps_lines = kept
        self._line = self._line or self.notes.line(element)
        self.close_paragraph(explicit=len(self.blocks) == before)
        if element.tag == "dt":
            for block in self.blocks[before:]:
                block.note = TERM

    def _marked(self, element, marks: Marks) -> Marks:
        tag = element.tag
        if tag == "a":
            return self._linked(element, marks)
        if tag in _BOLD:
            return marks.but(bold=True)
        if tag in _ITALIC:
            return marks.but(italic=True)
        if tag in {"sup", "sub"}:
            return marks.but(raised=tag)
        if tag in _LOST:
            self.notes.tally(Code.FORMATTING, self.notes.line(element))
        return marks

    def _linked(self, element, marks: Marks) -> Marks:
        href = element.get("href")
        if href is None:
            return marks
        line = self.notes.line(element)
        if not _shows(element) and not _precedes_its_table(element):
            self.notes.add(Code.LINK_EMPTY, href, line)
            return marks
        return marks.but(link=LinkRef(href.strip(), line))


def _shows(element) -> bool:
    """Whether anything in an element can be seen or clicked."""
    if (element.text or "").strip():
        return True
    if not len(element):
        return False
    visible = next(element.iter("img", "iframe", "video", "audio", "object", "embed"), None)
    return visible is not None or bool("".join(element.itertext()).strip())


def link_around(table) -> LinkRef | None:
    """The link in which the source sets a table: the parser ends it before the table begins."""
    link = table.getprevious()
    if link is None or link.tag != "a" or not link.get("href") or _shows(link):
        return None
    if not _precedes_its_table(link):
        return None
    return LinkRef(link.get("href").strip())


def _precedes_its_table(link) -> bool:
    following = link.getnext()
    return following is not None and following.tag == "table" and not (link.tail or "").strip()


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
    if len(parts) == 1:
        return [tidy(parts[0])]
    return [tidied for part in parts if not is_blank(tidied := tidy(part))]


def css(element) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())
