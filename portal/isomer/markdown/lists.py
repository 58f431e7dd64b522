"""Lists of points, numbers and definitions (kramdown syntax, "Lists" and "Definition Lists").

An item owns the lines that are indented as far as its text, and those that lean on it without a
blank line between. A list goes on as long as its own kind of mark comes at most three spaces in.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from portal.isomer.markdown import attributes, syntax
from portal.isomer.markdown.nodes import Node
from portal.isomer.markdown.scanner import BLANK, WHITE

if TYPE_CHECKING:
    from portal.isomer.markdown.blocks import BlockReader

_TABS = re.compile(r"( *)(\t+)")
_LEADING_TABS = re.compile(r"\t+")
_ITEM_ATTRIBUTES = re.compile(
    rf"[ \t\r\n\f\v]*\{{:(?!(?:[a-zA-Z0-9_][\w-]*)?:|/){attributes.INSIDE}\}}[ \t\r\n\f\v]*", re.A
)
_BOX = re.compile(r"\A[ \t\r\n\f\v]*\[([ xX])\][ \t\r\n\f\v]+")
_CHECKBOX = '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" />'
_TICKED = _CHECKBOX.replace(" />", ' checked="checked" />')


class _Shape(NamedTuple):
    """What an item's first line says about the lines below it."""

    indent: int
    belongs: re.Pattern[str]
    next_point: re.Pattern[str]
    next_number: re.Pattern[str]
    next_definition: re.Pattern[str]


@lru_cache(maxsize=64)
def _shape(indent: int) -> _Shape:
    tabs, spaces = divmod(indent, 4)
    step = r"(?:\t| {4})"
    before = f" {{0,{min(max(indent - 1, 0), 3)}}}"
    return _Shape(
        indent,
        re.compile(rf"(?:{step}{{{tabs}}} {{{spaces}}}|{step}{{{tabs + 1}}}).*[^ \t\r\n\f\v].*\n"),
        re.compile(rf"{before}([+*-])(?=[\t| ])"),
        re.compile(rf"{before}(\d+)\.(?=[\t| ])"),
        re.compile(rf"{before}:(?=[\t| ])"),
    )


def _first_line(content: str, marker: int) -> tuple[str, _Shape]:
    """The text of an item's first line and how far the lines below have to be indented."""
    given = _ITEM_ATTRIBUTES.match(content)
    if not content[given.end() if given else 0 :].strip(WHITE):
        return content.lstrip(WHITE), _shape(4)
    while match := _TABS.match(content):
        column = len(match.group(1)) + marker
        width = 4 - column % 4 + (len(match.group(2)) - 1) * 4
        content = match.group(1) + " " * width + content[match.end() :]
    indent = marker + len(content) - len(content.lstrip(" "))
    return content.lstrip(WHITE), _shape(min(indent, 400))


class _Item:
    """An item while its lines are collected; a nested list begins a part of its own."""

    def __init__(self, kind: str, line: int, content: str) -> None:
        self.node = Node(kind, "", line)
        given = _ITEM_ATTRIBUTES.match(content)
        if given:
            self.node.given().add(attributes.parse(given.group(1)))
            content = content[given.end() :]
        self.parts = [[content]]
        self.nested = syntax.LIST_ITEM.match(content) is not None

    def read(self, reader: "BlockReader") -> None:
        line = self.node.line
        for part in self.parts:
            text = "".join(part)
            reader.nested(self.node, text, line)
            line += text.count("\n")


def _dedented(row: str, indent: int) -> tuple[str, bool]:
    tabs = _LEADING_TABS.match(row)
    if tabs:
        row = "    " * tabs.end() + row[tabs.end() :]
    if row.startswith(" " * indent):
        return row[indent:], True
    return row, False


def read(reader: "BlockReader") -> bool:
    """Read the list that begins here."""
    match = syntax.LIST_ITEM.match(reader.text, reader.pos)
    if not match:
        return False
    text = reader.text
    kind = "ul" if match.group(1) else "ol"
    list_node = reader.new(kind)
    items: list[_Item] = []
    shape = _shape(4)
    after_blank = ended = False
    next_item = syntax.LIST_ITEM
    while reader.pos < reader.end:
        start = reader.pos
        if after_blank and syntax.RULE.match(text, start):
            break
        if text[start] == "^" and (end := syntax.END_OF_BLOCK.match(text, start)):
            reader.pos, ended = end.end(), True
            break
        line_end = reader.line_end(start)
        if mark := next_item.match(text, start):
            content, shape = _first_line(text[mark.end() : line_end], mark.end() - start)
            items.append(_Item("li", reader.line(), content))
            next_item = shape.next_point if kind == "ul" else shape.next_number
            after_blank = False
        elif blank := BLANK.match(text, start):
            line_end = blank.end()
            items[-1].nested = after_blank = True
            items[-1].parts[-1].append(blank.group())
        elif shape.belongs.match(text, start) or (
            not after_blank and not syntax.html_or_attributes(text, start, min(shape.indent, 3))
        ):
            _continue(items[-1], text[start:line_end], shape.indent)
            after_blank = False
        else:
            break
        reader.pos = line_end
    _close(reader, list_node, items, ended=ended)
    return True


def _continue(item: _Item, row: str, indent: int) -> None:
    row, is_indented = _dedented(row, indent)
    if syntax.LIST_ITEM.match(row):
        if is_indented and not item.nested:
            item.parts.append([])
            item.nested = True
        elif item.nested and not is_indented:
            # It leans on a list inside the item, and must not begin one there.
            row = " " * (indent + 4) + row
    item.parts[-1].append(row)


def _close(reader: "BlockReader", list_node: Node, items: list[_Item], *, ended: bool) -> None:
    """Read what the items hold, and tell paragraphs from mere text."""
    list_node.children = [item.node for item in items]
    trailing = None
    tight = [False] * len(items)
    for place, item in enumerate(items):
        item.read(reader)
        node = item.node
        children = node.children
        if not children:
            continue
        if (
            children[0].kind == "p"
            and children[0].attributes is not None
            and len(children) > 1
            and children[1].kind == "end"
        ):
            del children[1]
        is_last = place == len(items) - 1
        if (
            children[0].kind == "p"
            and (
                len(children) < 2
                or children[1].kind != "blank"
                or (is_last and len(children) == 2 and not ended)
            )
            and (not is_last or len(items) == 1 or not all(_is_loose(i.node) for i in items[:-1]))
        ):
            tight[place] = True
            children[0].info = "bare"
            if len(children) > 1 and children[1].kind != "blank":
                children[0].text += "\n"
        trailing = children.pop() if children[-1].kind == "blank" else None
    _tick_boxes(list_node)
    if trailing is not None and not ended:
        reader.parent.children.append(trailing)


def _is_loose(item: Node) -> bool:
    first = item.children[0] if item.children else None
    return first is not None and first.kind == "p" and first.info != "bare"


def _tick_boxes(list_node: Node) -> None:
    """GFM's task lists: `[ ]` and `[x]` at the start of an item."""
    is_task_list = False
    for item in list_node.children:
        first = item.children[0] if item.children else None
        if first is None or first.kind != "p":
            continue
        if box := _BOX.match(first.text):
            is_task_list = True
            mark = _CHECKBOX if box.group(1) == " " else _TICKED
            first.text = mark + first.text[box.end() :]
        if is_task_list:
            item.attrs["class"] = "task-list-item"
    if is_task_list:
        list_node.attrs["class"] = "task-list"


def read_definitions(reader: "BlockReader") -> bool:
    """Read `: definition` lines; the paragraph above them holds the terms."""
    match = syntax.DEFINITION.match(reader.text, reader.pos)
    if not match:
        return False
    siblings = reader.parent.children
    apart = len(siblings) > 1 and siblings[-1].kind == "blank" and siblings[-2].kind == "p"
    if apart and siblings[-1].info == "long":
        return False
    if not apart and (not siblings or siblings[-1].kind != "p"):
        return False
    if apart:
        siblings.pop()
    terms = siblings.pop()
    list_node = Node("dl", "", terms.line)
    list_node.attributes = terms.attributes
    for place, words in enumerate(terms.text.rstrip("\n").split("\n")):
        term = Node("dt", "", terms.line + place)
        given = _ITEM_ATTRIBUTES.match(words)
        if given:
            term.given().add(attributes.parse(given.group(1)))
            words = words[given.end() :]
        term.text = words
        list_node.children.append(term)
    _definitions(reader, list_node, apart=apart)
    last = reader.last
    before = siblings[-2] if len(siblings) > 1 else None
    if last is not None and last.kind == "blank" and before is not None and before.kind == "dl":
        siblings.pop()
        last = before
    if last is not None and last.kind == "dl":
        last.children += list_node.children
    else:
        siblings.append(list_node)
    end = list_node.children[-1]
    if end.kind == "dd" and isinstance(end.info, Node):
        siblings.append(end.info)
    return True


def _definitions(reader: "BlockReader", list_node: Node, *, apart: bool) -> None:
    text = reader.text
    items: list[_Item] = []
    shape = _shape(4)
    after_blank = False
    next_item = syntax.DEFINITION
    while reader.pos < reader.end:
        start = reader.pos
        line_end = reader.line_end(start)
        if mark := next_item.match(text, start):
            content, shape = _first_line(text[mark.end() : line_end], mark.end() - start)
            item = _Item("dd", reader.line(), content)
            item.node.text = "paragraph" if apart else ""
            items.append(item)
            next_item = shape.next_definition
            apart = after_blank = False
        elif text[start] == "^" and syntax.END_OF_BLOCK.match(text, start):
            break
        elif blank := BLANK.match(text, start):
            line_end = blank.end()
            apart = after_blank = True
            items[-1].parts[-1].append(blank.group())
        elif shape.belongs.match(text, start) or (
            not after_blank and not syntax.html_or_attributes(text, start, min(shape.indent, 3))
        ):
            items[-1].parts[-1].append(_dedented(text[start:line_end], shape.indent)[0])
            apart = after_blank = False
        else:
            break
        reader.pos = line_end
    for item in items:
        item.read(reader)
        children = item.node.children
        if children:
            item.node.info = children.pop() if children[-1].kind == "blank" else None
        if children and children[0].kind == "p" and item.node.text != "paragraph":
            children[0].info = "bare"
            if len(children) > 1:
                children[0].text += "\n"
        item.node.text = ""
        list_node.children.append(item.node)
