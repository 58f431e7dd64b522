"""What only looked like structure becomes structure; each repair is reported."""

import re
from collections.abc import Iterator

from portal.isomer.codes import Code
from portal.isomer.converter.anchors import place_names
from portal.isomer.converter.flow import TERM
from portal.isomer.converter.model import (
    BREAK,
    Block,
    Notes,
    all_marked,
    plain,
)

_LONGEST_HEADING = 120
_SENTENCE_END = (".", ";", ",", "!", ":")
_HEADING_START = re.compile(r"^[“\"‘'(]?[^\W_]")
_END_MARK = re.compile(r"^\W*(?:end|ends)\W*$", re.IGNORECASE)
#: One word with only its first letter large, or several words; none of them with a sign.
_SIGNS = re.compile(r"^(#{1,6})((?:[^\W\da-z_]|[“\"'(])(?:[^\s#]*(?:\s[^\s#]+)+|[^\W\dA-Z_]+))$")
BOLD_LEVEL = 7


def bold_to_headings(blocks: list[Block], notes: Notes) -> list[Block]:
    """A paragraph in bold alone, short and without a full stop, becomes a heading.

    Only one that is followed by other content: the last words of a page head nothing.
    """
    mended: list[Block] = []
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if following is not None and following.type != "divider" and _reads_as_heading(block):
            text = plain(block.value)
            notes.add(Code.BOLD_HEADING, text, block.line)
            value = {"text": text, "level": "", "anchor": " ".join(block.anchors)[:255]}
            block = Block("heading", value, block.line, level=BOLD_LEVEL)
        mended.append(block)
    return mended


def signs_to_headings(blocks: list[Block], notes: Notes) -> list[Block]:
    """A paragraph of Markdown that begins with `#` and no space becomes the heading it was meant.

    kramdown's GFM parser asks for the space, so the old site showed the sign. A hashtag is none:
    a single word in small letters or joined words, or a paragraph with several signs.
    """
    mended: list[Block] = []
    for block in blocks:
        match = _SIGNS.match(plain(block.value)) if block.type == "text" else None
        text = match.group(2) if match else ""
        broken = match and any(run.text == BREAK or run.marks.link for run in block.value)
        if match and not broken and _is_heading_length(text):
            level = len(match.group(1))
            notes.add(Code.SIGN_HEADING, text, block.line)
            value = {"text": text, "level": "", "anchor": " ".join(block.anchors)[:255]}
            block = Block("heading", value, block.line, level=level)
        mended.append(block)
    return mended


def drop_title(blocks: list[Block], title: str, notes: Notes) -> list[Block]:
    """The first block, when it is a heading that only repeats the page's title."""
    if blocks and blocks[0].type == "heading" and _same(blocks[0].value["text"], title):
        notes.add(Code.HEADING_REPEATS, blocks[0].value["text"], blocks[0].line)
        names = blocks[0].value["anchor"].split()
        any(place_names(block, names) for block in blocks[1:])
        return blocks[1:]
    return blocks


def drop_dividers(blocks: list[Block], notes: Notes) -> list[Block]:
    """Lines at either end, and all but one of several in a row."""
    kept: list[Block] = []
    for block in blocks:
        if block.type == "divider" and (not kept or kept[-1].type == "divider"):
            notes.tally(Code.DIVIDER_DROPPED, block.line)
        else:
            kept.append(block)
    while kept and kept[-1].type == "divider":
        notes.tally(Code.DIVIDER_DROPPED, kept.pop().line)
    return kept


def level_headings(blocks: list[Block], notes: Notes) -> None:
    """Give every heading its level: from h2 down, no gap, at most h4 (WCAG 1.3.1)."""
    open_levels: list[int] = []
    for block in headings(blocks):
        while open_levels and open_levels[-1] >= block.level:
            open_levels.pop()
        open_levels.append(block.level)
        level = min(len(open_levels) + 1, 4)
        block.value["level"] = f"h{level}"
        if level != block.level and block.level != BOLD_LEVEL:
            notes.tally(Code.HEADING_LEVELS, block.line)


def headings(blocks: list[Block]) -> Iterator[Block]:
    """Every heading in order, also those inside accordions."""
    for block in blocks:
        if block.type == "heading":
            yield block
        elif block.type == "accordion":
            for item in block.value["items"]:
                yield from headings(item["content"])


def name_videos(blocks: list[Block], title: str, notes: Notes) -> None:
    """Films and frames without a title take the heading above them, else the page's title."""
    heading = title
    for block in blocks:
        if block.type == "heading":
            heading = block.value["text"]
        elif block.type == "accordion":
            for item in block.value["items"]:
                name_videos(item["content"], item["title"], notes)
        elif block.type in {"video", "embed"} and not block.value["title"]:
            block.value["title"] = heading[:255] or "Video"
            notes.add(Code.VIDEO_TITLED, block.value["title"], block.line)


def _reads_as_heading(block: Block) -> bool:
    if block.type != "text" or block.note == TERM or not all_marked(block.value, "bold"):
        return False
    if any(run.marks.link or run.marks.raised or run.text == BREAK for run in block.value):
        return False
    text = plain(block.value)
    if not _is_heading_length(text) or text[0].islower():
        return False
    return bool(_HEADING_START.match(text)) and not _END_MARK.match(text)


def _is_heading_length(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not text.endswith(_SENTENCE_END)


def _same(heading: str, title: str) -> bool:
    return bool(title) and "".join(heading.split()).casefold() == "".join(title.split()).casefold()
