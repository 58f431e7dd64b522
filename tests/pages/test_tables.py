import pytest
from django.core.exceptions import ValidationError

from pages.blocks.tables import MergedRange, TableBlock, parse_merged


def table(rows: list[list[str]], header: str = "row", merged: str = ""):
    columns = [{"type": "text", "heading": ""} for _ in rows[0]]
    values = [{"values": [f"<p>{cell}</p>" for cell in row]} for row in rows]
    return TableBlock().to_python(
        {
            "header": header,
            "merged": merged,
            "table": {"columns": columns, "rows": values, "caption": "Caption"},
        }
    )


def shape(value) -> list[list[tuple]]:
    return [
        [(cell.colspan, cell.rowspan, cell.scope if cell.is_header else "") for cell in row]
        for row in value.cell_rows
    ]


def test_ranges_are_read_in_spreadsheet_notation() -> None:
    assert parse_merged("A1:B1, c2:C4", rows=4, columns=3) == [
        MergedRange(0, 0, 0, 1),
        MergedRange(1, 2, 3, 2),
    ]
    assert [str(one) for one in parse_merged("A1:B1;AA2:AB3", rows=3, columns=30)] == [
        "A1:B1",
        "AA2:AB3",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A1", "not a range"),
        ("A0:B1", "not a range"),
        ("A1:B1 and C1:C2", "not a range"),
        ("A1:D1", "beyond the table"),
        ("A1:A9", "beyond the table"),
        ("B1:A1", "runs backwards"),
        ("A1:B2,B2:C3", "overlaps"),
    ],
)
def test_a_wrong_range_is_refused_with_its_name(text, message) -> None:
    with pytest.raises(ValidationError, match=message):
        parse_merged(text, rows=3, columns=3)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("none", [[(1, 1, ""), (1, 1, "")], [(1, 1, ""), (1, 1, "")]]),
        ("row", [[(1, 1, "col"), (1, 1, "col")], [(1, 1, ""), (1, 1, "")]]),
        ("column", [[(1, 1, "row"), (1, 1, "")], [(1, 1, "row"), (1, 1, "")]]),
        ("both", [[(1, 1, "col"), (1, 1, "col")], [(1, 1, "row"), (1, 1, "")]]),
    ],
)
def test_headings_stand_where_the_editor_says(header, expected) -> None:
    assert shape(table([["a", "b"], ["c", "d"]], header)) == expected


def test_merged_cells_stand_once_at_their_upper_left_corner() -> None:
    value = table(
        [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]], "both", merged="B1:C1, A2:A3"
    )
    assert shape(value) == [
        [(1, 1, "col"), (2, 1, "colgroup")],
        [(1, 2, "rowgroup"), (1, 1, ""), (1, 1, "")],
        [(1, 1, ""), (1, 1, "")],
    ]
    shown = [[cell.bound_block.value.source for cell in row] for row in value.cell_rows]
    assert shown == [["<p>a</p>", "<p>b</p>"], ["<p>d</p>", "<p>e</p>", "<p>f</p>"],
                     ["<p>h</p>", "<p>i</p>"]]  # fmt: skip


def test_ranges_that_outlived_their_rows_hide_nothing() -> None:
    value = table([["a", "b"]], merged="A1:A3")
    assert shape(value) == [[(1, 1, "col"), (1, 1, "col")]]


def test_the_form_refuses_a_range_outside_the_table() -> None:
    with pytest.raises(ValidationError) as caught:
        TableBlock().clean(table([["a", "b"]], merged="A1:C1"))
    assert "beyond the table" in str(caught.value.block_errors["merged"])
