"""kramdown's block rules where they differ from CommonMark: headings and HTML blocks."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_HEADING = re.compile(r"^(#{1,6})[ \t]*([^ \t\n].*)$")
_CLOSING_HASHES = re.compile(r"[ \t]*#+[ \t]*$")
_HEADING_ID = re.compile(r"[ \t]+\{#([A-Za-z][\w:-]*)\}[ \t]*$")
_OPEN = re.compile(r"<([A-Za-z][\w:-]*)(?=[\s/>])")
_SPACES = re.compile(r"[ \t]*")
_CLOSE_ONLY = re.compile(r"</([A-Za-z][\w:-]*)\s*>")
# kramdown's HTML_SPAN_ELEMENTS: at the start of a line they open a paragraph, not a block.
_SPANS = frozenset({
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn",
    "em", "i", "img", "input", "ins", "kbd", "label", "mark", "object", "q", "rb", "rbc", "rp",
    "rt", "rtc", "ruby", "s", "samp", "select", "small", "span", "strike", "strong", "sub",
    "sup", "textarea", "time", "tt", "u", "var",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "col", "embed", "hr", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip


def kramdown_blocks(engine: MarkdownIt) -> None:
    """Replace the engine's headings and HTML blocks by kramdown's."""
    interrupts = ["paragraph", "reference", "blockquote"]
    engine.block.ruler.before("lheading", "kramdown_heading", _heading, {"alt": interrupts})
    engine.block.ruler.before("paragraph", "kramdown_html", _html, {"alt": interrupts})


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = _HEADING.match(line)
    if not match:
        return False
    if silent:
        return True
    level, text = len(match.group(1)), match.group(2)
    text = _CLOSING_HASHES.sub("", text)
    given_id = _HEADING_ID.search(text)
    state.line = start + 1
    token = state.push("heading_open", f"h{level}", 1)
    token.markup, token.map = match.group(1), [start, start + 1]
    if given_id:
        token.attrs["id"] = given_id.group(1)
        text = text[: given_id.start()]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text.strip(), [start, start + 1], []
    state.push("heading_close", f"h{level}", -1).markup = match.group(1)
    return True


def _html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    position = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("<", position):
        return False
    limit = state.eMarks[end - 1]
    stop = _end_of_html(state.src, position, limit)
    if stop == position:
        return False
    # Elements that follow on the same line belong to the block, as far as they reach.
    while stop < limit:
        following = _SPACES.match(state.src, stop).end()  # type: ignore[union-attr]
        further = _end_of_html(state.src, following, limit)
        if further == following:
            break
        stop = further
    if silent:
        return True
    last = start
    while last < end - 1 and state.eMarks[last] < stop:
        last += 1
    state.line = last + 1
    token = state.push("html_block", "", 0)
    token.map = [start, state.line]
    token.content = state.getLines(start, state.line, state.blkIndent, True)
    return True


def _end_of_html(source: str, position: int, limit: int) -> int:
    """Where the block element or comment at a position ends; the position when there is none."""
    if source.startswith("<!--", position):
        found = source.find("-->", position, limit)
        return limit if found < 0 else found + 3
    if match := _OPEN.match(source, position, limit):
        name = match.group(1).lower()
        if name in _SPANS:
            return position
        if name in _VOID:
            found = source.find(">", position, limit)
            return limit if found < 0 else found + 1
        return _end_of_element(source, name, position, limit)
    match = _CLOSE_ONLY.match(source, position, limit)
    return match.end() if match and match.group(1).lower() not in _SPANS else position


def _end_of_element(source: str, name: str, position: int, limit: int) -> int:
    """Where an element is closed; the limit when it never is."""
    depth = 0
    tags = re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^>]*>?", re.IGNORECASE)
    for match in tags.finditer(source, position, limit):
        depth += -1 if match.group(1) else 1
        if depth <= 0:
            return match.end()
    return limit
