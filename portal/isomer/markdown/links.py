"""Links, images and the marks of footnotes (kramdown syntax, "Links And Images", "Footnotes")."""

import re
from typing import TYPE_CHECKING

from portal.isomer.markdown import attributes
from portal.isomer.markdown.definitions import link_name
from portal.isomer.markdown.nodes import Node, add_text
from portal.isomer.markdown.scanner import WHITE

if TYPE_CHECKING:
    from portal.isomer.markdown.spans import SpanReader

_FOOTNOTE = re.compile(r"\[\^([a-zA-Z0-9_][\w-]*)\]", re.ASCII)
_NAME = re.compile(r"[ \t\r\n\f\v]*\[([^\]]+)?\]")
_POINTED = re.compile(r"\(<([^\n]*?)>")
_PART_END = re.compile(r"\(|\)|[ \t\r\n\f\v](?=['\"])")
_TITLE = re.compile(r"[ \t\r\n\f\v]*(?:\"(.{1,1000}?)\"|'(.{1,1000}?)')[ \t\r\n\f\v]*\)", re.DOTALL)
_ESCAPES = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=-])")
_IN_LINK, _IN_IMAGE = 4, 8
#: Brackets within brackets; an author's text has one or two.
_MOST_BRACKETS = 16


def read(reader: "SpanReader", into: list[Node]) -> None:
    """Read the link, image or footnote that begins here; a bracket that is none of it is text."""
    text, start = reader.text, reader.pos
    if match := _FOOTNOTE.match(text, start):
        reader.pos = match.end()
        if match.group(1) in reader.document.footnotes:
            into.append(Node("footnote_mark", match.group(1)))
        else:
            add_text(into, match.group())
        return
    kind = "img" if text[start] == "!" else "a"
    inner = start + (2 if kind == "img" else 1)
    reader.pos = inner
    follows = text[inner : inner + 1]
    busy = reader.inside & (_IN_IMAGE if kind == "img" else _IN_IMAGE | _IN_LINK)
    node = None
    if follows and follows != "^" and not busy and "]" not in reader.unclosed:
        if text.find("]", inner) < 0:
            reader.unclosed.add("]")
        else:
            node = _read(reader, kind, inner)
    if node is None:
        reader.pos = inner
        if follows == "^" and kind == "img":
            reader.pos = start + 1
        add_text(into, text[start : reader.pos])
    else:
        into.append(node)


def _read(reader: "SpanReader", kind: str, inner: int) -> Node | None:
    node = Node(kind)
    if not _text(reader, node, _IN_IMAGE if kind == "img" else _IN_LINK):
        return None
    words = _ESCAPES.sub(r"\1", reader.text[inner : reader.pos])
    reader.pos += 1
    text = reader.text
    name = _NAME.match(text, reader.pos)
    if name or not text.startswith("(", reader.pos):
        target = reader.document.targets.get(link_name((name and name.group(1)) or words))
        if target is None:
            return None
        if name:
            reader.pos = name.end()
        address, given_title, definition = target
        given = definition.attributes
        if given is not None:
            attributes.apply(node, given, reader.document.attribute_lists)
            node.given().names += given.names
        return _finished(node, address, given_title, words)
    pointed = _POINTED.match(text, reader.pos)
    if pointed:
        reader.pos = pointed.end()
        address, closed = pointed.group(1), text.startswith(")", reader.pos)
        reader.pos += closed
    else:
        address, closed = _address(reader)
    if closed:
        return _finished(node, address, None, words)
    title = _TITLE.match(text, reader.pos)
    if not title:
        return None
    reader.pos = title.end()
    return _finished(node, address, title.group(1) or title.group(2), words)


def _text(reader: "SpanReader", node: Node, flag: int) -> bool:
    """Read the words in the brackets; whether they are closed."""
    text = reader.text
    open_brackets = 1
    images = counted = 0
    exhausted = False

    def stops(place: int) -> bool:
        nonlocal open_brackets, images, counted, exhausted
        if text[place] == "]":
            open_brackets -= 1
        elif text.startswith(("[", "!["), place):
            open_brackets += 1
        else:
            return False
        # The brackets of an image inside were read with it, all but the first.
        images += sum(1 for child in node.children[counted:] if child.kind == "img")
        counted = len(node.children)
        exhausted = open_brackets > _MOST_BRACKETS + images
        return exhausted or open_brackets - images == 0

    outer = reader.inside
    reader.inside |= flag
    found = reader.read_until(node.children, stops)
    reader.inside = outer
    return found and not exhausted


def _address(reader: "SpanReader") -> tuple[str, bool]:
    """The address in parentheses, and whether they are closed behind it."""
    text, start = reader.text, reader.pos
    depth = 0
    for part in _PART_END.finditer(text, start):
        mark = part.group()
        if mark == "(":
            depth += 1
            if depth > _MOST_BRACKETS:
                break
        elif mark == ")":
            depth -= 1
            if depth == 0:
                reader.pos = part.end()
                return text[start + 1 : part.start()].strip(WHITE), True
        else:
            reader.pos = part.end()
            return text[start + 1 : part.start()].strip(WHITE), False
    return "", False


def _finished(node: Node, address: str, title: str | None, words: str) -> Node:
    if node.kind == "img":
        node.attrs = {"src": address, "alt": words, **node.attrs}
        node.children = []
    else:
        node.attrs = {**node.attrs, "href": address}
    if title:
        node.attrs["title"] = title
    return node
