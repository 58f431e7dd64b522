"""The cells of a table at their places, spans resolved."""

from pages.blocks.tables import MergedRange
from portal.isomer.codes import Code
from portal.isomer.converter.anchors import NAMES
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, Marks, Rich, Run, all_marked
from portal.isomer.converter.richtext import listing, paragraph, picture, with_places

MOST_COLUMNS = 60
MOST_ROWS = 2000


class Grid:
    """Rows of rich text, the ranges that are shown as one cell, and what no cell can hold."""

    def __init__(self, flow: Flow, cells: list[list], marks: Marks):
        self.lifted: list[Block] = []
        self.merged: list[str] = []
        self.bold_first_row = True
        self._flow = flow
        self._marks = marks
        self._taken: dict[tuple[int, int], Rich] = {}
        self._shown_at: dict[tuple[int, int], tuple[int, int]] = {}
        self._height = len(cells)
        for y, row in enumerate(cells):
            self._row(y, row)
        self.width = max((x for _, x in self._taken), default=-1) + 1
        self.rows = [
            [self._taken.get((y, x), Rich("")) for x in range(self.width)]
            for y in range(self._height)
        ]
        if not any(value for row in self.rows for value in row):
            self.rows = []

    def _row(self, y: int, row: list) -> None:
        x = 0
        for cell in row:
            while (y, x) in self._taken and x < MOST_COLUMNS:
                x += 1
            if x >= MOST_COLUMNS:
                # Wider than any table: the rest stands in the cell that is shown last.
                last = self._shown_at.get((y, MOST_COLUMNS - 1), (y, MOST_COLUMNS - 1))
                self._taken[last] = Rich(self._taken[last] + self._content(cell, first=False))
                continue
            wide = min(_span(cell, "colspan"), MOST_COLUMNS - x)
            while wide > 1 and any((y, x + step) in self._taken for step in range(1, wide)):
                wide -= 1
            high = self._free_height(y, x, wide, min(_span(cell, "rowspan"), self._height - y))
            for down in range(high):
                for right in range(wide):
                    self._taken[y + down, x + right] = Rich("")
                    self._shown_at[y + down, x + right] = (y, x)
            self._taken[y, x] = self._content(cell, first=y == 0)
            if wide > 1 or high > 1:
                self.merged.append(str(MergedRange(y, x, y + high - 1, x + wide - 1)))
            x += wide

    def _free_height(self, y: int, x: int, wide: int, high: int) -> int:
        """How far down a cell reaches before it meets one from further left or above."""
        for down in range(1, high):
            if any((y + down, x + right) in self._taken for right in range(wide)):
                return down
        return high

    def _content(self, cell, *, first: bool) -> Rich:
        names, self._flow.anchors = self._flow.anchors, []
        if cell.getprevious() is None:
            names += (cell.getparent().get(NAMES) or "").split()
        names += (cell.get(NAMES) or "").split()
        found = self._flow.inner(cell, in_cell=True, marks=self._marks)
        rich = Rich("".join(self._part(block, first=first) for block in found))
        names += self._flow.anchors
        named = with_places(rich, names) if names else None
        self._flow.anchors = [] if named else names
        return named or rich

    def _part(self, block: Block, *, first: bool) -> str:
        notes = self._flow.notes
        if block.type == "text":
            if first and not all_marked(block.value, "bold"):
                self.bold_first_row = False
            return paragraph(block.value, block.anchors)
        if block.type == "list":
            self.bold_first_row = self.bold_first_row and not first
            return listing(block.value)
        if block.type == "heading":
            notes.tally(Code.HEADING_IN_LIST, block.line)
            marks = PLAIN.but(bold=True, link=block.value.get("link"))
            return paragraph([Run(block.value["text"], marks)], block.value["anchor"].split())
        if block.type == "image":
            shown = picture(block.value["image"]["image"], block.value["link"])
            return shown + block.value["caption"]
        if block.type == "quote":
            return block.value["text"] + block.value["attribution"]
        if block.type == "paragraph":
            return block.value
        if block.type == "button":
            marks = PLAIN.but(link=block.value["link"])
            return paragraph([Run(block.value["label"], marks)])
        if block.type != "divider":
            self.lifted.append(block)
        return ""


def _span(cell, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, int(value)) if value.isdecimal() and len(value) < 5 else 1
