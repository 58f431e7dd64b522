"""Tables whose cells hold text, links, lists or pictures, and may span rows and columns."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from pages.blocks import features

_RANGE = re.compile(r"([A-Z]{1,2})([1-9]\d{0,3}):([A-Z]{1,2})([1-9]\d{0,3})", re.IGNORECASE)


@dataclass(frozen=True)
class MergedRange:
    """Cells shown as one; rows and columns count from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def cells(self) -> set[tuple[int, int]]:
        """Every (row, column) in the range."""
        return {
            (row, column)
            for row in range(self.top, self.bottom + 1)
            for column in range(self.left, self.right + 1)
        }

    def __str__(self) -> str:
        start = f"{_letters(self.left)}{self.top + 1}"
        return f"{start}:{_letters(self.right)}{self.bottom + 1}"


@dataclass(frozen=True)
class Cell:
    """One cell as the template shows it."""

    bound_block: blocks.BoundBlock
    colspan: int
    rowspan: int
    is_header: bool
    scope: str


def parse_merged(text: str, rows: int, columns: int) -> list[MergedRange]:
    """Read ranges in spreadsheet notation, such as `A1:B1, C2:C4`.

    Raises ValidationError for what is no range, lies outside the table or overlaps another.
    """
    ranges: list[MergedRange] = []
    taken: set[tuple[int, int]] = set()
    for part in filter(None, re.split(r"[,;\s]+", text.strip())):
        match = _RANGE.fullmatch(part)
        if not match:
            raise ValidationError(f"“{part}” is not a range of cells. Write it like A1:B1.")
        left, top, right, bottom = match.groups()
        found = MergedRange(int(top) - 1, _number(left), int(bottom) - 1, _number(right))
        if found.bottom >= rows or found.right >= columns:
            raise ValidationError(f"“{part}” reaches beyond the table.")
        if found.top > found.bottom or found.left > found.right:
            raise ValidationError(f"“{part}” runs backwards. Start at the upper left cell.")
        if taken & found.cells():
            raise ValidationError(f"“{part}” overlaps another range.")
        taken |= found.cells()
        ranges.append(found)
    return ranges


class TableValue(blocks.StructValue):
    """A table and the way its cells lie."""

    @property
    def column_headings(self) -> list[str]:
        """Headings above the columns, when any is given."""
        headings = [column["heading"] for column in self["table"].columns]
        return headings if any(headings) else []

    @cached_property
    def cell_rows(self) -> list[list[Cell]]:
        """Rows of the cells to show; a merged cell stands at its upper left corner."""
        rows = list(self["table"].rows)
        width = len(self["table"].columns)
        try:
            merged = parse_merged(self.get("merged") or "", len(rows), width)
        except ValidationError:
            merged = []  # Rows were removed after the ranges were written: show every cell.
        starts = {(one.top, one.left): one for one in merged}
        covered = {cell for one in merged for cell in one.cells()} - starts.keys()
        return [
            [
                self._cell(bound, row, column, starts.get((row, column)))
                for column, bound in enumerate(bound_row)
                if (row, column) not in covered
            ]
            for row, bound_row in enumerate(rows)
        ]

    def _cell(self, bound, row: int, column: int, merged: MergedRange | None) -> Cell:
        heads_column = row == 0 and self["header"] in {"row", "both"}
        heads_row = column == 0 and self["header"] in {"column", "both"}
        colspan = merged.right - merged.left + 1 if merged else 1
        rowspan = merged.bottom - merged.top + 1 if merged else 1
        if heads_column:
            scope = "colgroup" if colspan > 1 else "col"
        else:
            scope = "rowgroup" if rowspan > 1 else "row"
        return Cell(bound, colspan, rowspan, heads_column or heads_row, scope)


class TableBlock(blocks.StructBlock):
    """A table with its headings and merged cells."""

    header = blocks.ChoiceBlock(
        choices=[
            ("row", "The first row"),
            ("column", "The first column"),
            ("both", "The first row and the first column"),
            ("none", "No cell"),
        ],
        default="row",
        label="What holds the headings",
    )
    table = TypedTableBlock(
        [("text", blocks.RichTextBlock(features=features.CELL, required=False, label="Text"))]
    )
    merged = blocks.CharBlock(
        required=False,
        label="Cells shown as one",
        help_text="Like in a spreadsheet: A1:B1 joins the first two cells of the first row. "
        "Put a comma between several.",
    )

    def clean(self, value):
        cleaned = super().clean(value)
        table = cleaned["table"]
        try:
            parse_merged(cleaned.get("merged") or "", len(table.row_data), len(table.columns))
        except ValidationError as error:
            raise blocks.StructBlockValidationError(block_errors={"merged": error}) from error
        return cleaned

    class Meta:
        icon = "table"
        label = "Table"
        template = "blocks/table.html"
        value_class = TableValue
        form_layout = blocks.BlockGroup(children=["header", "table"], settings=["merged"])
        description = "Rows and columns, with headings"
        preview_value = {
            "header": "row",
            "merged": "",
            "table": {
                "caption": "Training places by year",
                "columns": [{"type": "text", "heading": ""}, {"type": "text", "heading": ""}],
                "rows": [
                    {"values": ["<p>Year</p>", "<p>Places</p>"]},
                    {"values": ["<p>2025</p>", "<p>1,200</p>"]},
                    {"values": ["<p>2026</p>", "<p>1,850</p>"]},
                ],
            },
        }


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
