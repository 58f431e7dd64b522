"""Wagtail's choosers, which take what the page has fetched already (`pages.together`).

To migrations and to the editor they are Wagtail's own.
"""

import copy
from collections.abc import Iterable
from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock as WagtailDocumentChooserBlock
from wagtail.images.blocks import ImageBlock as WagtailImageBlock
from wagtail.images.blocks import ImageChooserBlock as WagtailImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock as WagtailSnippetChooserBlock

from pages import together


class _Together(blocks.ChooserBlock):
    """A chooser whose values are fetched with those of all other blocks."""

    #: The name that migrations know.
    wagtail_path = ""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        numbers = list(values)
        found = together.fetch(self.model_class, {pk for pk in numbers if pk is not None})
        return [None if pk is None else found.get(pk) for pk in numbers]

    def deconstruct(self) -> tuple[str, tuple, dict]:
        _, args, kwargs = super().deconstruct()
        return self.wagtail_path, args, kwargs

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, tuple, dict]:
        return self.deconstruct()


class PageChooserBlock(_Together, blocks.PageChooserBlock):
    wagtail_path = "wagtail.blocks.PageChooserBlock"


class DocumentChooserBlock(_Together, WagtailDocumentChooserBlock):
    wagtail_path = "wagtail.documents.blocks.DocumentChooserBlock"


class SnippetChooserBlock(_Together, WagtailSnippetChooserBlock):
    wagtail_path = "wagtail.snippets.blocks.SnippetChooserBlock"


class ImageChooserBlock(_Together, WagtailImageChooserBlock):
    wagtail_path = "wagtail.images.blocks.ImageChooserBlock"

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        # An object for each place, because it carries the alt text of that place.
        return [copy.copy(image) if image else None for image in super().bulk_to_python(values)]


class ImageBlock(WagtailImageBlock):
    """Wagtail's picture with its alt text."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = ImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser
