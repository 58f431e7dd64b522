"""Accordions: `<details>`, alone or in Isomer's wrapper."""

from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, LinkRef, Marks, Rich, Run, plain
from portal.isomer.converter.richtext import tidy

#: What the content of an accordion's part can be made of, before assembly.
_HELD = frozenset({"text", "list", "heading", "image", "table", "video", "button", "downloads"})
_TITLE_LIMIT = 255


def handle_details(flow: Flow, element, marks: Marks) -> None:
    """One part of an accordion; neighbours are joined to one accordion later."""
    flow.close_paragraph()
    line = flow.notes.line(element)
    summary = element.find("summary")
    title, rest = "", []
    if summary is not None:
        tail = summary.tail
        found = flow.inner(summary)
        title = " ".join(_title(block) for block in found if block.type in {"text", "heading"})
        rest = [block for block in found if block.type not in {"text", "heading"}]
        element.remove(summary)
        element.text = (element.text or "") + (tail or "")
    content = [*rest, *flow.inner(element)]
    if len(title) > _TITLE_LIMIT:
        content.insert(0, Block("text", [Run(title)], line))
        title = title[: _TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    if not title and not content:
        return
    held = [kept for block in content for kept in simplified(block, flow)]
    item = {"title": title or "Details", "content": held}
    flow.add(Block("accordion", {"items": [item]}, line))


def simplified(block: Block, flow: Flow) -> list[Block]:
    """A block in the form in which an accordion's part can hold it."""
    if block.type in _HELD:
        return [block]
    flow.notes.tally(Code.ACCORDION_FLATTENED, block.line)
    value = block.value
    if block.type == "quote":
        return [Block("paragraph", Rich(value["text"] + value["attribution"]), block.line)]
    if block.type == "accordion":
        parts: list[Block] = []
        for item in value["items"]:
            heading = {"text": item["title"], "level": "", "anchor": ""}
            parts += [Block("heading", heading, block.line, level=6), *item["content"]]
        return parts
    if block.type == "embed":
        label, link = value["title"] or value["url"], LinkRef(value["url"], block.line)
        return [Block("text", [Run(label, PLAIN.but(link=link))], block.line)]
    if block.type == "card_grid":
        return [kept for card in value["cards"] for kept in _card(card, block.line)]
    if block.type == "legacy_html":
        words = " ".join(value["html"].split())
        return [Block("text", [Run(words)], block.line)] if words else []
    return []


def join_neighbours(blocks: list[Block]) -> list[Block]:
    """One accordion of those that stand directly below each other."""
    joined: list[Block] = []
    for block in blocks:
        if block.type == "accordion" and joined and joined[-1].type == "accordion":
            joined[-1].value["items"] += block.value["items"]
        else:
            joined.append(block)
    return joined


def _title(block: Block) -> str:
    return plain(block.value) if block.type == "text" else block.value["text"]


def _card(card: dict, line: int) -> list[Block]:
    blocks: list[Block] = []
    image = card["image"]["image"]
    if image is not None:
        value = {
            "image": card["image"],
            "caption": Rich(""),
            "credit": "",
            "size": "medium",
            "link": None,
        }
        blocks.append(Block("image", value, line))
    for text, bold in ((card["title"], True), (card["description"], False)):
        if text:
            blocks.append(Block("text", tidy([Run(text, PLAIN.but(bold=bold))]), line))
    label = card["link_label"] or (card["title"] if card["link"] else "")
    if card["link"] and label:
        blocks.append(Block("text", [Run(label, PLAIN.but(link=card["link"]))], line))
    return blocks


Flow.families.append((lambda element: element.tag == "details", handle_details))
