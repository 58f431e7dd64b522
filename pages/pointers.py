"""To what the streams and texts of a page point, read from how they are stored.

A stream is not made into blocks for this: what it points to is fetched before that, so that blocks
of all families find it (`pages.together`).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from pages import stored

#: Numbers by model.
Pointers = dict[type[Model], set[int]]
#: Adds to the pointers what a stored value points to.
Finder = Callable[[Any, Pointers], None]

_TAG = re.compile(r"<(?:a|embed)\s[^>]*(?:link|embed)type=[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def pictures_of(things: Iterable[Model]) -> set[int]:
    """The numbers of the pictures that fields of these name, whatever their streams show."""
    named = (thing.__dict__.get(name) for thing in things for name in _picture_fields(type(thing)))
    return {number for number in named if number}


def pointers_of(things: Iterable[Model]) -> Pointers:
    """The numbers of everything to which the streams and texts of these point."""
    found: Pointers = defaultdict(set)
    for thing in things:
        for name, finder in _finders(type(thing)):
            value = thing.__dict__.get(name)
            if value:
                finder(value, found)
    return found


@cache
def _finders(model: type[Model]) -> list[tuple[str, Finder]]:
    finders: list[tuple[str, Finder]] = []
    for field in model._meta.concrete_fields:
        if isinstance(field, StreamField):
            if finder := stored.through(field.stream_block, _leaf):
                finders.append((field.name, _in_stream(finder)))
        elif isinstance(field, RichTextField):
            finders.append((field.name, _in_text))
    return finders


@cache
def _picture_fields(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields
    pictures = [one for one in fields if one.is_relation and one.related_model is get_image_model()]
    return [field.attname for field in pictures]


def _in_stream(finder: Finder) -> Finder:
    return lambda stream, found: finder(list(stream.raw_data), found)


def _leaf(block: blocks.Block) -> Finder | None:
    """What finds the pointers of a block's stored values; None where blocks inside may have some."""
    if isinstance(block, blocks.ChooserBlock):
        return _in_chooser(block)
    if isinstance(block, ImageBlock):
        return _in_image
    return _in_text if isinstance(block, blocks.RichTextBlock) else None


def _in_chooser(block: blocks.ChooserBlock) -> Finder:
    def find(value: Any, found: Pointers) -> None:
        if isinstance(value, int):
            found[block.model_class].add(value)

    return find


def _in_image(value: Any, found: Pointers) -> None:
    number = value.get("image") if isinstance(value, dict) else value
    if isinstance(number, int):
        found[get_image_model()].add(number)


def _in_text(value: Any, found: Pointers) -> None:
    source = value if isinstance(value, str) else value.source
    if "type=" not in source:
        return
    models = {"page": Page, "document": get_document_model(), "image": get_image_model()}
    for tag in _TAG.findall(source):
        attributes = dict(_ATTRIBUTE.findall(tag))
        # A picture has the number of its link beside its own.
        link = "linkid" if "embedtype" in attributes else "id"
        kinds = ((attributes.get("embedtype"), "id"), (attributes.get("linktype"), link))
        for name, place in kinds:
            number = attributes.get(place, "")
            if name in models and number.isdecimal():
                found[models[name]].add(int(number))
