"""Tables as a grid: spans expanded, empty rows and columns at the edges left out."""

from portal.fidelity.reading.model import Grid

#: Beyond any real table; a span of a million cells must not fill the memory.
_MOST_SPAN = 200


class TableBuilder:
    """Takes rows and cells in the order of the source."""

    def __init__(self) -> None:
        self.places: dict[tuple[int, int], str] = {}
        self.y = -1
        self.x = 0
        self.pending: list[tuple[int, int]] = []

    def row(self) -> None:
        """A row begins."""
        self.y += 1
        self.x = 0

    def cell(self, colspan: int, rowspan: int) -> None:
        """A cell begins; its text comes with `fill`."""
        self.y = max(self.y, 0)
        while (self.y, self.x) in self.places:
            self.x += 1
        wide, high = (min(max(span, 1), _MOST_SPAN) for span in (colspan, rowspan))
        self.pending = [
            (y, x) for y in range(self.y, self.y + high) for x in range(self.x, self.x + wide)
        ]
        for place in self.pending:
            self.places.setdefault(place, "")
        self.x += wide

    def fill(self, text: str) -> None:
        """The text of the cell that began last."""
        for place in self.pending:
            self.places[place] = text

    def grid(self) -> Grid:
        """The finished table, without rows and columns that hold no word."""
        rows = sorted({y for (y, _), text in self.places.items() if text and y <= self.y})
        columns = sorted({x for (_, x), text in self.places.items() if text})
        return [[self.places.get((y, x), "") for x in columns] for y in rows]
