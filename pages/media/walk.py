"""Finding pictures and films in the fields and blocks of a page, however deep."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from django.db.models import ForeignKey, Model
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from pages.models.media import SiteImage

Kind = TypeVar("Kind")
#: Gives the values of a kind that are inside a block's value.
Search = Callable[[Any], Iterator[Any]]


def find_on(page: Model, kind: type[Kind]) -> list[Kind]:
    """The values of a kind, such as SiteImage or VideoValue, in the order of the page."""
    found: list[Kind] = []
    for name, search in _searches(type(page), kind):  # type: ignore[arg-type]
        found += search(getattr(page, name))
    return found


@cache
def _searches(model: type[Model], kind: type) -> list[tuple[str, Search]]:
    """How to look into the fields that can hold any: most blocks of a page need not be looked at."""
    found: list[tuple[str, Search]] = []
    for field in model._meta.concrete_fields:
        if isinstance(field, StreamField):
            if search := _in_block(field.stream_block, kind):
                found.append((field.name, search))
        elif isinstance(field, ForeignKey) and field.related_model is SiteImage is kind:
            found.append((field.name, _itself))
    return found


def _in_block(block: blocks.Block, kind: type) -> Search | None:
    if isinstance(block, blocks.ChooserBlock):
        return _itself if issubclass(block.model_class, kind) else None
    if isinstance(block, ImageBlock):
        return _itself if issubclass(SiteImage, kind) else None
    if isinstance(block, blocks.ListBlock):
        return _in_list(_in_block(block.child_block, kind))
    if isinstance(block, blocks.BaseStreamBlock):
        return _in_stream(_in_children(block, kind))
    if isinstance(block, blocks.BaseStructBlock):
        return _in_struct(_in_children(block, kind), issubclass(block.meta.value_class, kind))
    return None


def _in_children(block: Any, kind: type) -> dict[str, Search]:
    found = {name: _in_block(child, kind) for name, child in block.child_blocks.items()}
    return {name: search for name, search in found.items() if search}


def _itself(value: Any) -> Iterator[Any]:
    if value is not None:
        yield value


def _in_struct(children: dict[str, Search], is_one: bool) -> Search | None:
    def search(value: Any) -> Iterator[Any]:
        if is_one:
            yield value
        for name, inside in children.items():
            if (part := value.get(name)) is not None:
                yield from inside(part)

    return search if children or is_one else None


def _in_stream(children: dict[str, Search]) -> Search | None:
    def search(value: Any) -> Iterator[Any]:
        for part in value:
            if inside := children.get(part.block_type):
                yield from inside(part.value)

    return search if children else None


def _in_list(inside: Search | None) -> Search | None:
    def search(value: Any) -> Iterator[Any]:
        for part in value:
            yield from inside(part)  # type: ignore[misc]

    return search if inside else None
