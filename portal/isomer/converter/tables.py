"""Tables with their headings, captions and merged cells; pictures stay in their cells."""

from dataclasses import replace

from lxml import etree

from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow, link_around
from portal.isomer.converter.grid import MOST_ROWS, Grid
from portal.isomer.converter.model import PLAIN, Block, Marks, Run, plain

_MEDIA = ("img", "iframe", "video", "audio", "object", "embed")
_FRAMES = ("iframe", "video", "audio", "object", "embed", "details")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "colgroup", "col"})


def handle_table(flow: Flow, element, marks: Marks) -> None:
    """`<table>`; one that only arranges things on the page is dissolved."""
    flow.close_paragraph()
    line = flow.notes.line(element)
    if link := link_around(element):
        marks = marks.but(link=replace(link, line=line))
    rows = [row for row in element.iter("tr") if _table_of(row) is element]
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    caption = _caption(flow, element, marks)
    strays = _Strays(flow, marks)
    strays.read(element)
    strays.add(flow, strays.above)
    _read(flow, cells, marks, caption, line)
    strays.add(flow, strays.below)


def _read(flow: Flow, cells: list[list], marks: Marks, caption: str, line: int) -> None:
    if flow.in_cell:
        flow.notes.tally(Code.TABLE_NESTED, line)
        if caption:
            flow.add(Block("text", [Run(caption)], line))
        _as_lines(flow, cells, marks)
        return
    if _is_layout(cells):
        if sum(len(row) for row in cells):
            flow.notes.tally(Code.LAYOUT_TABLE, line)
        _dissolve(flow, caption, cells, marks)
        return
    for start in range(0, len(cells), MOST_ROWS):
        part = cells[start : start + MOST_ROWS]
        _add_table(flow, part, marks, "" if start else caption, line)


def _add_table(flow: Flow, cells: list[list], marks: Marks, caption: str, line: int) -> None:
    grid = Grid(flow, cells, marks)
    if grid.rows:
        value = {
            "header": _header(cells, grid),
            "table": {
                "columns": [{"type": "text", "heading": ""} for _ in range(grid.width)],
                "rows": [{"values": row} for row in grid.rows],
                "caption": caption,
            },
            "merged": ", ".join(grid.merged),
        }
        flow.add(Block("table", value, line))
    elif caption:
        flow.add(Block("text", [Run(caption)], line))
    for block in grid.lifted:
        flow.notes.tally(Code.MEDIA_IN_TABLE, block.line)
        flow.add(block)


def _caption(flow: Flow, element, marks: Marks) -> str:
    """The caption's words; one that holds more than words stands before the table."""
    captions = list(element.iterchildren("caption"))
    found = [block for caption in captions for block in flow.inner(caption, marks=marks)]
    for caption in captions:
        caption.drop_tree()
    if all(_is_plain(block) for block in found):
        return " ".join(plain(block.value) for block in found)
    for block in found:
        flow.add(block)
    return ""


def _is_plain(block: Block) -> bool:
    return block.type == "text" and not any(run.marks.link for run in block.value)


class _Strays:
    """What stands in a table and in no cell of it, above its first row and below.

    The parser leaves there what follows a table that is never closed, so that the order matters.
    """

    def __init__(self, flow: Flow, marks: Marks):
        self.above = Flow(flow.notes, in_cell=flow.in_cell)
        self.below = Flow(flow.notes, in_cell=flow.in_cell)
        self._marks = marks
        self._current = self.above

    def read(self, part) -> None:
        """Everything in a part of the table but its cells."""
        self._current.close_paragraph()
        self._text(part.text, part)
        for child in part:
            if not isinstance(child.tag, str):
                continue
            if part.tag == "tr" and child.tag in {"td", "th"}:
                self._current = self.below
            elif child.tag in _PARTS or (child.tag != "table" and _holds_rows(child)):
                self.read(child)
            else:
                self._current.visit(child, self._marks)
            self._text(child.tail, child)
        self._current.close_paragraph()

    def add(self, flow: Flow, found: Flow) -> None:
        """Hand over what was found."""
        flow.anchors += found.close()
        for block in found.blocks:
            flow.add(block)

    def _text(self, text: str | None, element) -> None:
        if text and text.strip():
            self._current.text(text, self._marks, self._current.notes.line(element))


def _holds_rows(element) -> bool:
    """Whether a form or the like stands between a table and its rows."""
    table = _table_of(element)
    return element.tag not in {"td", "th"} and any(
        _table_of(row) is table for row in element.iter("tr")
    )


def _dissolve(flow: Flow, caption: str, cells: list[list], marks: Marks) -> None:
    if caption:
        flow.add(Block("text", [Run(caption)]))
    for cell in (cell for row in cells for cell in row):
        flow.walk(cell, marks)
        flow.close_paragraph()


def _header(cells: list[list], grid: Grid) -> str:
    first = cells[0] if cells else []
    row = bool(first) and (
        all(cell.tag == "th" for cell in first) or first[0].getparent().getparent().tag == "thead"
    )
    if not row and len(cells) > 1 and len(first) > 1 and grid.bold_first_row:
        row = all("".join(cell.itertext()).strip() for cell in first)
    below = cells[1:] if row else cells
    column = bool(below) and all(line and line[0].tag == "th" for line in below)
    if row and column:
        return "both" if any(len(line) > 1 for line in below) else "row"
    return "row" if row else "column" if column else "none"


def _is_layout(cells: list[list]) -> bool:
    """Whether a table only arranges: one cell, nothing but pictures, films, or columns of text."""
    flat = [cell for row in cells for cell in row]
    if len(flat) <= 1:
        return True
    filled = [cell for cell in flat if len(cell) or (cell.text or "").strip()]
    has_media = any(_holds(cell, _MEDIA) for cell in filled)
    if has_media and not any("".join(cell.itertext()).strip() for cell in filled):
        return True
    if any(cell.tag == "th" for cell in flat):
        return False
    if any(_holds(cell, _FRAMES) for cell in filled):
        # A film belongs below the words of its own cell.
        return True
    return len(cells) == 1 and any(_holds(cell, _HEADINGS) for cell in filled)


def _holds(cell, tags: tuple[str, ...]) -> bool:
    return next(cell.iter(*tags), None) is not None


def _as_lines(flow: Flow, cells: list[list], marks: Marks) -> None:
    for row in cells:
        for place, cell in enumerate(row):
            if place:
                flow.text(" ", PLAIN)
            for block in flow.inner(cell, in_cell=True, marks=marks):
                flow.anchors += block.anchors
                if block.type == "text":
                    for run in [*block.value, Run(" ")]:
                        flow.text_run(run)
                elif block.type == "heading":
                    bold = PLAIN.but(bold=True, link=block.value.get("link"))
                    flow.text(block.value["text"] + " ", bold)
                else:
                    flow.add(block)
        flow.close_paragraph()


def _table_of(row) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


Flow.by_tag["table"] = handle_table
