"""Headings: their words in one line, one link for all of them, raised figures as characters."""

from typing import Any

from portal.isomer.codes import Code
from portal.isomer.converter.anchors import NAMES, place_names
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import (
    PLAIN,
    Block,
    LinkRef,
    Marks,
    Notes,
    Run,
    Runs,
    plain,
    texts_of,
)

_LONGEST = 255
_RAISED = str.maketrans("0123456789+-−()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
#: Endings that read the same on the line.
_ORDINAL = frozenset({"st", "nd", "rd", "th", "TM", "tm", "SM", "sm", "®", "©", "™", "o", "a"})


def handle_heading(flow: Flow, element, marks: Marks) -> None:
    """`<h1>` to `<h6>`; pictures and films inside follow the heading."""
    level, line = int(element.tag[1]), flow.notes.line(element)
    names = (element.get(NAMES) or "").split()
    flow.anchors = flow.anchors[: len(flow.anchors) - len(names)]
    found = flow.inner(element, in_cell=False, marks=marks.but(bold=False, italic=False))
    runs: Runs = []
    for block in found:
        for part in texts_of(block):
            runs += [Run(" "), *part]
        names += block.anchors
    words = plain([Run(shown(run, flow.notes, line), run.marks) for run in runs])
    links = list(dict.fromkeys(run.marks.link for run in runs if run.marks.link))
    if len(words) > _LONGEST:
        flow.notes.tally(Code.HEADING_LONG, line)
        kept = [Run(run.text, run.marks.but(bold=True)) for run in runs]
        flow.add_runs(kept, line, names)
    elif words:
        value: dict[str, Any] = {"text": words, "level": "", "anchor": ""}
        heading = Block("heading", value, line, level=level)
        if links:
            value["link"] = links[0]
            if any(run.text.strip() and run.marks.link is not links[0] for run in runs):
                flow.notes.add(Code.LINK_IN_HEADING, links[0].href, line)
        place_names(heading, names)
        flow.add(heading)
        for link in links[1:]:
            flow.add(_linked(link, runs, line))
    else:
        flow.anchors += names
        if not found:
            flow.notes.tally(Code.HEADING_EMPTY, line)
    for block in found:
        if block.type not in {"text", "list", "heading"}:
            flow.add(block)


def shown(run: Run, notes: Notes, line: int) -> str:
    """The text of a run where nothing can be raised or lowered."""
    if not run.marks.raised or not run.text.strip():
        return run.text
    table = _RAISED if run.marks.raised == "sup" else _LOWERED
    if all(ord(char) in table for char in run.text.strip()):
        return run.text.translate(table)
    if run.text.strip() not in _ORDINAL:
        notes.tally(Code.FORMATTING, line)
    return run.text


def _linked(link: LinkRef, runs: Runs, line: int) -> Block:
    """A paragraph of a link's words; what stands between them parts them."""
    words = plain([run if run.marks.link is link else Run(" ") for run in runs])
    return Block("text", [Run(words, PLAIN.but(link=link))], line)


for _tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
    Flow.by_tag[_tag] = handle_heading
