"""kramdown's tables: any lines with a pipe, with or without a header and a line of dashes.

Source: kramdown syntax, "Tables". A table ends at a blank line; a paragraph in which only some
lines hold a pipe is no table.
"""

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_SEPARATOR = re.compile(r"^[+|: \t-]*-[+|: \t-]*$")
_FOOT = re.compile(r"^[+|: \t=]*=[+|: \t=]*$")
_CODE_OR_ESCAPE = re.compile(r"`[^`]*`|\\.|<[^<>]*>|\]\([^()]*\)")


def kramdown_tables(engine: MarkdownIt) -> None:
    """Replace the engine's tables, which need a header, by kramdown's."""
    engine.disable("table")
    engine.block.ruler.before("paragraph", "kramdown_table", _table)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    rows: list[tuple[int, list[str]]] = []
    header_rows = 0
    line = start
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        text = state.getLines(line, line + 1, state.blkIndent, False).strip()
        if "|" not in _blank_out(text):
            return False
        if _SEPARATOR.match(text):
            header_rows = header_rows or (len(rows) if line > start else -1)
        elif not _FOOT.match(text):
            rows.append((line, _cells(text)))
        line += 1
    if not rows:
        return False
    if silent:
        return True
    state.line = line
    _emit(state, rows, max(header_rows, 0), start, line)
    return True


def _emit(
    state: StateBlock, rows: list[tuple[int, list[str]]], header_rows: int, start: int, end: int
) -> None:
    width = max(len(cells) for _, cells in rows)
    state.push("table_open", "table", 1).map = [start, end]
    for place, (line, cells) in enumerate(rows):
        if place in {0, header_rows}:
            part = "thead" if place < header_rows else "tbody"
            state.push(f"{part}_open", part, 1)
        state.push("tr_open", "tr", 1).map = [line, line + 1]
        tag = "th" if place < header_rows else "td"
        for cell in cells + [""] * (width - len(cells)):
            state.push(f"{tag}_open", tag, 1)
            inline = state.push("inline", "", 0)
            inline.content, inline.map, inline.children = cell, [line, line + 1], []
            state.push(f"{tag}_close", tag, -1)
        state.push("tr_close", "tr", -1)
        if place in {len(rows) - 1, header_rows - 1}:
            part = "thead" if place < header_rows else "tbody"
            state.push(f"{part}_close", part, -1)
    state.push("table_close", "table", -1)


def _blank_out(text: str) -> str:
    """The text with everything replaced in which a pipe is no cell boundary."""
    return _CODE_OR_ESCAPE.sub(lambda match: "x" * len(match.group()), text)


def _cells(text: str) -> list[str]:
    inner_start = 1 if text.startswith("|") else 0
    marks = [at for at, char in enumerate(_blank_out(text)) if char == "|" and at >= inner_start]
    if marks and marks[-1] == len(text) - 1:
        text, marks = text[:-1], marks[:-1]
    edges = [inner_start - 1, *marks, len(text)]
    return [text[left + 1 : right].strip().replace("\\|", "|") for left, right in pairwise(edges)]
