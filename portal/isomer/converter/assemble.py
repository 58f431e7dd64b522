"""The last step: text and lists become rich text, blocks become plain data."""

from typing import Any

from portal.isomer.converter.model import Block, Rich
from portal.isomer.converter.richtext import listing, paragraph


def assemble(blocks: list[Block], *, release: bool = False) -> list[dict]:
    """StreamField data: `{"type", "value", "line"}`.

    Neighbouring paragraphs and lists share one text block, as an editor would have written them;
    in a release each paragraph has its own, with its number.
    """
    data: list[dict] = []
    for block in blocks:
        text = rich(block)
        if text is None:
            made = {"type": block.type, "value": _value(block), "line": block.line}
            data.append(made | ({"release": True} if release else {}))
        elif release:
            value = {"text": text, "number": block.number, "unnumbered": block.unnumbered}
            data.append({"type": "paragraph", "value": value, "line": block.line})
        elif data and data[-1]["type"] == "paragraph":
            data[-1]["value"] = Rich(data[-1]["value"] + text)
        else:
            data.append({"type": "paragraph", "value": text, "line": block.line})
    return data


def rich(block: Block) -> Rich | None:
    """The rich text of a paragraph or list; None for other blocks."""
    if block.type == "text":
        return paragraph(block.value, block.anchors)
    if block.type == "list":
        return listing(block.value)
    return block.value if block.type == "paragraph" else None


def _value(block: Block) -> Any:
    if block.type != "accordion":
        return block.value
    return {
        "items": [
            {"title": item["title"], "content": assemble(item["content"])}
            for item in block.value["items"]
        ]
    }
