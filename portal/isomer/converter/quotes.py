"""Quotations, and the paragraph after one that says whose words they are."""

import re

from portal.isomer.codes import Code
from portal.isomer.converter.anchors import place_names
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import Block, Marks, Notes, Rich, Run, Runs, plain
from portal.isomer.converter.richtext import paragraph, tidy

_DASH = re.compile(r"^\s*[-–—―]+\s*(?=\S)")
_LONGEST_ATTRIBUTION = 250


def handle_quote(flow: Flow, element, marks: Marks) -> None:
    """`<blockquote>`: its text is a quote; what a quote can't hold stands beside it."""
    flow.close_paragraph()
    words: list[Block] = []
    for block in flow.inner(element, marks=marks):
        if block.type == "text":
            words.append(block)
            continue
        _close(flow, words)
        flow.add(block)
    _close(flow, words)


def join_attributions(blocks: list[Block], notes: Notes) -> list[Block]:
    """Give each quote the paragraph below it that begins with a dash."""
    joined: list[Block] = []
    for block in blocks:
        quote = joined[-1] if joined and joined[-1].type == "quote" else None
        if quote and not quote.value["attribution"] and block.type == "text":
            runs = _attribution(block.value)
            if runs:
                quote.value["attribution"] = paragraph(runs)
                place_names(quote, block.anchors)
                notes.add(Code.ATTRIBUTION, plain(runs), block.line)
                continue
        joined.append(block)
    return joined


def _close(flow: Flow, words: list[Block]) -> None:
    if not words:
        return
    attribution = None
    if len(words) > 1 and (attribution := _attribution(words[-1].value)):
        flow.notes.add(Code.ATTRIBUTION, plain(attribution), words[-1].line)
        words = words[:-1]
    value = {
        "text": Rich("".join(paragraph(block.value, block.anchors) for block in words)),
        "attribution": paragraph(attribution) if attribution else Rich(""),
        "portrait": None,
    }
    flow.add(Block("quote", value, words[0].line))
    del words[:]


def _attribution(runs: Runs) -> Runs | None:
    """A paragraph without its leading dash, if it reads like a name; None otherwise."""
    text = plain(runs)
    if not _DASH.match(text) or len(text) > _LONGEST_ATTRIBUTION:
        return None
    first = next((run for run in runs if run.text.strip()), None)
    if first is None or not _DASH.match(first.text):
        return None
    rest = [Run(_DASH.sub("", run.text), run.marks) if run is first else run for run in runs]
    # A quote's attribution is set in one face; bold in it would only repeat that.
    return tidy([Run(run.text, run.marks.but(bold=False, raised="")) for run in rest])


Flow.by_tag["blockquote"] = handle_quote
