"""Blocks of HTML in Markdown: kramdown takes them as they are, up to their closing tag."""

import re
from collections.abc import Iterator

from portal.fidelity.source.indents import ITEM

#: Elements that end only with their closing tag, also when they begin behind another block.
_CONTAINERS = (
    "table", "div", "ul", "ol", "dl", "details", "blockquote", "section", "article", "center",
    "figure", "pre", "style", "script", "form",
)  # fmt: skip
_BEGIN = re.compile(
    r"^[ ]{0,3}<(p|div|table|ul|ol|dl|h[1-6]|details|blockquote|section|article|center|figure|pre"
    r"|style|script|form|address|aside|header|footer|main|nav|fieldset)\b(?![^>]*markdown=)",
    re.IGNORECASE,
)


def html_blocks(lines: list[str]) -> Iterator[tuple[list[str], bool]]:
    """The lines in runs, each with whether it is a block of HTML."""
    run: list[str] = []
    depths: dict[str, int] = {}
    for line in lines:
        match = None if depths else _BEGIN.match(line)
        if match is not None and not (line.startswith(" ") and any(map(ITEM.match, run))):
            yield run, False
            run = []
            depths = dict.fromkeys((match[1].lower(), *_CONTAINERS), 0)
        run.append(line)
        if not depths:
            continue
        for name in depths:
            depths[name] += len(re.findall(rf"<{name}\b", line, re.IGNORECASE))
            depths[name] -= len(re.findall(rf"</{name}\s*>", line, re.IGNORECASE))
        if max(depths.values()) <= 0:
            yield run, True
            run, depths = [], {}
    yield run, bool(depths)
