"""Every block of every stream, each once for every choice that changes how it looks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail import blocks

from newsroom.blocks import ReleaseStoryBlock
from newsroom.models import NewsroomPage
from pages import outline, visibility
from pages.blocks.stream import BodyStoryBlock, HomeStoryBlock, StrategyStoryBlock
from pages.snippets import Contact

STREAMS = (BodyStoryBlock, HomeStoryBlock, StrategyStoryBlock, ReleaseStoryBlock)


@dataclass(frozen=True)
class Variant:
    """One look of a block; `note` says which choice makes it."""

    block_type: str
    bound: blocks.BoundBlock
    note: str = ""

    @property
    def value(self) -> Any:
        return self.bound.value


@dataclass
class Specimen:
    """A block with all its looks."""

    name: str
    label: str
    description: str
    group: str
    anchor: str
    variants: list[Variant] = field(default_factory=list)


def specimens() -> list[Specimen]:
    """All blocks in the groups of the editor; their headings named as on one page."""
    own = _own_values()
    found: dict[tuple[str, type], Specimen] = {}
    for stream in STREAMS:
        for name, block in stream().child_blocks.items():
            key = (name, type(block))
            if key in found:
                continue
            anchor = f"block-{name}" + (f"-{len(found)}" if (name in {k[0] for k in found}) else "")
            found[key] = Specimen(
                name, str(block.label), str(getattr(block.meta, "description", None) or ""), block.meta.group, anchor,
                list(_variants(name, block, own.get(name))),
            )  # fmt: skip
    ordered = sorted(found.values(), key=lambda one: one.group)
    # Names the headings apart and keeps their ranks without gaps, as a page does.
    outline.outline(variant for specimen in ordered for variant in specimen.variants)
    return ordered


def _variants(name: str, block: blocks.Block, own: dict | None) -> Iterator[Variant]:
    value = block.get_preview_value()
    if own is not None and isinstance(block, blocks.StructBlock):
        value = block.normalize({**value, **own})
    choices = [
        (field_name, chosen, f"{child.label}: {label}")
        for field_name, child in getattr(block, "child_blocks", {}).items()
        if isinstance(child, blocks.ChoiceBlock)
        for chosen, label in child.field.choices
        if chosen != ""
    ]
    if not choices:
        yield Variant(name, block.bind(value))
    for field_name, chosen, note in choices:
        changed = block.normalize({**value, field_name: chosen})
        yield Variant(name, block.bind(changed), note)


def _own_values() -> dict[str, dict]:
    """What a preview can't know: a listing of this site, and its contacts."""
    newsroom = visibility.public(NewsroomPage.objects.all()).first()
    return {
        "latest_items": {"listing": newsroom},
        "contacts": {"contacts": list(Contact.objects.order_by("pk")[:3])},
    }
