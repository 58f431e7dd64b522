"""The headings of a page: its table of contents, and the order that screen readers rely on.

Two headings with the same words get different names, and a rank that skips one is raised, so that
a page never jumps from its second level to its fourth (WCAG 2.2, technique G141).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify


@dataclass(frozen=True)
class Entry:
    """One line of a table of contents; `level` is 2 for a main heading."""

    text: str
    level: int
    anchor: str


#: Blocks that show their title as a main heading.
TITLED = frozenset(
    {
        "enablers",
        "goals",
        "info_bar",
        "info_picture",
        "latest_items",
        "logo_cloud",
        "milestones",
    }
)


def outline(stream: Iterable) -> list[Entry]:
    """Name and rank the headings of a stream, in place, and list them.

    `stream` is a StreamField's value. Headings inside an accordion are ranked and named, not
    listed: a link to them would lead to something closed.
    """
    entries: list[Entry] = []
    names: dict[str, int] = {}
    deepest = 1
    for value, is_listed in _headings(stream):
        if "level" in value:
            level = min(int(value["level"][1:]), deepest + 1)
            text, name = value["text"], value.anchor_id
            value.tag = f"h{level}"
        else:
            level, text = 2, value["title"]
            name = slugify(text, allow_unicode=True) or "section"
        deepest = level
        value.anchor_id = _unused(name, names)
        if is_listed:
            entries.append(Entry(text, level, value.anchor_id))
    return entries


def _headings(stream: Iterable) -> Iterator[tuple[Any, bool]]:
    """The values that show a heading, in order, and whether it stands open on the page."""
    for child in stream:
        if child.block_type == "heading" or (
            child.block_type in TITLED and child.value.get("title")
        ):
            yield child.value, True
        elif child.block_type == "accordion":
            for item in child.value["items"]:
                for value, _ in _headings(item["content"]):
                    yield value, False


def _unused(name: str, taken: dict[str, int]) -> str:
    """The name, numbered when an earlier heading has it; `taken` counts how often one was asked."""
    candidate = name
    while candidate in taken:
        taken[name] += 1
        candidate = f"{name}-{taken[name]}"
    taken[candidate] = 1
    return candidate
