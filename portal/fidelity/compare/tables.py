"""Tables cell by cell, merged cells in each place they cover."""

from collections import Counter

from portal.fidelity.compare.subject import Subject
from portal.fidelity.criteria import Criterion
from portal.fidelity.reading.model import Grid
from portal.fidelity.reading.sequences import common


def compare_tables(subject: Subject) -> None:
    """Every cell of every table stands in its row and column."""
    outcome = subject.outcome(Criterion.TABLES)
    free = list(subject.page.tables)
    for table in subject.source.tables:
        cells = sum(1 for row in table for cell in row if cell)
        if not cells:
            continue
        outcome.expected += cells
        best = max(free, key=lambda grid: _shared(table, grid), default=None)
        if best is None or not _shared(table, best):
            subject.lose(Criterion.TABLES, f"table “{_name(table)}”", cells)
            continue
        free.remove(best)
        if lost := _lost_cells(table, best):
            text = f"table “{_name(table)}”: {len(lost)} cells, first “{lost[0][:60]}”"
            subject.lose(Criterion.TABLES, text, len(lost))


def _name(table: Grid) -> str:
    return next((cell for row in table for cell in row if cell), "")[:60]


def _shared(table: Grid, other: Grid) -> int:
    def counted(grid: Grid) -> Counter[str]:
        return Counter(cell for row in grid for cell in row if cell)

    return (counted(table) & counted(other)).total()


def _lost_cells(table: Grid, shown: Grid) -> list[str]:
    """Cells whose row on the page, found by order, holds something else in their column."""
    pairs = common([tuple(row) for row in table], [tuple(row) for row in shown])
    lost: list[str] = []
    last, last_shown = 0, 0
    for row, other in [*pairs, (len(table), len(shown))]:
        between = shown[last_shown:other]
        for place, cells in enumerate(table[last:row]):
            partner = between[place] if place < len(between) else []
            lost.extend(
                cell
                for column, cell in enumerate(cells)
                if cell and (column >= len(partner) or partner[column] != cell)
            )
        last, last_shown = row + 1, other + 1
    return lost
