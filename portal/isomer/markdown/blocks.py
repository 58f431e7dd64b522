"""The block level: text becomes headings, paragraphs, lists, quotes, tables and HTML.

Blocks are tried in kramdown's order. What a list or quote holds is read by a reader of its own, so
each level of nesting costs one pass; deeper than any author writes, marks stay text.
"""

import re
from typing import TYPE_CHECKING

from portal.isomer.markdown import code, definitions, html, lists, syntax, tables
from portal.isomer.markdown.nodes import AttributeList, Node
from portal.isomer.markdown.scanner import BLANK, WHITE, Scanner

if TYPE_CHECKING:
    from portal.isomer.markdown.document import Document

#: Lists and quotes within each other; real pages stay below ten.
DEEPEST = 24
_CLOSING_MARKS = re.compile(r"[\t ]#+\Z")


class BlockReader(Scanner):
    """Reads blocks into a node."""

    def __init__(self, document: "Document", text: str, line: int = 0, depth: int = 0) -> None:
        super().__init__(text, line)
        self.document = document
        self.depth = depth
        self.parent = Node("root")
        self.waiting: AttributeList | None = None

    def read_into(self, parent: Node) -> bool:
        """Read to the end, or to the end tag of `parent`; whether there was one."""
        outer, outer_waiting = self.parent, self.waiting
        self.parent, self.waiting = parent, None
        found = False
        while self.pos < self.end and not found:
            found = self._block()
        self.parent, self.waiting = outer, outer_waiting
        return found

    def nested(self, parent: Node, text: str, line: int) -> None:
        """Read the inside of a block."""
        BlockReader(self.document, text, line, self.depth + 1).read_into(parent)

    def add(self, node: Node) -> Node:
        """Append a block; an attribute list that stands before it is its own."""
        if self.waiting is not None:
            node.attributes, self.waiting = self.waiting, None
        self.parent.children.append(node)
        return node

    def new(self, kind: str, text: str = "") -> Node:
        return self.add(Node(kind, text, self.line()))

    @property
    def last(self) -> Node | None:
        return self.parent.children[-1] if self.parent.children else None

    def after_boundary(self) -> bool:
        """Whether nothing stands directly above."""
        last = self.last
        return (
            last is None
            or last.kind == "blank"
            or (last.kind == "end" and last.info is None)
            or self.waiting is not None
        )

    def _block(self) -> bool:
        """Read one block; whether it was the end tag that is waited for."""
        if self._blank() or self._by_first_character():
            return False
        if html.closes(self):
            return True
        if self.after_boundary() and (
            self._underlined() or definitions.math(self) or tables.read(self)
        ):
            return False
        if not definitions.read(self):
            self._paragraph()
        return False

    def _blank(self) -> bool:
        match = BLANK.match(self.text, self.pos)
        if not match:
            return False
        last = self.last
        if last is not None and last.kind == "blank":
            self.pos = match.end()
        else:
            self.new("blank").info = "long" if len(match.group()) > 1 else None
            self.pos = match.end()
        return True

    def _by_first_character(self) -> bool:
        text, start = self.text, self.pos
        first = text[start]
        if first.isalpha():
            return False
        if first == "#":
            return self._heading()
        if syntax.INDENT.match(text, start):
            return code.indented(self)
        at = syntax.past_spaces(text, start)
        mark = text[at]
        if mark in "~`":
            return code.fenced(self)
        if mark == "<":
            return html.opens(self)
        if self.depth >= DEEPEST:
            return False
        if mark == ">":
            return self._quote()
        if mark in "*-_" and (match := syntax.RULE.match(text, start)):
            self.new("hr")
            self.pos = match.end()
            return True
        if mark in "+*-0123456789":
            return lists.read(self)
        return mark == ":" and lists.read_definitions(self)

    def _heading(self) -> bool:
        match = syntax.HEADING.match(self.text, self.pos)
        if not match:
            return False
        words, given_id = _heading_words(match.group(2))
        words = _CLOSING_MARKS.sub("", words).rstrip(WHITE)
        return self._add_heading(len(match.group(1)), words, given_id, match.end())

    def _underlined(self) -> bool:
        match = syntax.UNDERLINED.match(self.text, self.pos)
        if not match:
            return False
        words, given_id = _heading_words(match.group(1))
        return self._add_heading(2 if match.group(2) == "-" else 1, words, given_id, match.end())

    def _add_heading(self, level: int, words: str, given_id: str, end: int) -> bool:
        if not words:
            return False
        node = self.new("heading", words)
        node.info = level
        if given_id:
            node.attrs["id"] = given_id
        self.pos = end
        return True

    def _quote(self) -> bool:
        line = self.line()
        rows = [self._next_line()]
        while not syntax.ends_lazy(self.text, self.pos):
            rows.append(self._next_line())
        node = self.add(Node("blockquote", "", line))
        self.nested(node, "".join(map(_without_mark, rows)), line)
        return True

    def _next_line(self) -> str:
        start = self.pos
        self.pos = self.line_end(start)
        return self.text[start : self.pos]

    def _paragraph(self) -> None:
        start, line = self.pos, self.line()
        if self.text.startswith((" \t", "  \t", "   \t"), start):
            # kramdown has no rule for spaces before a tab, and shows the line outside paragraphs.
            self.add(Node("words", self._next_line(), line))
            return
        self.pos = self.line_end(start)
        while not syntax.ends_paragraph(self.text, self.pos):
            self.pos = self.line_end(self.pos)
        words = self.text[start : self.pos].rstrip(WHITE)
        last = self.last
        if last is not None and last.kind == "p":
            # A line that looked like the beginning of something else, and was not.
            broken = self.text.endswith("  \n", 0, start)
            last.text += ("  \n" if broken else "\n") + words
        else:
            self.add(Node("p", words.lstrip(WHITE), line))


def _without_mark(row: str) -> str:
    match = syntax.QUOTE.match(row)
    return row[match.end() :] if match else row


def _heading_words(source: str) -> tuple[str, str]:
    """A heading's words and the id behind them."""
    words = source.rstrip(WHITE)
    match = syntax.HEADING_ID.search(words)
    if not match:
        return words, ""
    return words[: match.start()].rstrip(WHITE), match.group(1)
