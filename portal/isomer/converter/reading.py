"""The words that a block shows, in the order in which a visitor meets them."""

import re
from typing import Any

from lxml import html

from portal.isomer.converter.model import Rich
from portal.isomer.converter.tally import visible_text, words_in

#: Parts of a block's value that no visitor reads as text of the page.
_SILENT = frozenset({
    "alt_text", "anchor", "columns", "count", "decorative", "file", "header", "height", "image",
    "kind", "level", "line", "link", "listing", "map_url", "merged", "note", "poster",
    "side", "size", "state", "style", "url",
})  # fmt: skip
#: Blocks whose words are the portal's own: a film's or a frame's title.
_WORDLESS = frozenset({"video", "embed", "divider"})
_MARKUP = re.compile(r"[<&]")


def story_words(blocks: list[dict]) -> list[str]:
    """The words of assembled blocks."""
    return [word for block in blocks for word in block_words(block)]


def block_words(block: dict) -> list[str]:
    """The words of one assembled block."""
    if block["type"] in _WORDLESS:
        return []
    return words_in(" ".join(_texts(block["value"])))


def rich_words(source: str) -> list[str]:
    """The words of a piece of rich text."""
    return words_in(_plain(source))


def _texts(value: Any) -> list[str]:
    if isinstance(value, Rich):
        return [_plain(value)]
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if not isinstance(value, dict):
        return []
    if set(value) >= {"type", "value", "line"}:
        return block_words(value)
    if "table" in value and "merged" in value:
        table = value["table"]
        return [table["caption"], *_texts([row["values"] for row in table["rows"]])]
    if "html" in value:
        return [_plain(value["html"])]
    number = [f"{value['number']}."] if value.get("number") else []
    return number + [
        text for key, part in value.items() if key not in _SILENT for text in _texts(part)
    ]


def _plain(source: str) -> str:
    if not source.strip():
        return ""
    if not _MARKUP.search(source):
        return source
    return visible_text(html.fragment_fromstring(source, create_parent="div"))
