"""Isomer's card grids.

Grammar: `.isomer-card-grid > (div|a).isomer-card > .isomer-card-image? + .isomer-card-body >
.isomer-card-title? .isomer-card-description? .isomer-card-link?`.
"""

from portal.isomer.codes import Code
from portal.isomer.converter.figures import image_ref, image_value
from portal.isomer.converter.flow import Flow, css
from portal.isomer.converter.model import Block, LinkRef, Marks, plain

_TITLE_LIMIT = 255
_LABEL_LIMIT = 120


def handle_grid(flow: Flow, element, marks: Marks) -> None:
    """A grid of cards; what stands between the cards follows the grid."""
    line = flow.notes.line(element)
    cards = [found for found in element.iter("a", "div") if "isomer-card" in css(found)]
    values = [value for card in cards if (value := _card(flow, card))]
    for card in cards:
        parent = card.getparent()
        if parent is not None:
            card.drop_tree()
    if values:
        columns = {1: "1", 2: "2", 4: "2"}.get(len(values), "3")
        flow.add(Block("card_grid", {"columns": columns, "cards": values}, line))
    flow.walk(element, marks)
    flow.close_paragraph()


def handle_card(flow: Flow, element, marks: Marks) -> None:
    """A card outside a grid is a grid of one."""
    value = _card(flow, element)
    if value:
        line = flow.notes.line(element)
        flow.add(Block("card_grid", {"columns": "1", "cards": [value]}, line))


def _card(flow: Flow, card) -> dict | None:
    line = flow.notes.line(card)
    image = next(card.iter("img"), None)
    title, description, label = (
        _words(flow, card, f"isomer-card-{part}") for part in ("title", "description", "link")
    )
    known = title + description + label
    everything = " ".join(text for text in card.itertext() if text.strip())
    if _bare(everything) != _bare(known):
        # Text outside the three parts: nothing of it may be lost.
        title, description, label = title, _rest(everything, title, label), label
    if not (title or description or label or image is not None):
        return None
    if not title or len(title) > _TITLE_LIMIT:
        flow.notes.add(Code.CARD_INCOMPLETE, title or description or label, line)
        if title:
            title, description = _cut(title), f"{title}\n{description}".strip()
        elif description and len(description) <= _TITLE_LIMIT:
            title, description = description, ""
        elif label:
            title, label = label, ""
        else:
            title = _cut(description) or (image.get("alt") if image is not None else "") or "Card"
    if len(label) > _LABEL_LIMIT:
        description, label = f"{description}\n{label}".strip(), ""
    return {
        "image": image_value(image_ref(flow, image) if image is not None else None),
        "title": title[:_TITLE_LIMIT],
        "description": description,
        "link": _link(flow, card),
        "link_label": label,
    }


def _link(flow: Flow, card) -> LinkRef | None:
    links = [card] if card.get("href") is not None else []
    links += [found for found in card.iter("a") if found is not card and found.get("href")]
    for extra in links[1:]:
        flow.notes.add(Code.LINK_IN_CARD, extra.get("href", ""), flow.notes.line(extra))
    if not links:
        return None
    return LinkRef(links[0].get("href", "").strip(), flow.notes.line(links[0]))


def _words(flow: Flow, card, name: str) -> str:
    found = [element for element in card.iter("div", "p", "span", "a") if name in css(element)]
    lines: list[str] = []
    for element in found:
        lines += [plain(block.value) for block in flow.inner(element) if block.type == "text"]
    return "\n".join(line for line in lines if line)


def _rest(everything: str, title: str, label: str) -> str:
    rest = " ".join(everything.split())
    for known in (title, label):
        rest = rest.replace(known, " ", 1) if known else rest
    return " ".join(rest.split())


def _bare(text: str) -> str:
    return "".join(text.split())


def _cut(text: str) -> str:
    """The first words of a text, as many as a title holds."""
    if len(text) <= _TITLE_LIMIT:
        return text
    return text[: _TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"


Flow.families += [
    (lambda element: "isomer-card-grid" in css(element), handle_grid),
    (lambda element: "isomer-card" in css(element), handle_card),
]
