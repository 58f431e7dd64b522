"""Isomer's card grids.

Grammar: `.isomer-card-grid > (div|a).isomer-card > .isomer-card-image? + .isomer-card-body >
.isomer-card-title? .isomer-card-description? .isomer-card-link?`.
"""

from collections.abc import Iterator

from lxml import etree

from portal.isomer.codes import Code
from portal.isomer.converter.figures import image_value
from portal.isomer.converter.flow import Flow, css
from portal.isomer.converter.model import PLAIN, Block, LinkRef, Marks, plain, texts_of

_TITLE_LIMIT = 255
_LABEL_LIMIT = 120
_PARTS = ("title", "description", "link")


def handle_grid(flow: Flow, element, marks: Marks) -> None:
    """A grid of cards; what stands between the cards follows the grid."""
    line = flow.notes.line(element)
    flow.close_paragraph()
    cards = [found for found in element.iter("a", "div") if "isomer-card" in css(found)]
    inside = set(cards)
    cards = [card for card in cards if inside.isdisjoint(card.iterancestors("a", "div"))]
    _add_grid(flow, cards, line, marks)
    for card in cards:
        card.tail = f" {card.tail or ''}"
        card.drop_tree()
    flow.walk(element, marks)
    flow.close_paragraph()


def handle_card(flow: Flow, element, marks: Marks) -> None:
    """A card outside a grid is a grid of one."""
    flow.close_paragraph()
    _add_grid(flow, [element], flow.notes.line(element), marks)


def _add_grid(flow: Flow, cards: list, line: int, marks: Marks) -> None:
    beside: list[Block] = []
    values = [value for card in cards if (value := _card(flow, card, beside, marks.link))]
    if values:
        columns = {1: "1", 2: "2", 4: "2"}.get(len(values), "3")
        flow.add(Block("card_grid", {"columns": columns, "cards": values}, line))
    for block in beside:
        flow.add(block)


def _card(flow: Flow, card, beside: list[Block], around: LinkRef | None) -> dict | None:
    """A card's value; what a card can't hold is put into `beside`."""
    line = flow.notes.line(card)
    link = _link(flow, card, around)
    parts: dict[str, list[str]] = {name: [] for name in _PARTS}
    images: list[Block] = []
    for name, block in _read(flow, card):
        if block.type == "image" and not images:
            images.append(block)
        elif lines := texts_of(block):
            parts[name] += map(plain, lines)
            flow.anchors += block.anchors
        elif block.type != "divider":
            beside.append(block)
    title = " ".join(parts["title"])
    description = "\n".join(parts["description"])
    label = " ".join(parts["link"])
    if not (title or description or label or images):
        return None
    image = images[0].value["image"] if images else image_value(None)
    if not title or len(title) > _TITLE_LIMIT:
        flow.notes.add(Code.CARD_INCOMPLETE, title or description or label, line)
        if title:
            title, description = _cut(title), f"{title}\n{description}".strip()
        elif description and len(description) <= _TITLE_LIMIT:
            title, description = description, ""
        elif label:
            title, label = label, ""
        else:
            title = _cut(description) or image["alt_text"] or "Card"
    if len(label) > _LABEL_LIMIT:
        description, label = f"{description}\n{label}".strip(), ""
    return {
        "image": image,
        "title": title[:_TITLE_LIMIT],
        "description": description,
        "link": link,
        "link_label": label,
    }


def _read(flow: Flow, element) -> Iterator[tuple[str, Block]]:
    """Every block of a card in order, with the part to which it belongs.

    Words outside the three parts belong to the description: nothing of them may be lost.
    """
    inner = Flow(flow.notes)
    inner.text(element.text, PLAIN, flow.notes.line(element))
    for child in element:
        if isinstance(child.tag, str):
            name = _part(child)
            if name or _has_parts(child):
                yield from _described(inner)
                if name:
                    yield from ((name, block) for block in flow.inner(child))
                else:
                    yield from _read(flow, child)
                inner = Flow(flow.notes)
            else:
                inner.visit(child, PLAIN)
        inner.text(child.tail, PLAIN, flow.notes.line(child))
    yield from _described(inner)


def _described(inner: Flow) -> Iterator[tuple[str, Block]]:
    inner.close_paragraph()
    yield from (("description", block) for block in inner.blocks)


def _part(element) -> str:
    classes = css(element)
    return next((name for name in _PARTS if f"isomer-card-{name}" in classes), "")


def _has_parts(element) -> bool:
    return any(_part(found) for found in element.iterdescendants(etree.Element))


def _link(flow: Flow, card, around: LinkRef | None) -> LinkRef | None:
    links = [card] if card.get("href") is not None else []
    links += [found for found in card.iter("a") if found is not card and found.get("href")]
    for extra in links[1:]:
        flow.notes.add(Code.LINK_IN_CARD, extra.get("href", ""), flow.notes.line(extra))
    if not links:
        return around
    return LinkRef(links[0].get("href", "").strip(), flow.notes.line(links[0]))


def _cut(text: str) -> str:
    """The first words of a text, as many as a title holds."""
    if len(text) <= _TITLE_LIMIT:
        return text
    return text[: _TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"


Flow.by_class |= {"isomer-card-grid": handle_grid, "isomer-card": handle_card}
