"""The span level: the words of a block become text, emphasis, links, code and HTML.

A mark is tried where it stands; when nothing closes it, it is text, and reading goes on behind it.
That a kind of mark is closed by nothing further on is remembered, so that each text is read only a
few times, whatever it holds. Source: kramdown syntax, "Span-Level Elements".
"""

import re
from collections.abc import Callable
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from portal.isomer.markdown import attributes, elements, emphasis, links, typography
from portal.isomer.markdown.attributes import INSIDE
from portal.isomer.markdown.nodes import Node, add_text
from portal.isomer.markdown.scanner import WHITE, Scanner

if TYPE_CHECKING:
    from portal.isomer.markdown.document import Document

#: Where something other than plain text can begin.
_MARK = re.compile(r"[*_`<\[\]\"'\\]|!\[|&(?=[\w:#])|\{:|\$\$|~~|--|\.\.\.|>>| >>|  (?=\n)")
_ESCAPED = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=\-~])")
_ENTITY = re.compile(r"&(?:([\w:][\-\w.:]*)|#(\d+)|#x([0-9a-fA-F]+));")
_ATTRIBUTES = re.compile(rf"\{{:{INSIDE}\}}")
_EXTENSION = re.compile(r"\{::(\w+)(?:\s((?:[^}\\]|\\.)*?))?(/)?\}", re.ASCII)
_NAMES = name2codepoint | {"apos": 39}


class SpanReader(Scanner):
    """Reads the spans of one block."""

    def __init__(self, document: "Document", text: str, line: int = 0) -> None:
        super().__init__(text, line)
        self.document = document
        #: Kinds of spans that are open, as bits.
        self.inside = 0
        self.depth = 0
        self.verbatim = False
        self.surplus: dict[str, int] = {}
        self.hopeless: dict[tuple[str, int], int] = {}

    def read(self) -> list[Node]:
        nodes: list[Node] = []
        self.read_until(nodes, None)
        return nodes

    def read_until(
        self,
        into: list[Node],
        stops: Callable[[int], bool] | None,
        pattern: re.Pattern[str] | None = None,
    ) -> bool:
        """Read spans until `stops` says so of a mark; whether it did. Without it, to the end."""
        text = self.text
        scan = self.pos
        pattern = pattern or _MARK
        while True:
            found = pattern.search(text, scan)
            if not found:
                if stops is None:
                    add_text(into, text[self.pos :])
                    self.pos = self.end
                return False
            place = found.start()
            mark = text[place]
            if mark in "\"'" and place > self.pos:
                # A quote is read together with the character before it.
                place -= 1
            if place > self.pos:
                add_text(into, text[self.pos : place])
                self.pos = place
            if stops is not None and stops(place):
                return True
            if mark == "]":
                scan = place + 1
                continue
            _READERS[mark](self, into)
            scan = self.pos

    # Each reader moves on by at least one character.

    def _quote(self, into: list[Node]) -> None:
        self.pos = typography.quote(self.text, self.pos, into)

    def symbol(self, into: list[Node]) -> None:
        if self.text[self.pos + 1 : self.pos + 2] in ("'", '"'):
            self._quote(into)
            return
        end = typography.symbol(self.text, self.pos, into)
        if end == self.pos:
            self.plain(into)
        self.pos = max(end, self.pos)

    def plain(self, into: list[Node], length: int = 1) -> None:
        add_text(into, self.text[self.pos : self.pos + length])
        self.pos += length

    def _code(self, into: list[Node]) -> None:
        text, start = self.text, self.pos
        inner = start
        while text.startswith("`", inner):
            inner += 1
        marks = text[start:inner]
        behind = text[inner : inner + 1]
        before = text[start - 1 : start]
        lonely = len(marks) == 1 and behind and behind in WHITE and (not before or before in WHITE)
        end = -1 if lonely or marks in self.unclosed else text.find(marks, inner)
        if end < 0:
            if not lonely:
                self.unclosed.add(marks)
            self.plain(into, len(marks))
            return
        words = text[inner:end]
        if len(marks) > 1:
            words = words.removeprefix(" ").removesuffix(" ")
        into.append(Node("code_span", words))
        self.pos = end + len(marks)

    def _emphasis(self, into: list[Node]) -> None:
        emphasis.read(self, into)

    def _angle(self, into: list[Node]) -> None:
        elements.read(self, into)

    def _bracket(self, into: list[Node]) -> None:
        links.read(self, into)

    def _brace(self, into: list[Node]) -> None:
        text, start = self.text, self.pos
        if match := _EXTENSION.match(text, start):
            self._extension(into, match)
            return
        match = _ATTRIBUTES.match(text, start)
        if not match or not into or into[-1].kind == "text":
            self.plain(into)
            return
        given = attributes.parse(match.group(1))
        owner = into[-1]
        owner.given().names += given.names
        attributes.apply(owner, given, self.document.attribute_lists)
        self.pos = match.end()

    def _extension(self, into: list[Node], match: re.Match[str]) -> None:
        name, settings, closed = match.groups()
        stop = re.compile(rf"\{{:/(?:{name})?\}}")
        end = match.end()
        found = None
        if not closed and name not in self.unclosed:
            found = stop.search(self.text, end)
        if name not in {"comment", "nomarkdown", "options"} or not (closed or found):
            self.unclosed.add(name)
            self.plain(into)
            return
        body = self.text[end : found.start()] if found else ""
        self.pos = found.end() if found else end
        given = attributes.parse(settings or "").values
        if name == "options":
            self.document.set_options(given)
        kinds = given.get("type", "html").split()
        into.append(Node("raw", body if name == "nomarkdown" and "html" in kinds else ""))

    def _ampersand(self, into: list[Node]) -> None:
        match = _ENTITY.match(self.text, self.pos)
        if not match:
            self.symbol(into)
            return
        name, decimal, hexadecimal = match.groups()
        self.pos = match.end()
        if name and name not in _NAMES:
            into.append(Node("symbol", "&amp;"))
            add_text(into, match.group()[1:])
            return
        code = _NAMES[name] if name else int(decimal) if decimal else int(hexadecimal, 16)
        is_plain = code not in (38, 60, 62) and 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        into.append(Node("symbol", chr(code) if is_plain else match.group()))

    def _math(self, into: list[Node]) -> None:
        end = self.text.find("$$", self.pos + 2)
        if end < 0:
            self.symbol(into)
            return
        into.append(Node("math_span", self.text[self.pos + 2 : end].strip(WHITE)))
        self.pos = end + 2

    def _strike(self, into: list[Node]) -> None:
        text, start = self.text, self.pos
        end = -1
        if "~~" not in self.unclosed and text[start + 2 : start + 3] not in ("", "~", *WHITE):
            end = text.find("~~", start + 3)
            while end >= 0 and (text[end - 1] in WHITE or text[end - 1] == "~"):
                end = text.find("~~", end + 1)
            if end < 0:
                self.unclosed.add("~~")
        if end < 0:
            self.symbol(into)
            return
        node = Node("html_span", "del")
        node.children = SpanReader(self.document, text[start + 2 : end]).read()
        into.append(node)
        self.pos = end + 2

    def _backslash(self, into: list[Node]) -> None:
        text, start = self.text, self.pos
        if text.startswith(("\\<<", "\\>>"), start):
            into.append(Node("symbol", "&lt;&lt;" if text[start + 1] == "<" else "&gt;&gt;"))
            self.pos += 3
        elif text.startswith("\\\\\n", start):
            into.append(Node("br"))
            self.pos += 2
        elif match := _ESCAPED.match(text, start):
            add_text(into, match.group(1))
            self.pos = match.end()
        else:
            self.plain(into)

    def _space(self, into: list[Node]) -> None:
        if self.text.startswith("  \n", self.pos):
            into.append(Node("br"))
            self.pos += 2
        else:
            self.symbol(into)


_READERS: dict[str, Callable[[SpanReader, list[Node]], None]] = {
    "*": SpanReader._emphasis,
    "_": SpanReader._emphasis,
    "`": SpanReader._code,
    "<": SpanReader._angle,
    "[": SpanReader._bracket,
    "!": SpanReader._bracket,
    '"': SpanReader._quote,
    "'": SpanReader._quote,
    "\\": SpanReader._backslash,
    "&": SpanReader._ampersand,
    "{": SpanReader._brace,
    "$": SpanReader._math,
    "~": SpanReader._strike,
    "-": SpanReader.symbol,
    ".": SpanReader.symbol,
    ">": SpanReader.symbol,
    " ": SpanReader._space,
}
