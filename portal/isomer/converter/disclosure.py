"""Accordions: `<details>`, alone or in Isomer's wrapper, and those made of checkboxes."""

from lxml import etree

from portal.isomer.codes import Code
from portal.isomer.converter.anchors import NAMES
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, LinkRef, Marks, Run, plain

#: What the content of an accordion's part can be made of, before assembly.
_HELD = frozenset({
    "button", "callout", "card_grid", "divider", "downloads", "embed", "gallery", "heading",
    "image", "legacy_html", "list", "paragraph", "quote", "table", "text", "video",
})  # fmt: skip
_TITLE_LIMIT = 255


def handle_details(flow: Flow, element, marks: Marks) -> None:
    """One part of an accordion; neighbours are joined to one accordion later."""
    flow.close_paragraph()
    _add_part(flow, element, next(element.iterchildren("summary"), None), marks)


def handle_checkboxes(flow: Flow, element, marks: Marks) -> None:
    """`ul.jekyllcodex_accordion > li > input + label + div`, Isomer's accordion of earlier years."""
    flow.close_paragraph()
    flow.text(element.text, marks, flow.notes.line(element))
    for child in element.iterchildren(etree.Element):
        label = next(child.iterchildren("label"), None)
        if label is None:
            flow.visit(child, marks)
            flow.close_paragraph()
        else:
            _add_part(flow, child, label, marks)
        flow.text(child.tail, marks, flow.notes.line(child))
    flow.close_paragraph()


def _add_part(flow: Flow, element, summary, marks: Marks) -> None:
    line = flow.notes.line(element)
    title, rest = "", []
    if summary is not None:
        found = flow.inner(summary)
        title = " ".join(_title(block) for block in found if block.type in {"text", "heading"})
        rest = [block for block in found if block.type not in {"text", "heading"}]
        rest += [_linked(link, line) for link in _links(found)]
        flow.anchors += (summary.get(NAMES) or "").split()
        flow.anchors += [name for block in found for name in _names(block)]
        summary.drop_tree()
    content = [*rest, *flow.inner(element, marks=marks)]
    if len(title) > _TITLE_LIMIT:
        content.insert(0, Block("text", [Run(title)], line))
        title = title[: _TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    if not title and not content:
        return
    held = [kept for block in content for kept in simplified(block, flow)]
    item = {"title": title or "Details", "content": held}
    flow.add(Block("accordion", {"items": [item]}, line))


def simplified(block: Block, flow: Flow) -> list[Block]:
    """A block in the form in which an accordion's part can hold it; its parts can't open again."""
    if block.type in _HELD:
        return [block]
    flow.notes.tally(Code.ACCORDION_FLATTENED, block.line)
    if block.type != "accordion":
        return []
    parts: list[Block] = []
    for item in block.value["items"]:
        heading = {"text": item["title"], "level": "", "anchor": ""}
        parts += [Block("heading", heading, block.line, level=6), *item["content"]]
    return parts


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


def _links(blocks: list[Block]) -> list[tuple[LinkRef, str]]:
    """The links of a title, which a part's title can't hold, with their words."""
    links: dict[int, tuple[LinkRef, list[str]]] = {}
    for block in blocks:
        if block.type == "heading" and (link := block.value.get("link")):
            links[id(link)] = (link, [block.value["text"]])
        elif block.type == "text":
            for run in block.value:
                if link := run.marks.link:
                    links.setdefault(id(link), (link, []))[1].append(run.text)
    return [(link, " ".join("".join(words).split())) for link, words in links.values()]


def _linked(link: tuple[LinkRef, str], line: int) -> Block:
    return Block("text", [Run(link[1], PLAIN.but(link=link[0]))], line)


def _names(block: Block) -> list[str]:
    return block.anchors + (block.value["anchor"].split() if block.type == "heading" else [])


Flow.by_tag["details"] = handle_details
Flow.by_class["jekyllcodex_accordion"] = handle_checkboxes
