"""Tables: any lines with a pipe, with or without a header and lines of dashes.

Source: kramdown syntax, "Tables". A pipe in code is none; lines that only partly hold pipes are a
paragraph, and so is a table with something other than a blank line below it.
"""

import re
from typing import TYPE_CHECKING

from portal.isomer.markdown import syntax
from portal.isomer.markdown.nodes import Node
from portal.isomer.markdown.scanner import WHITE
from portal.isomer.markdown.spans import SpanReader

if TYPE_CHECKING:
    from portal.isomer.markdown.blocks import BlockReader

_DASHES = re.compile(r"[+|: \t-]*-[+|: \t-]*\n")
_FOOT = re.compile(r"[+|: \t=]*=[+|: \t=]*\n")
_ALIGNMENT = re.compile(r"(:?)-+(:?)")
_PIPE = re.compile(r"\||[^\n]*?[^\\\n]\|")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"(`+)(?!`)((?:(?!\1).|(?<!`)\1`+)+?)(?<!`)\1(?!`)|<code[^>]*>.*?</code>")
_CODE_OR_TAG = re.compile("[`<]")
_INNER_PIPE = "\x00"


def read(reader: "BlockReader") -> bool:
    """Read the table that begins here; False when these lines are none."""
    text, start = reader.text, reader.pos
    at = syntax.past_spaces(text, start)
    if text[at] in WHITE or not _PIPE.match(text, at):
        return False
    leading = text.startswith("|", at)
    parts: list[tuple[str, list[Node]]] = []
    rows: list[Node] = []
    alignment: list[str] | None = None
    has_foot = False
    line = number = reader.line()
    pos = start
    if dashes := _DASHES.match(text, pos):
        pos, number = dashes.end(), number + 1
    while pos < reader.end and _PIPE.match(text, pos):
        end = reader.line_end(pos)
        if dashes := _DASHES.match(text, pos):
            if rows and alignment is None and not has_foot:
                parts.append(("thead", rows))
                rows = []
                alignment = [_side(*sides) for sides in _ALIGNMENT.findall(dashes.group())]
            elif rows and not has_foot:
                parts.append(("tbody", rows))
                rows = []
        elif _FOOT.match(text, pos):
            if rows:
                parts.append(("tbody", rows))
                rows = []
            has_foot = True
        else:
            rows.append(_row(text[pos:end].rstrip(WHITE), number, leading=leading))
        pos, number = end, number + 1
    if rows:
        parts.append(("tfoot" if has_foot else "tbody", rows))
    if (
        not syntax.at_boundary(text, pos)
        or not any(kind == "tbody" for kind, _ in parts)
        or not _pipes_everywhere(reader, text[start:pos])
    ):
        # An attribute list above is used up by the attempt.
        reader.waiting = None
        return False
    reader.add(_table(parts, alignment or [], line))
    reader.pos = pos
    return True


def _table(parts: list[tuple[str, list[Node]]], alignment: list[str], line: int) -> Node:
    table = Node("table", "", line)
    width = max(len(row.children) for _, rows in parts for row in rows)
    for kind, rows in parts:
        part = Node(kind, "", rows[0].line if rows else line)
        part.children = rows
        table.children.append(part)
        for row in rows:
            row.children += [Node("td", "", row.line) for _ in range(width - len(row.children))]
            for place, cell in enumerate(row.children):
                cell.kind = "th" if kind == "thead" else "td"
                if place < len(alignment) and alignment[place]:
                    cell.attrs["style"] = f"text-align: {alignment[place]}"
    return table


def _side(left: str, right: str) -> str:
    if left and right:
        return "center"
    return "left" if left else "right" if right else ""


def _row(source: str, line: int, *, leading: bool) -> Node:
    masked = _CODE.sub(lambda match: match.group().replace("|", _INNER_PIPE), source)
    cells = [
        cell.replace("\\|", "|").replace(_INNER_PIPE, "|") for cell in _CELL_ENDS.split(masked)
    ]
    if leading and not cells[0].strip(WHITE):
        del cells[0]
    if cells and not cells[-1].strip(WHITE):
        cells.pop()
    row = Node("tr", "", line)
    row.children = [Node("td", cell.strip(WHITE), line) for cell in cells]
    return row


def _pipes_everywhere(reader: "BlockReader", source: str) -> bool:
    """Whether each line has a pipe that no code and no element swallows."""
    if "`" not in source and "<" not in source:
        return True
    spans = SpanReader(reader.document, source.removesuffix("\n"))
    spans.verbatim = True
    nodes: list[Node] = []
    spans.read_until(nodes, None, _CODE_OR_TAG)
    has_pipe = False
    for node in nodes:
        words = "".join(node.info) if node.kind == "text" else node.text
        rows = words.rstrip("\n").split("\n")
        if node.kind == "code_span":
            if len(rows) > 2 or (len(rows) == 2 and not has_pipe):
                break
            has_pipe = has_pipe and len(rows) != 2
        elif node.kind == "text":
            if len(rows) > 1 and not has_pipe and not _PIPE.match(rows[0]):
                break
            ends_with_pipe = _PIPE.match(rows[-1]) is not None
            has_pipe = ends_with_pipe or (has_pipe and len(rows) == 1)
    return has_pipe
