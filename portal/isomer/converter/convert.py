"""HTML in, blocks out: the steps in their order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

# The families register themselves with the walk when they are imported.
from portal.isomer.converter import (  # noqa: F401
    cards,
    disclosure,
    figures,
    frames,
    headings,
    leftovers,
    lists,
    quotes,
    tables,
)
from portal.isomer.converter.anchors import name_places, spare_names
from portal.isomer.converter.bullets import bullets_to_lists
from portal.isomer.converter.disclosure import join_neighbours
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.galleries import gather_downloads, gather_galleries
from portal.isomer.converter.model import Block, Notes
from portal.isomer.converter.parse import tree
from portal.isomer.converter.quotes import join_attributions
from portal.isomer.converter.repairs import (
    bold_to_headings,
    drop_dividers,
    drop_title,
    level_headings,
    name_videos,
    signs_to_headings,
)
from portal.isomer.converter.repairs import headings as headings_of
from portal.isomer.converter.tally import Tally, tally_of


@dataclass
class Conversion:
    """The blocks of one body before assembly, what was noticed, and what the source holds."""

    blocks: list[Block]
    notes: Notes
    source: Tally = field(default_factory=Tally)


def convert(source: str, *, first_line: int = 1, markdown: bool = False) -> Conversion:
    """The blocks of a body's HTML.

    `first_line` is the line of the file on which it starts; `markdown` says that kramdown made the
    HTML, and the ids of its headings of their words.
    """
    notes = Notes(first_line)
    body = tree(source, notes)
    counted = tally_of(body)
    name_places(body, notes, auto_ids=markdown)
    flow = Flow(notes)
    flow.walk(body)
    flow.close()
    blocks = signs_to_headings(flow.blocks, notes) if markdown else flow.blocks
    return Conversion(_mended(blocks, notes), notes, counted)


def finish(conversion: Conversion, title: str) -> list[Block]:
    """The repairs that depend on what surrounds a block; after a release took its parts out."""
    notes = conversion.notes
    blocks = drop_dividers(conversion.blocks, notes)
    blocks = drop_title(blocks, title, notes)
    blocks = _arranged(blocks, notes)
    level_headings(blocks, notes)
    spare_names(headings_of(blocks))
    name_videos(blocks, title, notes)
    return blocks


def _mended(blocks: list[Block], notes: Notes) -> list[Block]:
    """The repairs that look at neighbours only, inside accordions too."""
    blocks = join_neighbours(blocks)
    for item in _parts(blocks):
        item["content"] = _mended(item["content"], notes)
    return bullets_to_lists(join_attributions(blocks, notes), notes)


def _arranged(blocks: list[Block], notes: Notes) -> list[Block]:
    """Bold paragraphs as headings, runs of pictures as galleries, links to files as downloads."""
    for item in _parts(blocks):
        item["content"] = _arranged(drop_dividers(item["content"], notes), notes)
    blocks = bold_to_headings(blocks, notes)
    return gather_downloads(gather_galleries(blocks, notes), notes)


def _parts(blocks: list[Block]) -> Iterator[dict]:
    """The parts of the accordions."""
    for block in blocks:
        if block.type == "accordion":
            yield from block.value["items"]
