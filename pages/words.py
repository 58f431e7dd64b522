"""How many words a stream has for its reader, counted as it is stored."""

import re
from functools import cache, lru_cache
from typing import Any

from django.db.models import Model
from wagtail import blocks

from pages import stored

_TAG = re.compile(r"<[^>]*>")


def count(page: Model, field: str) -> int:
    """The words of the texts in a stream of a page; what an editor chose from a list is not read."""
    found: list[int] = []
    if walk := _walk(type(page), field):
        walk(list(getattr(page, field).raw_data), found)
    return sum(found)


@cache
def _walk(model: type[Model], field: str) -> stored.Look | None:
    stream: Any = model._meta.get_field(field)
    return stored.through(stream.stream_block, _texts)


def _texts(block: blocks.Block) -> stored.Look | None:
    if isinstance(block, blocks.RichTextBlock):
        return _in_rich_text
    return _in_text if isinstance(block, blocks.CharBlock | blocks.TextBlock) else None


def _in_rich_text(value: Any, found: list[int]) -> None:
    source = value if isinstance(value, str) else value.source
    found.append(_words_of(source))


@lru_cache(maxsize=1_000)
def _words_of(source: str) -> int:
    return len(_TAG.sub(" ", source).split())


def _in_text(value: Any, found: list[int]) -> None:
    found.append(len(value.split()))
