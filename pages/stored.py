"""Walking through a stream as it is stored, without making it into blocks.

What a walk looks for is decided by its leaves: a leaf says of a block that holds others no more
than None, of one that holds a value how it is looked at.
"""

from collections.abc import Callable
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

#: Looks at a stored value, and adds to what was found.
Look = Callable[[Any, Any], None]
#: How the values of a block are looked at; None where the walk goes on inside, if it can.
Leaf = Callable[[blocks.Block], Look | None]


def through(block: blocks.Block, leaf: Leaf) -> Look | None:
    """What walks through a block's stored values; None where there can't be anything."""
    if (look := leaf(block)) is not None:
        return look
    if isinstance(block, blocks.ListBlock):
        return _in_list(through(block.child_block, leaf))
    if isinstance(block, blocks.BaseStreamBlock):
        return _in_typed(_in_children(block, leaf))
    if isinstance(block, TypedTableBlock):
        return _in_table(_in_children(block, leaf))
    if isinstance(block, blocks.BaseStructBlock):
        return _in_struct(_in_children(block, leaf))
    return None


def _in_children(block: Any, leaf: Leaf) -> dict[str, Look]:
    found = {name: through(child, leaf) for name, child in block.child_blocks.items()}
    return {name: look for name, look in found.items() if look}


def _in_struct(children: dict[str, Look]) -> Look | None:
    def walk(value: Any, found: Any) -> None:
        for name, look in children.items():
            if part := value.get(name):
                look(part, found)

    return walk if children else None


def _in_typed(children: dict[str, Look]) -> Look | None:
    def walk(value: Any, found: Any) -> None:
        for part in value:
            if (look := children.get(part["type"])) and part["value"]:
                look(part["value"], found)

    return walk if children else None


def _in_list(look: Look | None) -> Look | None:
    def walk(value: Any, found: Any) -> None:
        for part in value:
            # Lists were once stored without the numbers of their parts.
            is_wrapped = isinstance(part, dict) and part.get("type") == "item" and "value" in part
            if inner := part["value"] if is_wrapped else part:
                look(inner, found)  # type: ignore[misc]

    return walk if look else None


def _in_table(children: dict[str, Look]) -> Look | None:
    def walk(value: Any, found: Any) -> None:
        for place, column in enumerate(value.get("columns") or []):
            if look := children.get(column["type"]):
                for row in value["rows"]:
                    if cell := row["values"][place]:
                        look(cell, found)

    return walk if children else None
