"""Plain tables for a terminal."""

from collections.abc import Sequence


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """The rows under their headings; whatever is no text stands on the right."""
    cells = [[_shown(value) for value in row] for row in rows]
    widths = [
        max(len(line[place]) for line in [list(headings), *cells]) for place in range(len(headings))
    ]
    right = [bool(rows) and not isinstance(rows[0][place], str) for place in range(len(headings))]

    def line(values: Sequence[str]) -> str:
        return "  ".join(
            value.rjust(width) if is_right else value.ljust(width)
            for value, width, is_right in zip(values, widths, right, strict=True)
        ).rstrip()

    return "\n".join([line(headings), line(["-" * width for width in widths]), *map(line, cells)])


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
