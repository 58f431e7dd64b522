"""Lists of text; an item that holds more than text parts its list."""

import re

from portal.isomer.codes import Code
from portal.isomer.converter.anchors import NAMES
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, ListItem, ListNode, Marks, Run, Runs

_NUMBER = re.compile(r"-?\d{1,6}")
_KINDS = frozenset({"a", "A", "i", "I"})
#: The old way to choose the figures of a list, still written by word processors.
_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)


def handle_list(flow: Flow, element, marks: Marks) -> None:
    """`<ul>`, `<ol>`, `<menu>`."""
    flow.close_paragraph()
    _List(flow, element).read(element, marks)


class _List:
    """A list being read; several when something else stands between its items."""

    def __init__(self, flow: Flow, element):
        self.flow = flow
        self.line = flow.notes.line(element)
        ordered = element.tag == "ol"
        backwards = ordered and element.get("reversed") is not None
        self.step = -1 if backwards else 1
        start = _number(element.get("start")) if ordered else None
        if start is None:
            start = sum(1 for _ in element.iterchildren("li")) if backwards else 1
        self.number = start
        kind = _kind(element) if ordered else ""
        self.node = ListNode(ordered, start=start, kind=kind, backwards=backwards)

    def read(self, element, marks: Marks) -> None:
        if (element.text or "").strip():
            self._stray(element.text, marks, self.line)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, marks)
            if (child.tail or "").strip():
                self._stray(child.tail, marks, self.flow.notes.line(child))
        self._close()

    def _child(self, child, marks: Marks) -> None:
        line = self.flow.notes.line(child)
        given = _number(child.get("value")) if child.tag == "li" and self.node.ordered else None
        if given is not None and given != self.number:
            self.number = given
            self._close(start=given)
        anchors, self.flow.anchors = self.flow.anchors, []
        if child.tag in {"ul", "ol", "menu"}:
            # A list directly in a list, as editors write a deeper level.
            inner = Flow(self.flow.notes, in_cell=self.flow.in_cell)
            handle_list(inner, child, marks)
            blocks, names = inner.blocks, inner.close()
            last = self.node.items[-1] if self.node.items else None
            if last and len(blocks) == 1 and blocks[0].type == "list":
                last.parts.append(blocks[0].value)
                self.flow.anchors = [*anchors, *names]
                return
        elif child.tag == "li":
            blocks = self.flow.inner(child, marks=marks)
            names, self.flow.anchors = self.flow.anchors, []
        else:
            inner = Flow(self.flow.notes, in_cell=self.flow.in_cell)
            inner.visit(child, marks)
            names, blocks = inner.close(), inner.blocks
        own = (child.get(NAMES) or "").split() if child.tag == "li" else []
        names = [*anchors, *own, *names]
        self._item(blocks, names, line)

    def _item(self, blocks: list[Block], names: list[str], line: int) -> None:
        item = ListItem(anchors=names)
        stands = False
        for block in blocks:
            part = self._part(block, item)
            if part is not None and not stands:
                item.parts.append(part)
                continue
            if part is None:
                self.flow.notes.tally(Code.LIST_SPLIT, line)
                if item.parts:
                    self.node.items.append(item)
                    item, stands = ListItem(), True
                self._close(start=self.number + self.step * stands)
            # What follows in the same item is text below it: it must not get a number of its own.
            self.flow.anchors, item.anchors = [*self.flow.anchors, *item.anchors], []
            self.flow.add(block)
        self._finish(item, stands or bool(blocks))

    def _part(self, block: Block, item: ListItem) -> Runs | ListNode | None:
        """A block's content as an item can hold it; None when it can't."""
        if block.type in {"text", "list"}:
            item.anchors += block.anchors
            return block.value
        if block.type != "heading":
            return None
        self.flow.notes.tally(Code.HEADING_IN_LIST, block.line)
        item.anchors += block.value["anchor"].split()
        marks = PLAIN.but(bold=True, link=block.value.get("link"))
        return [Run(block.value["text"], marks)]

    def _finish(self, item: ListItem, filled: bool) -> None:
        self.number += self.step
        if item.parts:
            self.node.items.append(item)
            return
        self.flow.anchors += item.anchors
        if not filled:
            # An empty item has a number all the same.
            self.flow.notes.tally(Code.EMPTY_PARAGRAPHS, self.line)
            if self.node.ordered:
                self._close(start=self.number)

    def _stray(self, text: str, marks: Marks, line: int) -> None:
        """Text between the items: a line of the item before it."""
        if not self.node.items:
            self.node.items.append(ListItem())
            self.number += self.step
        self.node.items[-1].parts.append([Run(" ".join(text.split()), marks)])

    def _close(self, *, start: int = 0) -> None:
        node = self.node
        if node.items:
            self.flow.add(Block("list", node, self.line))
        self.node = ListNode(node.ordered, start=start, kind=node.kind, backwards=node.backwards)


def _number(text: str | None) -> int | None:
    match = _NUMBER.match((text or "").strip())
    return int(match.group()) if match else None


def _kind(element) -> str:
    if element.get("type") in _KINDS:
        return element.get("type")
    found = _STYLE.search(element.get("style") or "")
    return _STYLES.get(found.group(1).lower(), "") if found else ""


for _tag in ("ul", "ol", "menu"):
    Flow.by_tag[_tag] = handle_list
