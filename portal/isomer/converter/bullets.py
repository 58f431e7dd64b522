"""Lines that begin with a typed bullet become a list."""

import re

from portal.isomer.codes import Code
from portal.isomer.converter.model import (
    BREAK,
    Block,
    ListItem,
    ListNode,
    Notes,
    Run,
    Runs,
    is_blank,
    plain,
)
from portal.isomer.converter.richtext import lines_of, tidy, without_start

#: The last ones are bullets of symbol fonts, as word processors paste them.
_BULLET = re.compile(r"[\s\u00a0]*[•●▪◦‣∙·○■□◆❖➢►▸\uf0b7\uf0a7\uf0d8\uf076\uf0a8][\s\u00a0]*")
#: What may be a bullet, or a dash or letter of the text: a list only when a neighbour has it too.
_PERHAPS = re.compile(r"[\s\u00a0]*([-–*o§])[\s\u00a0]+(?=\S)")


def bullets_to_lists(blocks: list[Block], notes: Notes) -> list[Block]:
    """Neighbouring lines and paragraphs that begin with a bullet become one list.

    Lines above the first bullet of a paragraph stay a paragraph.
    """
    mended: list[Block] = []
    marks = [_perhaps(block) for block in blocks]
    for place, block in enumerate(blocks):
        around = [*marks[max(place - 1, 0) : place], *marks[place + 1 : place + 2]]
        above, lines = _read(block, sure=marks[place] in around)
        if not lines:
            if block.type == "text" and _BULLET.fullmatch(plain(block.value)):
                notes.tally(Code.EMPTY_PARAGRAPHS, block.line)
            else:
                mended.append(block)
            continue
        notes.tally(Code.BULLETS, block.line)
        if above:
            mended.append(Block("text", above, block.line, anchors=block.anchors))
        last = mended[-1] if mended else None
        if not (last and last.type == "list" and last.note == "bullets"):
            mended.append(Block("list", ListNode(ordered=False), block.line, note="bullets"))
        items = [ListItem([line]) for line in lines]
        if not above:
            items[0].anchors += block.anchors
        mended[-1].value.items += items
    return mended


def _perhaps(block: Block) -> str:
    """The character at the start of a paragraph that may be a bullet; "" for none."""
    match = _PERHAPS.match(plain(block.value)) if block.type == "text" else None
    return match.group(1) if match else ""


def _read(block: Block, *, sure: bool) -> tuple[Runs, list[Runs]]:
    """The lines above the first bullet, and the lines with one, without it."""
    if block.type != "text":
        return [], []
    lines = lines_of(block.value)
    pattern = next(
        (p for p in (_BULLET, _PERHAPS) if any(p.match(_text(li)) for li in lines)), None
    )
    if pattern is None:
        return [], []
    bulleted = [bool(pattern.match(_text(line))) for line in lines]
    first = bulleted.index(True)
    if pattern is _PERHAPS and not (sure and first == 0) and sum(bulleted) < 2:
        return [], []
    above: Runs = []
    for line in lines[:first]:
        above += [Run(BREAK), *line] if above else line
    found: list[Runs] = []
    for line, has_bullet in zip(lines[first:], bulleted[first:], strict=True):
        if has_bullet:
            found.append(_without(line, pattern))
        else:
            found[-1] = tidy([*found[-1], Run(BREAK), *line])
    return above, [line for line in found if not is_blank(line)]


def _text(line: Runs) -> str:
    return "".join(run.text for run in line)


def _without(line: Runs, pattern: re.Pattern) -> Runs:
    """A line without its bullet."""
    return without_start(line, pattern.match(_text(line)).end())  # type: ignore[union-attr]
