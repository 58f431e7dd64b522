"""Tables with their headings, captions and merged cells; pictures stay in their cells."""

from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, Marks, Rich, Run, all_marked
from portal.isomer.converter.richtext import listing, paragraph, picture

_MOST_COLUMNS = 60
_MOST_ROWS = 2000


def handle_table(flow: Flow, element, marks: Marks) -> None:
    """`<table>`; one that only arranges things on the page is dissolved."""
    flow.close_paragraph()
    line = flow.notes.line(element)
    rows = [row for row in element.iter("tr") if _table_of(row) is element]
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    if flow.in_cell:
        flow.notes.tally(Code.TABLE_NESTED, line)
        _as_lines(flow, cells)
        return
    if _is_layout(cells):
        if sum(len(row) for row in cells):
            flow.notes.tally(Code.LAYOUT_TABLE, line)
        for cell in (cell for row in cells for cell in row):
            flow.walk(cell)
            flow.close_paragraph()
        return
    grid = _Grid(flow, cells)
    if not grid.rows:
        return
    caption = element.find("caption")
    value = {
        "header": _header(element, cells, grid),
        "table": {
            "columns": [{"type": "text", "heading": ""} for _ in range(grid.width)],
            "rows": [{"values": row} for row in grid.rows],
            "caption": " ".join("".join(caption.itertext()).split()) if caption is not None else "",
        },
        "merged": ", ".join(grid.merged),
    }
    flow.add(Block("table", value, line))
    for block in grid.lifted:
        flow.notes.tally(Code.MEDIA_IN_TABLE, block.line)
        flow.add(block)


class _Grid:
    """The cells at their places, spans resolved."""

    def __init__(self, flow: Flow, cells: list[list]):
        self.lifted: list[Block] = []
        self.merged: list[str] = []
        self.bold_first_row = True
        taken: dict[tuple[int, int], Rich] = {}
        height = min(len(cells), _MOST_ROWS)
        for y, row in enumerate(cells[:height]):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                if x >= _MOST_COLUMNS:
                    break
                wide = min(_span(cell, "colspan"), _MOST_COLUMNS - x)
                high = min(_span(cell, "rowspan"), height - y)
                while wide > 1 and any((y, x + step) in taken for step in range(1, wide)):
                    wide -= 1
                for place in [
                    (y + down, x + right) for down in range(high) for right in range(wide)
                ]:
                    taken[place] = Rich("")
                taken[y, x] = self._content(flow, cell, first=y == 0)
                if wide > 1 or high > 1:
                    self.merged.append(f"{_letters(x)}{y + 1}:{_letters(x + wide - 1)}{y + high}")
                x += wide
        self.width = max((x for _, x in taken), default=-1) + 1
        self.rows = [
            [taken.get((y, x), Rich("")) for x in range(self.width)] for y in range(height)
        ]
        if not any(value for row in self.rows for value in row):
            self.rows = []

    def _content(self, flow: Flow, cell, *, first: bool) -> Rich:
        parts: list[str] = []
        for block in flow.inner(cell, in_cell=True):
            if block.type == "text":
                if first and not all_marked(block.value, "bold"):
                    self.bold_first_row = False
                parts.append(paragraph(block.value))
            elif block.type == "list":
                self.bold_first_row = self.bold_first_row and not first
                parts.append(listing(block.value))
            elif block.type == "heading":
                flow.notes.tally(Code.HEADING_IN_LIST, block.line)
                parts.append(paragraph([Run(block.value["text"], PLAIN.but(bold=True))]))
            elif block.type == "image":
                parts.append(picture(block.value["image"]["image"]))
                if block.value["link"] is not None:
                    link = block.value["link"]
                    flow.notes.add(Code.PICTURE_LINK, link.href, block.line)
            elif block.type == "quote":
                parts.append(block.value["text"] + block.value["attribution"])
            elif block.type != "divider":
                self.lifted.append(block)
        return Rich("".join(parts))


def _header(element, cells: list[list], grid: _Grid) -> str:
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
    flat = [cell for row in cells for cell in row]
    if len(flat) <= 1:
        return True
    filled = [cell for cell in flat if len(cell) or (cell.text or "").strip()]
    has_media = any(next(cell.iter("img", "iframe", "video"), None) is not None for cell in filled)
    return has_media and not any("".join(cell.itertext()).strip() for cell in filled)


def _as_lines(flow: Flow, cells: list[list]) -> None:
    for row in cells:
        for place, cell in enumerate(row):
            if place:
                flow.text(" ", PLAIN)
            for block in flow.inner(cell, in_cell=True):
                if block.type == "text":
                    for run in [*block.value, Run(" ")]:
                        flow.text(run.text, run.marks)
                elif block.type == "heading":
                    flow.text(block.value["text"] + " ", PLAIN.but(bold=True))
                else:
                    flow.add(block)
        flow.close_paragraph()


def _table_of(row):
    return next((parent for parent in row.iterancestors("table")), None)


def _span(cell, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, int(value)) if value.isdecimal() and len(value) < 5 else 1


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


Flow.families.append((lambda element: element.tag == "table", handle_table))
