"""Blocks of HTML in Markdown: kramdown takes them as they are, up to their closing tag."""

import re
from collections.abc import Iterator

from portal.fidelity.source.indents import ITEM

_BEGIN = re.compile(
    r"^[ ]{0,3}<(p|div|table|ul|ol|dl|h[1-6]|details|blockquote|section|article|center|figure|pre"
    r"|style|script|form|address|aside|header|footer|main|nav|fieldset)\b(?![^>]*markdown=)",
    re.IGNORECASE,
)


def html_blocks(lines: list[str]) -> Iterator[tuple[list[str], bool]]:
    """The lines in runs, each with whether it is a block of HTML."""
    run: list[str] = []
    name, depth = "", 0
    for line in lines:
        match = None if name else _BEGIN.match(line)
        if match is not None and not (line.startswith(" ") and any(ITEM.match(own) for own in run)):
            yield run, False
            run = []
            name, depth = match[1].lower(), 0
        run.append(line)
        if name:
            depth += len(re.findall(rf"<{name}\b", line, re.IGNORECASE))
            depth -= len(re.findall(rf"</{name}\s*>", line, re.IGNORECASE))
            if depth <= 0:
                yield run, True
                run, name = [], ""
    yield run, bool(name)
