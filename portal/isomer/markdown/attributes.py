"""Attribute lists, `{: .class #id key="value"}`, after a block, before one, or after a span.

Rules from kramdown's documentation ("Inline Attribute Lists"): a list directly below a block
belongs to that block, otherwise to the block that follows without a blank line; a list after
plain text is text.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_BLOCK = re.compile(r"^ {0,3}\{:(?![:/])((?:\\\}|[^}])+)\}\s*$")
_SPAN = re.compile(r"\{:(?![:/])((?:\\\}|[^}])+)\}")
_PART = re.compile(
    r"""(?:^|\s)(?:([\w:-]+)=(?:"([^"]*)"|'([^']*)')|\#([A-Za-z][\w:-]*)|\.([\w-]+))"""
)
_SPAN_ENDS = ("link_close", "image", "code_inline")


def attribute_lists(engine: MarkdownIt) -> None:
    """Teach the engine attribute lists."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    engine.block.ruler.before("hr", "attribute_list", _block_rule, {"alt": interrupts})
    engine.inline.ruler.before("link", "attribute_list", _span_rule)
    engine.core.ruler.after("block", "attribute_list", _apply)


def parse(source: str) -> dict[str, str]:
    """The attributes of a list's inside; what is no attribute (curly quotes) is passed over."""
    attributes: dict[str, str] = {}
    for match in _PART.finditer(source):
        key, double, single, name, css = match.groups()
        if key:
            attributes[key.lower()] = double if double is not None else single or ""
        elif name:
            attributes["id"] = name
        elif css:
            attributes["class"] = f"{attributes.get('class', '')} {css}".strip()
    return attributes


def _block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = _BLOCK.match(line)
    if not match or state.is_code_block(start):
        return False
    if silent:
        return True
    token = state.push("attribute_list", "", 0)
    token.meta = parse(match.group(1))
    token.map = [start, start + 1]
    token.hidden = True
    state.line = start + 1
    return True


def _apply(state: StateCore) -> None:
    """Give each block list's attributes to its block, and take the list away."""
    tokens = state.tokens
    for place, token in enumerate(tokens):
        if token.type != "attribute_list" or token.map is None:
            continue
        owner = _opening(tokens, place - 1)
        if owner is None or owner.map is None or not _touches(tokens, place, owner):
            owner = _following(tokens, place) or owner
        if owner is not None:
            owner.attrs.update(token.meta)
    for token in tokens:
        # kramdown counts every list from 1: the number typed in the source, which the engine
        # keeps as an int, is not read.
        if token.type == "ordered_list_open" and not _is_number(token.attrs.get("start")):
            token.attrs.pop("start", None)
    state.tokens[:] = [token for token in tokens if token.type != "attribute_list"]


def _following(tokens: list[Token], place: int) -> Token | None:
    """The block that begins on the line below a list."""
    token = tokens[place]
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None or following.nesting < 0 or not following.map or not token.map:
        return None
    return following if following.map[0] <= token.map[1] else None


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value.isdecimal()


def _opening(tokens: list[Token], place: int) -> Token | None:
    """The token that opens the block which ends at a place."""
    if place < 0:
        return None
    last = tokens[place]
    if last.nesting == 0:
        return last
    if last.nesting == 1:
        return None
    for token in reversed(tokens[:place]):
        if token.level == last.level and token.nesting == 1:
            return token
    return None


def _touches(tokens: list[Token], place: int, owner: Token) -> bool:
    """Whether the block before a list ends on the line above it."""
    last_line, line = 0, (tokens[place].map or [0])[0]
    for token in tokens[tokens.index(owner) : place]:
        if token.map and token.type != "attribute_list" and (token.content or token is owner):
            content_end = token.map[0] + token.content.count("\n") + 1 if token.content else 0
            last_line = max(last_line, content_end if token.type == "inline" else 0)
            if token.type in {"html_block", "fence", "code_block", "hr"}:
                last_line = max(last_line, token.map[1])
    return last_line >= line


def _span_rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{:", state.pos):
        return False
    match = _SPAN.match(state.src, state.pos)
    if not match or state.pending or not state.tokens:
        return False
    last = state.tokens[-1]
    if not _ends_span(last):
        return False
    if not silent and last.type in _SPAN_ENDS:
        owner = last
        if last.nesting == -1:
            openings = [t for t in state.tokens if t.nesting == 1 and t.level == last.level]
            owner = openings[-1] if openings else last
        owner.attrs.update(parse(match.group(1)))
    state.pos = match.end()
    return True


def _ends_span(token: Token) -> bool:
    """Whether a span ends here; emphasis is still its bare marks while a line is being parsed."""
    if token.type == "html_inline":
        return token.content.startswith("</") or token.content.endswith("/>")
    if token.type == "text":
        return bool(token.content) and not token.content.strip("*_~")
    return token.type in _SPAN_ENDS
