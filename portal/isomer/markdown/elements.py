"""HTML elements within words (kramdown syntax, "HTML Spans"), and addresses in angle brackets.

Tags of blocks are text here, and so are end tags of nothing. An element that is never closed holds
the rest of the block.
"""

import re
from typing import TYPE_CHECKING

from portal.isomer.markdown import tags
from portal.isomer.markdown.nodes import Node, add_text

if TYPE_CHECKING:
    from portal.isomer.markdown.spans import SpanReader

_ADDRESS = re.compile(r"<((mailto|https?|ftps?):[^\n>]+|[\w.-]{1,200}@[\w.-]{1,200})>")
_HTML_MARK = re.compile("<")
#: Elements within each other in one paragraph; the tags of deeper ones are passed on as they are.
_DEEPEST = 40


def read(reader: "SpanReader", into: list[Node]) -> None:
    """Read the element, comment, address or end tag that begins here."""
    text, start = reader.text, reader.pos
    address = None
    if not reader.verbatim and ">" not in reader.unclosed:
        address = _ADDRESS.match(text, start)
        if address is None and text.find(">", start) < 0:
            reader.unclosed.add(">")
    if address:
        words, scheme = address.groups()
        node = Node("a")
        node.attrs["href"] = words if scheme else f"mailto:{words}"
        node.children.append(Node("text", words.removeprefix("mailto:")))
        into.append(node)
        reader.pos = address.end()
    elif comment := reader.comment(start):
        into.append(Node("raw", comment.group()))
        reader.pos = comment.end()
    elif tag := tags.CLOSING.match(text, start):
        name = tags.element_name(tag.group(1))
        reader.pos = tag.end()
        if reader.surplus.get(name):
            reader.surplus[name] -= 1
            into.append(Node("raw", tag.group()))
        else:
            add_text(into, tag.group())
    elif tag := tags.TAG.match(text, start):
        _element(reader, into, tag)
    elif reader.verbatim:
        reader.plain(into)
    else:
        reader.symbol(into)


def _element(reader: "SpanReader", into: list[Node], tag: re.Match[str]) -> None:
    name = tags.element_name(tag.group(1))
    reader.pos = tag.end()
    if name in tags.BLOCKS:
        add_text(into, tag.group())
        return
    node = Node("html_span", name)
    node.attrs = tags.attributes(tag.group(2), known=name in tags.KNOWN, one_line=True)
    wanted = node.attrs.pop("markdown", "")
    if tag.group(3) or name in tags.VOID:
        into.append(node)
        return
    if reader.depth >= _DEEPEST:
        reader.surplus[name] = reader.surplus.get(name, 0) + 1
        into.append(Node("raw", tag.group()))
        return
    into.append(node)
    reads = wanted == "span" or (wanted != "0" and not reader.verbatim and name in tags.HOLDS_WORDS)
    stop = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE if name in tags.KNOWN else 0)
    text = reader.text
    reader.depth += 1
    outer, reader.verbatim = reader.verbatim, not reads
    found = reader.read_until(
        node.children,
        lambda place: text[place] == "<" and stop.match(text, place) is not None,
        None if reads else _HTML_MARK,
    )
    reader.verbatim = outer
    reader.depth -= 1
    if found:
        reader.pos = stop.match(text, reader.pos).end()  # type: ignore[union-attr]
    else:
        add_text(node.children, text[reader.pos :])
        reader.pos = reader.end
