"""What a reader sees of a page, as plain words: no names of anchors, no choices of the editor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from pages.blocks.links import LinkBlock
from pages.blocks.text import LegacyHTMLBlock

#: PostgreSQL keeps the places of the first 16,383 words.
MAX_BODY = 100_000
#: Fields of blocks that hold words nobody reads on the page.
_NOT_SHOWN = frozenset({"anchor", "merged", "image", "map_url"})
_SENTENCE_ENDS = ".!?:;…。！？：；"
_SEPARATE_FIELDS = frozenset({"title", "summary"})


@dataclass(frozen=True)
class Text:
    """The words of a page by their weight."""

    title: str
    summary: str
    body: str


def text_of(page: Page) -> Text:
    """The words of a page, as its row holds them: what is published, never a draft's."""
    parts = [
        part
        for field in page.get_search_fields()
        if isinstance(field, index.SearchField) and field.field_name not in _SEPARATE_FIELDS
        for part in _field_words(page, field.field_name)
    ]
    summary = str(getattr(page, "summary_text", ""))
    return Text(_line(page.title), _line(summary), _line(_parted(parts))[:MAX_BODY])


def _field_words(page: Page, name: str) -> Iterator[str]:
    value = getattr(page, name)
    field = page._meta.get_field(name)
    if isinstance(field, StreamField):
        yield from _block_words(field.stream_block, value)
    elif isinstance(field, RichTextField):
        yield get_text_for_indexing(value)
    else:
        yield str(value)


def _block_words(block: blocks.Block, value: Any) -> Iterator[str]:
    if not value or isinstance(block, LinkBlock):
        return
    if isinstance(block, LegacyHTMLBlock):
        yield strip_tags((value.get("html") or "").replace("<", " <"))
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _block_words(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _block_words(block.child_block, item)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            if name not in _NOT_SHOWN:
                yield from _block_words(child, value.get(name))
    elif isinstance(block, TypedTableBlock | blocks.RichTextBlock):
        yield from block.get_searchable_content(value)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield str(value)


def _parted(parts: list[str]) -> str:
    """Pieces that stand apart on the page, such as headings, apart in an excerpt too."""
    lines = [part.strip() for part in parts if part.strip()]
    return " ".join(
        line if line[-1] in _SENTENCE_ENDS else f"{line} ·" for line in lines
    ).removesuffix(" ·")


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())
