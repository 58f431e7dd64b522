"""Runs and lists become rich text in the form in which Wagtail stores it."""

import re
from collections.abc import Iterable
from html import escape

from portal.isomer.converter.model import (
    BREAK,
    ImageRef,
    LinkRef,
    ListItem,
    ListNode,
    Marks,
    Rich,
    Run,
    Runs,
    collapse,
    is_blank,
)

_FIRST_TEXT = re.compile(r"<(?:p|li)>")


def tidy(runs: Runs) -> Runs:
    """Whitespace collapsed across runs, none at the ends or around breaks, equal runs joined."""
    tidied: Runs = []
    at_start = True
    for run in runs:
        if run.text == BREAK:
            _strip_end(tidied)
            tidied.append(run)
            at_start = True
            continue
        text = collapse(run.text)
        if at_start:
            text = text.lstrip(" \u00a0")
        elif text[:1] == " " and tidied and tidied[-1].text.endswith((" ", "\u00a0")):
            text = text[1:]
        if not text:
            continue
        at_start = False
        last = tidied[-1] if tidied else None
        if last and _joins(last, run):
            tidied[-1] = Run(last.text + text, run.marks)
        else:
            tidied.append(Run(text, run.marks))
    _strip_end(tidied)
    while tidied and tidied[-1].text == BREAK:
        tidied.pop()
        _strip_end(tidied)
    while tidied and tidied[0].text == BREAK:
        tidied.pop(0)
    return tidied


def without_start(runs: Runs, length: int) -> Runs:
    """The runs without their first characters, wherever the formatting changes."""
    rest: Runs = []
    for run in runs:
        if length >= len(run.text):
            length -= len(run.text)
            continue
        rest.append(Run(run.text[length:], run.marks))
        length = 0
    return tidy(rest)


def lines_of(runs: Runs) -> list[Runs]:
    """The runs parted at their breaks, without lines that show nothing."""
    lines: list[Runs] = [[]]
    for run in runs:
        if run.text == BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    return [line for line in lines if not is_blank(line)]


def inline(runs: Runs) -> str:
    """The HTML of one paragraph's inside.

    Formatting that a whole link shares stands around it, so that an italic note with a link in it
    stays one stretch of italics.
    """
    parts: list[str] = []
    stack: list[str] = []
    for segment, link in _segments(runs):
        shared = _shared_tags(segment, stack)
        _switch(parts, stack, shared)
        inside = _formatted(segment, skip=len(shared))
        parts.append(_linked(inside, link) if link else inside)
    _switch(parts, stack, [])
    return "".join(parts)


def paragraph(runs: Runs, anchors: Iterable[str] = ()) -> Rich:
    """One paragraph, and the names that lead to it."""
    return Rich(f"<p>{places(anchors)}{inline(runs)}</p>")


def places(anchors: Iterable[str]) -> str:
    """The names by which links reach the paragraph or item that begins with them."""
    return "".join(f'<span id="{escape(name)}"></span>' for name in anchors)


def with_places(rich: Rich, anchors: Iterable[str]) -> Rich | None:
    """Rich text with names for its first paragraph or item; None when it has neither."""
    named = _FIRST_TEXT.sub(lambda match: match.group() + places(anchors), rich, count=1)
    return None if named == rich else Rich(named)


def listing(node: ListNode) -> Rich:
    """A list with the lists below its items."""
    items = "".join(_item(item) for item in node.items)
    if not node.ordered:
        return Rich(f"<ul>{items}</ul>")
    start = f' start="{node.start}"' if node.start != 1 else ""
    kind = f' type="{node.kind}"' if node.kind else ""
    backwards = ' reversed=""' if node.backwards else ""
    return Rich(f"<ol{start}{kind}{backwards}>{items}</ol>")


def picture(image: ImageRef, link: LinkRef | None = None) -> Rich:
    """A picture between the paragraphs of a table cell."""
    source, alt = escape(image.src), escape(image.alt)
    leads = f' data-href="{escape(link.href)}"' if link else ""
    return Rich(f'<embed data-src="{source}" data-line="{image.line}" alt="{alt}"{leads}/>')


def _item(item: ListItem) -> str:
    parts: list[str] = []
    after_text = False
    for part in item.parts:
        if isinstance(part, ListNode):
            parts.append(listing(part))
            after_text = False
        elif not is_blank(part):
            parts.append(("<br/>" if after_text else "") + inline(part))
            after_text = True
    return f"<li>{places(item.anchors)}{''.join(parts)}</li>"


def _linked(inside: str, link: LinkRef) -> str:
    return f'<a href="{escape(link.href)}" data-line="{link.line}">{inside}</a>'


def _segments(runs: Runs):
    """Stretches of one link each; text without a link is cut wherever its formatting changes."""
    place = 0
    while place < len(runs):
        link = runs[place].marks.link
        stop = place + 1
        while link and stop < len(runs) and runs[stop].marks.link is link:
            stop += 1
        yield runs[place:stop], link
        place = stop


def _shared_tags(segment: Runs, stack: list[str]) -> list[str]:
    """The tags around every run of a stretch; a break takes whatever is open."""
    shared: list[str] | None = None
    for run in segment:
        if run.text == BREAK:
            continue
        tags = _tags(run.marks)
        if shared is None:
            shared = tags
        else:
            same = 0
            while same < min(len(shared), len(tags)) and shared[same] == tags[same]:
                same += 1
            shared = shared[:same]
    return list(stack) if shared is None else shared


def _switch(parts: list[str], stack: list[str], wanted: list[str]) -> None:
    """Close and open tags until exactly the wanted ones are open."""
    same = 0
    while same < min(len(stack), len(wanted)) and stack[same] == wanted[same]:
        same += 1
    parts += [f"</{tag}>" for tag in reversed(stack[same:])]
    parts += [f"<{tag}>" for tag in wanted[same:]]
    stack[:] = wanted


def _formatted(runs: Runs, skip: int) -> str:
    """Runs of one stretch, without the tags that already stand around it."""
    parts: list[str] = []
    stack: list[str] = []
    for run in runs:
        if run.text != BREAK:
            _switch(parts, stack, _tags(run.marks)[skip:])
        parts.append(_content(run))
    _switch(parts, stack, [])
    return "".join(parts)


def _content(run: Run) -> str:
    return "<br/>" if run.text == BREAK else escape(run.text, quote=False)


def _tags(marks: Marks) -> list[str]:
    named = [("b", marks.bold), ("i", marks.italic), (marks.raised, bool(marks.raised))]
    return [tag for tag, on in named if on]


def _strip_end(runs: Runs) -> None:
    while runs and runs[-1].text != BREAK:
        text = runs[-1].text.rstrip(" \u00a0")
        if text:
            runs[-1] = Run(text, runs[-1].marks)
            return
        runs.pop()


def _joins(last: Run, run: Run) -> bool:
    same = last.marks == run.marks and last.marks.link is run.marks.link
    return same and last.text != BREAK
