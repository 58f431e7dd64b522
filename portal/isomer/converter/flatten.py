"""Blocks as running text, for places that hold nothing else."""

from portal.isomer.codes import Code
from portal.isomer.converter.model import PLAIN, Block, LinkRef, Notes, Rich, Run

_TEXT = frozenset({"text", "list", "paragraph"})


def as_text(blocks: list[Block], notes: Notes) -> list[Block]:
    """Paragraphs and lists with the words and links of all blocks; pictures are left out."""
    texts = [text for block in blocks for text in _texts(block, notes)]
    left_out = sum(1 for block in blocks if block.type not in _TEXT | {"heading", "quote"})
    if left_out:
        notes.add(Code.SECTION_UNKNOWN, f"{left_out} blocks became text")
    return texts


def _texts(block: Block, notes: Notes) -> list[Block]:
    value, line = block.value, block.line
    if block.type in _TEXT:
        return [block]
    if block.type == "heading":
        marks = PLAIN.but(bold=True, link=value.get("link"))
        return [Block("text", [Run(value["text"], marks)], line, anchors=value["anchor"].split())]
    if block.type == "quote":
        return [Block("paragraph", Rich(value["text"] + value["attribution"]), line)]
    if block.type == "button":
        return [_linked(value["label"], value["link"], line)]
    if block.type in {"video", "embed"} and value["url"]:
        return [_linked(value["title"] or value["url"], LinkRef(value["url"], line), line)]
    if block.type == "table":
        cells = [cell for row in value["table"]["rows"] for cell in row["values"] if cell]
        caption = [Block("text", [Run(value["table"]["caption"])], line)]
        shown = caption if value["table"]["caption"] else []
        return [*shown, *(Block("paragraph", cell, line) for cell in cells)]
    if block.type == "card_grid":
        return [text for card in value["cards"] for text in _card(card, line)]
    if block.type == "accordion":
        return [text for item in value["items"] for text in _part(item, line, notes)]
    if block.type == "image" and value["caption"]:
        return [Block("paragraph", value["caption"], line)]
    return []


def _card(card: dict, line: int) -> list[Block]:
    texts = [_linked(card["title"], card["link"], line)]
    rest = [*card["description"].split("\n"), card["link_label"]]
    return texts + [Block("text", [Run(text)], line) for text in rest if text]


def _part(item: dict, line: int, notes: Notes) -> list[Block]:
    title = Block("text", [Run(item["title"], PLAIN.but(bold=True))], line)
    return [title, *(text for block in item["content"] for text in _texts(block, notes))]


def _linked(words: str, link: LinkRef | None, line: int) -> Block:
    return Block("text", [Run(words, PLAIN.but(link=link))], line)
