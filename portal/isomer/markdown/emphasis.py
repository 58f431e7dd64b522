"""Emphasis by `*` and `_` (kramdown syntax, "Emphasis").

No kind of emphasis stands within itself, and a closing mark has something before it that is no
white space. An underscore within a word is one.
"""

import re
from typing import TYPE_CHECKING

from portal.isomer.markdown.nodes import Node
from portal.isomer.markdown.scanner import WHITE

if TYPE_CHECKING:
    from portal.isomer.markdown.spans import SpanReader

_INTRAWORD = re.compile(r"[^\W\d_]-?\Z")
_EM, _STRONG = 1, 2
_KINDS = {1: ("em", _EM), 2: ("strong", _STRONG)}


def read(reader: "SpanReader", into: list[Node]) -> None:
    """Read the emphasis that begins here; marks that nothing closes are text."""
    text, start = reader.text, reader.pos
    mark = text[start]
    length = 2 if text.startswith(mark * 2, start) else 1
    kind, flag = _KINDS[length]
    behind = text[start + length : start + length + 1]
    if (
        reader.inside & flag
        or (behind and behind in WHITE)
        or (mark == "_" and _INTRAWORD.search(text, max(start - 2, 0), start))
    ):
        reader.plain(into, length)
        return
    node = _emphasised(reader, kind, flag, mark * length, start + length)
    if node is None and length == 2 and not reader.inside & _EM:
        node = _emphasised(reader, "em", _EM, mark, start + 1)
    if node is None:
        reader.pos = start
        reader.plain(into, length)
    else:
        into.append(node)


def _emphasised(reader: "SpanReader", kind: str, flag: int, mark: str, start: int) -> Node | None:
    key = (mark, reader.inside)
    if start >= reader.hopeless.get(key, reader.end + 1):
        return None
    text, length = reader.text, len(mark)
    node = Node(kind)
    children = node.children

    def stops(place: int) -> bool:
        if not text.startswith(mark, place) or not children:
            return False
        if text[place - 1] in WHITE:
            return False
        doubled = text.startswith(mark * 2, place) and not text.startswith(mark * 3, place)
        if length == 1 and doubled:
            return False
        return mark[0] != "_" or not text[place + length : place + length + 1].isalnum()

    reader.pos = start
    reader.inside |= flag
    found = reader.read_until(children, stops)
    reader.inside ^= flag
    if not found:
        reader.hopeless[key] = min(start, reader.hopeless.get(key, start))
        return None
    reader.pos += length
    return node
