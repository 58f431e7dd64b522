"""The headings of a page: its table of contents, and the order that screen readers rely on.

Two headings with the same words get different names, and a rank that skips one is raised, so that
a page never jumps from its second level to its fourth (WCAG 2.2, technique G141).
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One line of a table of contents; `level` is 2 for a main heading."""

    text: str
    level: int
    anchor: str


def outline(stream: Iterable) -> list[Entry]:
    """Name and rank the headings of a stream, in place, and list them.

    `stream` is a StreamField's value; blocks other than `heading` are passed over.
    """
    entries: list[Entry] = []
    names: set[str] = set()
    deepest = 1
    for child in stream:
        if child.block_type != "heading":
            continue
        value = child.value
        level = min(int(value["level"][1:]), deepest + 1)
        deepest = level
        value.tag = f"h{level}"
        value.anchor_id = _unused(value.anchor_id, names)
        entries.append(Entry(value["text"], level, value.anchor_id))
    return entries


def _unused(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    taken.add(candidate)
    return candidate
