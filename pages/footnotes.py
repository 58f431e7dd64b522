"""Footnotes: a number in brackets in the text becomes a link to the note of that number.

Text that has no such note stays as it is. The first mark of a number is where its note leads back
to. Roles are those of DPUB-ARIA (https://www.w3.org/TR/dpub-aria-1.1/).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.rich_text import RichText

_MARK = re.compile(r"\[([1-9]\d{0,2})\]")
_TAG = re.compile(r"(<[^>]*>)")
#: Where a page remembers what was found out about its stream.
_MEMORY = "_footnotes"


@dataclass(frozen=True)
class Footnotes:
    """How many notes a stream has, and in which text each is cited first."""

    count: int = 0
    first: tuple[tuple[int, RichText], ...] = ()

    def first_cited_in(self, text: RichText) -> set[int]:
        return {number for number, where in self.first if where is text}


def of(page: Any) -> Footnotes:
    """The footnotes of a page's story, found once; numbering its notes on the way."""
    stream = getattr(page, getattr(page, "story_field", ""), None)
    if stream is None:
        return Footnotes()
    known = page.__dict__.get(_MEMORY)
    if known is None or known[0] is not stream:
        known = page.__dict__[_MEMORY] = (stream, _number(stream))
    return known[1]


def link(html: str, text: RichText, page: Any) -> SafeString:
    """The HTML of a text of the page's story, with its marks as links."""
    notes = of(page)
    if not notes.count or "[" not in html:
        return mark_safe(html)
    waiting = notes.first_cited_in(text)

    def mark(match: re.Match) -> str:
        number = int(match.group(1))
        if number > notes.count:
            return match.group()
        place = format_html(' id="note-{}-mark"', number) if number in waiting else ""
        waiting.discard(number)
        return format_html(
            '<sup class="note-mark"{}><a href="#note-{}" role="doc-noteref" aria-label="{}">{}</a></sup>',
            place, number, gettext("Footnote %(number)d") % {"number": number}, number,
        )  # fmt: skip

    return mark_safe("".join(_outside_links(html, mark)))


def _number(stream: Iterable) -> Footnotes:
    blocks = [child.value for child in stream if child.block_type == "footnotes"]
    count = 0
    for block in blocks:
        block.start = count + 1
        count += len(block["notes"])
    first: dict[int, RichText] = {}
    for text in _texts(stream) if count else ():
        for piece in _outside_links(text.source, lambda match: f"\0{match.group(1)}\0"):
            for number in map(int, re.findall("\0(\\d+)\0", piece)):
                if number <= count:
                    first.setdefault(number, text)
    for block in blocks:
        block.cited = frozenset(first)
    return Footnotes(count, tuple(first.items()))


def _texts(stream: Iterable) -> Iterator[RichText]:
    """The running text of a stream, in the order in which it is read."""
    for child in stream:
        if child.block_type == "accordion":
            for item in child.value["items"]:
                yield from _texts(item["content"])
        elif child.block_type == "paragraph":
            yield child.value if isinstance(child.value, RichText) else child.value["text"]


def _outside_links(html: str, mark: Any) -> Iterator[str]:
    """The HTML piece by piece, its marks replaced where no link stands around them."""
    inside = 0
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            inside += piece.startswith("<a") and piece[2:3] in (" ", ">")
            inside -= piece == "</a>"
            yield piece
        else:
            yield piece if inside else _MARK.sub(mark, piece)
