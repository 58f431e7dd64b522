"""HTML blocks: an element is HTML up to its end tag, whatever its lines look like.

Source: kramdown syntax, "HTML Blocks". What follows an end tag on the same line is read as if it
stood on a line of its own. An end tag of another element is text; an element that is never closed
holds the rest. Elements within one another are written out in one pass, however deep they are.
"""

import re
from typing import TYPE_CHECKING

from portal.isomer.markdown import tags
from portal.isomer.markdown.nodes import Node
from portal.isomer.markdown.syntax import past_spaces

if TYPE_CHECKING:
    from portal.isomer.markdown.blocks import BlockReader

_REST_OF_LINE = re.compile(r"[ \t]*\n")
_MARKDOWN = {"0": "raw", "1": "default", "span": "span", "block": "block"}
#: Elements with Markdown inside that may stand in each other.
_DEEPEST = 20


def opens(reader: "BlockReader") -> bool:
    """Read the element or comment that begins here."""
    text, start = reader.text, reader.pos
    if comment := reader.comment(start):
        node = Node("raw", comment.group(), reader.line())
        reader.parent.children.append(node)
        reader.pos = comment.end()
        _skip_rest_of_line(reader)
        return True
    at = past_spaces(text, start)
    tag = tags.TAG.match(text, at)
    if not tag or tag.group(1).lower() in tags.SPANS:
        return False
    node = _element(reader, tag, "default" if reader.document.markdown_in_html else "raw")
    if reader.waiting is not None:
        node.attributes, reader.waiting = reader.waiting, None
    reader.parent.children.append(node)
    reader.pos = tag.end()
    _fill(reader, node, tag, node.info)
    if not (reader.parent.kind == "html" and reader.parent.info == "raw"):
        _skip_rest_of_line(reader)
    return True


def closes(reader: "BlockReader") -> bool:
    """Whether the end tag of the element that is being read stands here; it is passed then."""
    if reader.parent.kind != "html":
        return False
    at = past_spaces(reader.text, reader.pos)
    tag = tags.CLOSING.match(reader.text, at)
    if not tag or tag.group(1).lower() != reader.parent.text:
        return False
    reader.pos = tag.end()
    return True


def _element(reader: "BlockReader", tag: re.Match[str], usual: str = "raw") -> Node:
    name = tags.element_name(tag.group(1))
    node = Node("html", name, reader.line())
    node.attrs = tags.attributes(tag.group(2), known=name in tags.KNOWN)
    wanted = _MARKDOWN.get(node.attrs.pop("markdown", ""), usual)
    if wanted == "default":
        wanted = (
            "block" if name in tags.HOLDS_BLOCKS else "span" if name in tags.HOLDS_SPANS else "raw"
        )
    node.info = wanted if reader.depth < _DEEPEST else "raw"
    return node


def _fill(reader: "BlockReader", node: Node, tag: re.Match[str], content: str) -> None:
    """Read what an element holds, and its end tag."""
    name = node.text
    if name in {"script", "style"}:
        _verbatim(reader, node, name)
        return
    if content == "block":
        _skip_rest_of_line(reader)
    if tag.group(3) or name in tags.VOID:
        if tag.group(3) and content == "raw" and name not in tags.VOID:
            node.kind = "closed"
        return
    if content == "block":
        reader.depth += 1
        reader.read_into(node)
        reader.depth -= 1
    elif content == "span":
        stop = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(
            reader.text, reader.pos
        )
        end = stop.start() if stop else reader.end
        node.children.append(Node("words", reader.text[reader.pos : end], reader.line()))
        reader.pos = stop.end() if stop else reader.end
    else:
        _raw(reader, node)


def _verbatim(reader: "BlockReader", node: Node, name: str) -> None:
    stop = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(reader.text, reader.pos)
    end = stop.start() if stop else reader.end
    node.children.append(Node("raw", reader.text[reader.pos : end], -1))
    reader.pos = stop.end() if stop else reader.end


def _raw(reader: "BlockReader", node: Node) -> None:
    """Copy HTML up to the end tag of `node`, with its tags written the way kramdown writes them."""
    text = reader.text
    out: list[str] = []
    # The names of the open elements, and whether something already stands in the innermost.
    opened = [node.text]
    pos = reader.pos
    while opened:
        mark = text.find("<", pos)
        if mark < 0:
            out.append(tags.escape(text[pos:]))
            pos = reader.end
            out += [f"</{name}>" for name in reversed(opened[1:])]
            break
        if mark > pos:
            out.append(tags.escape(text[pos:mark]))
        if tag := tags.TAG.match(text, mark):
            pos = tag.end()
            name = tags.element_name(tag.group(1))
            special = "markdown" in tag.group(2) and reader.depth < _DEEPEST
            if special or name in {"script", "style"}:
                pos = _inner(reader, node, out, tag)
                continue
            written = _start_tag(name, tag)
            if name in tags.VOID or tag.group(3):
                out.append(f"{written} />")
            else:
                out.append(f"{written}>")
                opened.append(name)
        elif tag := tags.CLOSING.match(text, mark):
            pos = tag.end()
            if tags.element_name(tag.group(1)) == opened[-1]:
                opened.pop()
                if opened:
                    out.append(f"</{tags.element_name(tag.group(1))}>")
            else:
                out.append(tags.escape(tag.group()))
        elif other := reader.comment(mark) or reader.instruction(mark):
            pos = other.end()
            out.append(other.group())
        else:
            out.append("&lt;")
            pos = mark + 1
    node.children.append(Node("raw", "".join(out), -1))
    reader.pos = pos


def _inner(reader: "BlockReader", node: Node, out: list[str], tag: re.Match[str]) -> int:
    """An element inside HTML that is read by rules of its own; where it ends."""
    node.children.append(Node("raw", "".join(out), -1))
    out.clear()
    reader.pos = tag.start()
    inner = _element(reader, tag)
    inner.line = -1
    reader.pos = tag.end()
    outer = reader.parent
    reader.parent = node
    reader.depth += 1
    _fill(reader, inner, tag, inner.info)
    reader.depth -= 1
    reader.parent = outer
    node.children.append(inner)
    return reader.pos


def _start_tag(name: str, tag: re.Match[str]) -> str:
    """A start tag without its end, over as many lines as it had."""
    attrs = tags.attributes(tag.group(2), known=name in tags.KNOWN)
    attrs.pop("markdown", None)
    written = f"<{name}{tags.attribute_text(attrs)}"
    return written + "\n" * (tag.group().count("\n") - written.count("\n"))


def _skip_rest_of_line(reader: "BlockReader") -> None:
    if rest := _REST_OF_LINE.match(reader.text, reader.pos):
        reader.pos = rest.end()
