"""Finding pictures and films in the fields and blocks of a page, however deep."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import ForeignKey, Model
from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField

from pages.models.media import SiteImage

Kind = TypeVar("Kind")


def find_on(page: Model, kind: type[Kind]) -> list[Kind]:
    """The values of a kind, such as SiteImage or VideoValue, in the order of the page."""
    found: list[Kind] = []
    for field in page._meta.concrete_fields:
        is_image = isinstance(field, ForeignKey) and field.related_model is SiteImage
        if isinstance(field, StreamField) or (is_image and kind is SiteImage):
            found += _find_in(getattr(page, field.name), kind)
    return found


def _find_in(value: object, kind: type[Kind]) -> Iterator[Kind]:
    if isinstance(value, kind):
        yield value
    if isinstance(value, dict):
        for child in value.values():
            yield from _find_in(child, kind)
    elif isinstance(value, (StreamValue, ListValue)):
        for child in value:
            yield from _find_in(getattr(child, "value", child), kind)
