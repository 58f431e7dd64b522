"""Straight quotes, dashes and dots become typographic (kramdown syntax, "Typographic Symbols").

The rules for quotes follow SmartyPants, the program that kramdown names as their source: a quote is
judged by what stands on both sides of it.
"""

import re

from portal.isomer.markdown.nodes import Node, add_text

_SYMBOLS = (
    ("---", "—"),
    ("--", "–"),
    ("...", "…"),
    ("<< ", "«\xa0"),
    (" >>", "\xa0»"),
    ("<<", "«"),
    (">>", "»"),
)
_OPENING = {"'": "‘", '"': "“"}
_CLOSING = {"'": "’", '"': "”"}
#: Characters after which a quote does not close.
_NOT_BEFORE_CLOSING = " \\\t\r\n[{(-"
_BEFORE_EMPHASIS = re.compile(r"[_*]{1,2}[^ \t\r\n\f\v]")
_BEFORE_MARK = re.compile(r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~](?!\.\.)\B")
_TWO = re.compile(r"([ \t\r\n\f\v]?)(\"'|'\")(?=[A-Za-z0-9_])")
_DECADE = re.compile(r"([ \t\r\n\f\v]?)'(?=[0-9][0-9]s)")
_BEFORE_WORD = re.compile(r"([ \t\r\n\f\v])(['\"])(?=[A-Za-z0-9_])")
_BEFORE_SPACE = re.compile(r"(?=[ \t\r\n\f\v]|s\b|\Z)")


def quote(text: str, at: int, into: list[Node]) -> int:
    """Read a quote, or a character and the quote behind it; where reading goes on."""
    first = text[at]
    if first in "\"'":
        return _lone_quote(text, at, into)
    if first not in _NOT_BEFORE_CLOSING and first not in "\f\v":
        _add(into, first, _CLOSING[text[at + 1]])
        return at + 2
    if match := _TWO.match(text, at):
        _add(into, first, "".join(_OPENING[mark] for mark in match.group(2)))
        return match.end()
    if match := _DECADE.match(text, at):
        _add(into, first, "’")
        return match.end()
    _add(into, first, _OPENING[text[at + 1]])
    return at + 2


def _lone_quote(text: str, at: int, into: list[Node]) -> int:
    """A quote with nothing unread before it."""
    mark, behind = text[at], at + 1
    if _BEFORE_EMPHASIS.match(text, behind):
        _add(into, "", _OPENING[mark])
    elif _BEFORE_MARK.match(text, behind):
        _add(into, "", _CLOSING[mark])
    elif match := _TWO.match(text, at):
        _add(into, "", "".join(_OPENING[one] for one in match.group(2)))
        return match.end()
    elif match := _DECADE.match(text, at):
        _add(into, "", "’")
    elif text[behind : behind + 1] in ("'", '"'):
        _add(into, mark, _CLOSING[text[behind]])
        return behind + 1
    elif _BEFORE_SPACE.match(text, behind):
        _add(into, "", _CLOSING[mark])
    else:
        _add(into, "", _OPENING[mark])
    return behind


def symbol(text: str, at: int, into: list[Node]) -> int:
    """Read a dash, dots or a guillemet; the same place when there is none."""
    for source, shown in _SYMBOLS:
        if text.startswith(source, at):
            into.append(Node("symbol", shown))
            return at + len(source)
    return at


def _add(into: list[Node], before: str, shown: str) -> None:
    add_text(into, before)
    into.append(Node("symbol", shown))
