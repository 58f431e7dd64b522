"""How the blocks of kramdown's syntax begin, as patterns for one place of the text.

Source: kramdown syntax, "Structural Elements" and "Block Boundaries", and the GFM parser's habit of
ending a paragraph where a list, quote, heading or fence begins.
"""

import re

from portal.isomer.markdown.attributes import INSIDE
from portal.isomer.markdown.tags import NAME, SPANS

_LINE_END = r"[ \t\r\f\v]*\n"
_NO_BLOCK = "|".join([*sorted(SPANS), "script"])

INDENT = re.compile(r"\t| {4}")
LIST_ITEM = re.compile(r" {0,3}(?:([+*-])|(\d+)\.)(?=[\t| ])")
DEFINITION = re.compile(r" {0,3}:(?=[\t| ])")
RULE = re.compile(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n")
QUOTE = re.compile(r" {0,3}> ?")
FENCE = re.compile(r" {0,3}([~`])(?:[~`]){2}")
HEADING = re.compile(r"(#{1,6})[\t ]+(.*)\n")
UNDERLINED = re.compile(r" {0,3}([^ \t].*)\n([-=])[-=]*[ \t\r\f\v]*\n")
HEADING_ID = re.compile(r"[\t ]\{#([^\W\d][\w:.-]*)\}\Z")
END_OF_BLOCK = re.compile(rf"\^{_LINE_END}")
LIST_OF_ATTRIBUTES = re.compile(rf" {{0,3}}\{{:(?![:/]){INSIDE}\}}{_LINE_END}")
DEFINED_ATTRIBUTES = re.compile(rf" {{0,3}}\{{:([a-zA-Z0-9_][\w-]*):{INSIDE}\}}{_LINE_END}", re.A)
EXTENSION = re.compile(
    rf" {{0,3}}\{{::(\w+)(?:\s((?:[^}}\\\n]|\\.)*?))?(/)?\}}{_LINE_END}", re.ASCII
)
LINK_TARGET = re.compile(
    r" {0,3}\[([^\n\]]+)\]:[ \t]*(?:<(.*?)>|([^\n]*?[^ \t\r\n\f\v][^\n]*?))"
    r"(?:(?:[ \t]*?\n|[ \t]+?)[ \t]*?([\"'])(.+?)\4)?[ \t]*?\n"
)
FOOTNOTE = re.compile(r" {0,3}\[\^([a-zA-Z0-9_][\w-]*)\]:", re.ASCII)
ABBREVIATION = re.compile(r" {0,3}\*\[(.+?)\]:(.*)\n")
MATH = re.compile(r" {0,3}(\\)?\$\$(.*?)\$\$(\s*?\n)?", re.DOTALL)
HTML_TAG = re.compile(rf"</?(?!(?:{_NO_BLOCK})\b){NAME}")
_HTML_STOPS = re.compile(rf"<(?!(?:{_NO_BLOCK})\b){NAME}|</(?!(?:{_NO_BLOCK})\b){NAME}\s*>")
_OTHER_ENDS = re.compile(r"(?:[+*-][\t| ]|\d+\.[\t| ]|:[\t| ]|>|[~`]{3})")


def past_spaces(text: str, start: int, most: int = 3) -> int:
    """The place behind at most three spaces."""
    at = start
    while at - start < most and text.startswith(" ", at):
        at += 1
    return at


def html_or_attributes(text: str, start: int, spaces: int = 3) -> bool:
    """Whether a line begins an HTML block or is an attribute list: what no lazy line may be."""
    at = past_spaces(text, start, spaces)
    if text.startswith("<", at):
        return _HTML_STOPS.match(text, at) is not None
    return text.startswith("{:", at) and LIST_OF_ATTRIBUTES.match(text, at) is not None


def ends_lazy(text: str, start: int) -> bool:
    """Whether a line ends a quote that would go on without its mark."""
    if start >= len(text):
        return True
    first = text[start]
    if first.isalpha():
        return False
    if first == "^":
        return END_OF_BLOCK.match(text, start) is not None
    return _is_blank(text, start) or html_or_attributes(text, start)


def ends_paragraph(text: str, start: int) -> bool:
    """Whether a line can't go on with the paragraph above it."""
    if start >= len(text):
        return True
    first = text[start]
    if first.isalpha():
        return False
    if first == "#":
        return HEADING.match(text, start) is not None
    if ends_lazy(text, start):
        return True
    at = past_spaces(text, start)
    return _OTHER_ENDS.match(text, at) is not None


def _is_blank(text: str, start: int) -> bool:
    end = text.find("\n", start)
    return not text[start : end if end >= 0 else None].strip(" \t\r\f\v")


def at_boundary(text: str, start: int) -> bool:
    """Whether what ends here stands apart from what follows (kramdown's block boundary)."""
    return (
        start >= len(text)
        or _is_blank(text, start)
        or END_OF_BLOCK.match(text, start) is not None
        or LIST_OF_ATTRIBUTES.match(text, start) is not None
    )
