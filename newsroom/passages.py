"""Words inside the fields and blocks of a page: finding them, and putting others in their place.

A passage is what a reader can mark: words within one paragraph, whatever markup stands between
them. Replacing leaves every other byte of the source as it is.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

#: Fields that readers see as text; other character fields are addresses and choices.
PLAIN_FIELDS = ("title", "summary", "authors", "lead_image_caption", "dateline")
#: Parts of blocks that are written but not read.
NO_WORDS = frozenset({"url", "anchor", "merged"})
#: The part of a block that holds HTML as an import found it.
MARKUP = "html"
_TOKEN = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.", re.DOTALL)
#: Elements inside a paragraph; a passage may run across them.
_INLINE = re.compile(r"</?(?:a|b|i|em|strong|sub|sup|span|code|s|u)\b", re.IGNORECASE)

#: Gets a source and whether it is rich text; returns the source to store.
Edit = Callable[[str, bool], str]


def texts(page: Page) -> Iterator[str]:
    """The paragraphs of a page in order, as readers see them."""
    found: list[str] = []

    def keep(source: str, rich: bool) -> str:
        words, _ = _words(source, rich=rich)
        found.extend(" ".join(part.split()) for part in words.split("\n"))
        return source

    _visit(page, keep)
    return (text for text in found if text)


def count(page: Page, passage: str) -> int:
    """How often the passage stands on a page, in its fields and blocks."""
    total = 0

    def look(source: str, rich: bool) -> str:
        nonlocal total
        total += len(list(_found(source, passage, rich=rich)))
        return source

    _visit(page, look)
    return total


def replace(page: Page, passage: str, words: str) -> None:
    """Put `words` in the place of a passage, on a page in memory."""
    _visit(page, lambda source, rich: _replaced(source, passage, words, rich=rich))


def _visit(page: Page, edit: Edit) -> None:
    """Show every text of a page to `edit`, and set what it returns."""
    for field in page._meta.get_fields():
        name = getattr(field, "name", "")
        if isinstance(field, StreamField) and name != "corrections":
            stream = getattr(page, name)
            before = list(stream.get_prep_value())
            after = _edited(field.stream_block, before, edit)
            if after != before:
                setattr(page, name, field.stream_block.to_python(after))
        elif isinstance(field, RichTextField) or name in PLAIN_FIELDS:
            before = getattr(page, name)
            after = edit(before, isinstance(field, RichTextField))
            if after != before:
                setattr(page, name, after)


def _edited(block: blocks.Block, raw: Any, edit: Edit) -> Any:
    """The stored form of a block, with its texts edited."""
    match block:
        case blocks.StreamBlock():
            return [
                {**child, "value": _edited(block.child_blocks[child["type"]], child["value"], edit)}
                for child in raw
            ]
        case blocks.ListBlock():
            return [
                {**child, "value": _edited(block.child_block, child["value"], edit)}
                for child in raw
            ]
        case blocks.StructBlock() if isinstance(raw, dict):
            return {name: _edited_part(block, name, value, edit) for name, value in raw.items()}
        case TypedTableBlock():
            return _edited_table(block, raw, edit)
        case blocks.RichTextBlock() if raw:
            return edit(raw, True)
        case blocks.CharBlock() | blocks.TextBlock() if raw:
            return edit(raw, False)
    return raw


def _edited_part(block: blocks.StructBlock, name: str, raw: Any, edit: Edit) -> Any:
    part = block.child_blocks.get(name)
    if part is None or name in NO_WORDS:
        return raw
    if name == MARKUP and raw:
        return edit(raw, True)
    return _edited(part, raw, edit)


def _edited_table(block: TypedTableBlock, raw: Any, edit: Edit) -> Any:
    if not raw:
        return raw
    kinds = [block.child_blocks[column["type"]] for column in raw["columns"]]
    rows = [
        {
            **row,
            "values": [
                _edited(kind, value, edit) for kind, value in zip(kinds, row["values"], strict=True)
            ],
        }
        for row in raw["rows"]
    ]
    return {**raw, "caption": edit(raw.get("caption") or "", False), "rows": rows}


def _words(source: str, *, rich: bool) -> tuple[str, list[tuple[int, int]]]:
    """What a reader sees of a source, and where in it each character comes from."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(source) if rich else re.finditer(".", source, re.DOTALL):
        text = token.group()
        if rich and text.startswith("<") and len(text) > 1:
            if _INLINE.match(text):
                continue
            text = "\n"
        elif rich and text.startswith("&"):
            text = html.unescape(text)
        elif rich and text.isspace():
            # Only the end of an element parts paragraphs here.
            text = " "
        for character in text:
            words.append(character)
            places.append(token.span())
    return "".join(words), places


def _found(source: str, passage: str, *, rich: bool) -> Iterator[list[tuple[int, int]]]:
    """Where the passage stands in a source, as the places of its characters."""
    parts = passage.split()
    if not parts:
        return
    words, places = _words(source, rich=rich)
    space = r"[^\S\n]+" if rich else r"\s+"
    for match in re.finditer(space.join(map(re.escape, parts)), words):
        yield places[match.start() : match.end()]


def _replaced(source: str, passage: str, words: str, *, rich: bool) -> str:
    text = html.escape(words, quote=False) if rich else words
    for places in reversed(list(_found(source, passage, rich=rich))):
        # Several characters may come from one entity.
        for start, end in sorted(set(places), reverse=True):
            kept = text if (start, end) == places[0] else ""
            source = source[:start] + kept + source[end:]
    return source
