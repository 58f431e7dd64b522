"""The block gallery: every block explains itself, shows a preview, and survives empty fields."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import RequestFactory
from wagtail import blocks

from fixtures.factories import SiteDocumentFactory, SiteImageFactory
from newsroom.blocks import ReleaseStoryBlock
from pages.blocks.stream import BodyStoryBlock, HomeStoryBlock, StrategyStoryBlock

#: Every block once: a class that several streams share is the same block.
GALLERY = {
    type(block).__name__: block
    for stream in [BodyStoryBlock(), StrategyStoryBlock(), HomeStoryBlock(), ReleaseStoryBlock()]
    for block in stream.child_blocks.values()
}
EVERY_BLOCK = pytest.mark.parametrize("block", GALLERY.values(), ids=GALLERY)

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> None:
    """Enough pictures and documents for every preview."""
    SiteImageFactory.create_batch(4)
    SiteDocumentFactory()


def render(block: blocks.Block, value) -> BeautifulSoup:
    context = {"request": RequestFactory().get("/")}
    return BeautifulSoup(str(block.render(value, context=context)), "lxml")


def optional_fields(block: blocks.Block) -> list[str]:
    if not isinstance(block, blocks.StructBlock):
        return []
    return [
        name
        for name, child in block.child_blocks.items()
        if not getattr(child, "required", True)
        or (isinstance(child, blocks.StructBlock) and not child.meta.required)
    ]


@EVERY_BLOCK
def test_it_explains_itself(block) -> None:
    assert block.label
    assert block.meta.group
    assert block.meta.icon not in {"", "placeholder"}
    assert block.get_description()
    assert get_template(block.meta.template)


@EVERY_BLOCK
def test_it_shows_a_preview(block, library) -> None:
    assert block.is_previewable
    shown = render(block, block.get_preview_value())
    assert shown.find() is not None
    assert shown.select("[style], [onclick], script, style") == []


@EVERY_BLOCK
def test_it_survives_an_empty_library(block) -> None:
    render(block, block.get_preview_value())


OPTIONAL = [
    pytest.param(block, name, id=f"{key}-{name}")
    for key, block in GALLERY.items()
    for name in optional_fields(block)
]


@pytest.mark.parametrize(("block", "name"), OPTIONAL)
def test_it_survives_an_empty_optional_field(block, name, library) -> None:
    value = block.get_preview_value()
    value[name] = block.child_blocks[name].normalize(block.child_blocks[name].get_default())
    render(block, value)


@EVERY_BLOCK
def test_it_survives_a_draft_with_nothing_in_it(block) -> None:
    """Drafts may lack what publication requires, and a preview shows drafts."""
    render(block, block.normalize(block.get_default()))


def test_blocks_are_shallow() -> None:
    """The editor slows down and people get lost when blocks nest; a link is one field to them."""

    def depth(block: blocks.Block) -> int:
        if type(block).__name__ in {"LinkBlock", "ImageBlock"}:
            return 0
        children = getattr(block, "child_blocks", {}).values()
        if isinstance(block, blocks.ListBlock):
            return depth(block.child_block)
        return max((1 + depth(child) for child in children), default=0)

    too_deep = {key for key, block in GALLERY.items() if depth(block) > 2}
    # An accordion's part holds a stream, whose blocks have their own fields.
    assert too_deep <= {"AccordionBlock", "TableBlock", "EnablersBlock"}
