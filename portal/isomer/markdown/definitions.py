"""Blocks that say something about others: attribute lists, link targets, footnotes, abbreviations,
extensions and the end-of-block mark. Formulas stand here too, for they are read like them.
"""

import re
from typing import TYPE_CHECKING

from portal.isomer.markdown import attributes, code, syntax
from portal.isomer.markdown.nodes import AttributeList, Node
from portal.isomer.markdown.scanner import WHITE

if TYPE_CHECKING:
    from portal.isomer.markdown.blocks import BlockReader

_TITLE_WITHIN = re.compile(r"[ \t]+[\"']")
#: What a list below it can still belong to although it shows nothing.
_TAKES_ATTRIBUTES = ("footnote", "link", "abbreviation")


def read(reader: "BlockReader") -> bool:
    """Read a definition, if one begins here."""
    text, at = reader.text, reader.pos
    if text[at] == "^":
        return _end_of_block(reader)
    at = syntax.past_spaces(text, at)
    if text[at] == "[":
        return _footnote(reader) or _link_target(reader)
    if text[at] == "*":
        return _abbreviation(reader)
    return text.startswith("{:", at) and _extension(reader)


def _end(reader: "BlockReader", what: str | None, end: int) -> Node:
    node = reader.new("end")
    node.info = what
    reader.pos = end
    return node


def _end_of_block(reader: "BlockReader") -> bool:
    match = syntax.END_OF_BLOCK.match(reader.text, reader.pos)
    if match:
        _end(reader, None, match.end())
    return match is not None


def _footnote(reader: "BlockReader") -> bool:
    match = syntax.FOOTNOTE.match(reader.text, reader.pos)
    if not match:
        return False
    line = reader.line()
    first_end = reader.line_end(reader.pos)
    end = code.extent(reader.text, first_end)
    note = Node("footnote", "", line)
    body = reader.text[match.end() : end]
    reader.nested(note, code.without_indent(body), line)
    node = _end(reader, "footnote", end)
    reader.document.footnotes[match.group(1)] = (note, node)
    return True


def _link_target(reader: "BlockReader") -> bool:
    match = syntax.LINK_TARGET.match(reader.text, reader.pos)
    if not match or _TITLE_WITHIN.search(match.group(3) or ""):
        return False
    name, bracketed, plain, _, title = match.groups()
    address = bracketed if bracketed is not None else plain
    node = _end(reader, "link", match.end())
    reader.document.targets[link_name(name)] = (address, title, node)
    return True


def link_name(name: str) -> str:
    """The name of a link target: case and the kind of white space don't count."""
    return re.sub(rf"[{WHITE}]+", " ", name).lower()


def _abbreviation(reader: "BlockReader") -> bool:
    match = syntax.ABBREVIATION.match(reader.text, reader.pos)
    if not match:
        return False
    node = _end(reader, "abbreviation", match.end())
    reader.document.abbreviations[match.group(1)] = (match.group(2).strip(WHITE), node)
    return True


def _extension(reader: "BlockReader") -> bool:
    text, start = reader.text, reader.pos
    if match := syntax.DEFINED_ATTRIBUTES.match(text, start):
        defined = reader.document.attribute_lists.setdefault(match.group(1), AttributeList())
        defined.add(attributes.parse(match.group(2)))
        _end(reader, "attributes", match.end())
        return True
    if match := syntax.EXTENSION.match(text, start):
        return _extended(reader, match)
    match = syntax.LIST_OF_ATTRIBUTES.match(text, start)
    if not match:
        return False
    given = attributes.parse(match.group(1))
    last = reader.last
    reader.pos = match.end()
    if (
        last is not None
        and last.kind != "blank"
        and (last.kind != "end" or last.info in _TAKES_ATTRIBUTES)
    ):
        last.given().add(given)
        if not syntax.LIST_OF_ATTRIBUTES.match(text, reader.pos):
            _end(reader, "list", reader.pos)
    else:
        if reader.waiting is None:
            reader.waiting = AttributeList()
        reader.waiting.add(given)
    return True


def _extended(reader: "BlockReader", match: re.Match[str]) -> bool:
    """`{::comment}`, `{::nomarkdown}` and `{::options}`, up to their end."""
    name, settings, closed = match.groups()
    body, end = "", match.end()
    if not closed:
        stop = re.compile(rf"^ {{0,3}}\{{:/(?:{name})?\}}[ \t\r\f\v]*\n", re.MULTILINE)
        found = None if name in reader.unclosed else stop.search(reader.text, end)
        if not found:
            reader.unclosed.add(name)
            return False
        body, end = reader.text[match.end() : found.start()].removesuffix("\n"), found.end()
    if name == "nomarkdown":
        kinds = attributes.parse(settings or "").values.get("type", "html").split()
        node = reader.new("raw", body + "\n" if "html" in kinds else "")
        node.line += 1
    elif name == "options":
        reader.document.set_options(attributes.parse(settings or "").values)
        _end(reader, "extension", end)
    elif name == "comment":
        # Comments are not for readers; nothing of them is kept.
        reader.parent.children.append(Node("raw", "", reader.line()))
    else:
        return False
    reader.pos = end
    return True


def math(reader: "BlockReader") -> bool:
    """A formula between `$$` that stands alone."""
    text = reader.text
    match = None
    if text.startswith(("$$", "\\$$"), syntax.past_spaces(text, reader.pos)):
        match = syntax.MATH.match(text, reader.pos)
    if not match:
        return False
    if match.group(1):
        if match.group(3):
            reader.pos = match.start(1) + 1
        return False
    if not syntax.at_boundary(text, match.end()):
        return False
    reader.new("math", match.group(2).strip(WHITE))
    reader.pos = match.end()
    return True
