"""Lists of text; an item that holds more than text parts its list."""

from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, ListItem, ListNode, Marks, Run


def handle_list(flow: Flow, element, marks: Marks) -> None:
    """`<ul>`, `<ol>`, `<menu>`."""
    flow.close_paragraph()
    line = flow.notes.line(element)
    ordered = element.tag == "ol"
    number = _start(element) if ordered else 1
    if number != 1:
        flow.notes.add(Code.LIST_START, str(number), line)
    node = ListNode(ordered, start=number)
    for item, inner in _items(flow, element):
        number += 1
        line_of_item = flow.notes.line(item)
        current = ListItem()
        for block in inner:
            if block.type in {"text", "list"}:
                current.parts.append(block.value)
            elif block.type == "heading":
                flow.notes.tally(Code.HEADING_IN_LIST, block.line)
                current.parts.append([Run(block.value["text"], PLAIN.but(bold=True))])
            else:
                flow.notes.tally(Code.LIST_SPLIT, line_of_item)
                if current.parts:
                    node.items.append(current)
                _close(flow, node, line)
                flow.add(block)
                node, line = ListNode(ordered, start=number), block.line
                current = ListItem()
        if current.parts:
            node.items.append(current)
    _close(flow, node, line)


def _items(flow: Flow, element):
    """Each item with its blocks; what stands outside items counts as one."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in {"ul", "ol", "menu"}:
            # A list directly in a list, as editors write a deeper level.
            inner = Flow(flow.notes, in_cell=flow.in_cell)
            handle_list(inner, child, PLAIN)
            yield child, inner.blocks
        else:
            yield child, flow.inner(child)


def _close(flow: Flow, node: ListNode, line: int) -> None:
    if node.items:
        flow.add(Block("list", node, line))


def _start(element) -> int:
    value = (element.get("start") or "").strip()
    return int(value) if value.isdecimal() and len(value) < 7 else 1


Flow.families.append((lambda element: element.tag in {"ul", "ol", "menu"}, handle_list))
