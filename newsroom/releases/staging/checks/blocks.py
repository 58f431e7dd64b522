"""Every block of a page's streams, however deep it lies."""

from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

Found = tuple[str, blocks.Block, Any]


def blocks_of(page: Page) -> Iterator[Found]:
    """The block, its value, and what an editor calls its place, such as “Body → Image”."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            place = str(field.verbose_name).capitalize()
            yield from _inside(place, field.stream_block, getattr(page, field.name))


def _inside(place: str, block: blocks.Block, value: Any) -> Iterator[Found]:
    yield place, block, value
    if value is None:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _inside(f"{place} → {child.block.label}", child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _inside(place, block.child_block, item)
    elif isinstance(block, TypedTableBlock):
        for row in value.rows:
            for cell in row:
                yield from _inside(place, cell.block, cell.value)
    # Its value is a picture, not a structure.
    elif isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        for name, child in block.child_blocks.items():
            yield from _inside(place, child, value.get(name))
