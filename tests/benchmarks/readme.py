"""The README's table of figures, from `results.json`: `python -m tests.benchmarks.readme`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import results
from tests.benchmarks.databases import ROOT
from tests.benchmarks.results import Row

README = ROOT / "README.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
NONE_YET = '*Nothing has been measured yet: `make bench BENCH_ARGS="--write"`.*'


def figures(kept: dict[str, dict]) -> str:
    """What stands between the markers: for each section what has a bound, and the rest folded."""
    return "\n\n".join(_section(name, one) for name, one in kept.items()) or NONE_YET


def _section(name: str, kept: dict) -> str:
    rows = results.rows_of(kept)
    bound, others = ([row for row in rows if bool(row.must) is has] for has in (True, False))
    parts = [f"**{name}**, measured {kept['date']}: {kept['where']}."]
    if bound:
        parts.append(_table(bound))
    if others:
        summary = f"<summary>{len(others)} other figures of {name}</summary>"
        parts.append(f"<details>{summary}\n\n{_table(others)}\n\n</details>")
    return "\n\n".join(parts)


def _table(rows: Sequence[Row]) -> str:
    lines = ["| what | must | reached | spread |", "| --- | ---: | ---: | ---: |"]
    return "\n".join([*lines, *(f"| {' | '.join(row.cells)} |" for row in rows)])


def rewritten(text: str, kept: dict[str, dict]) -> str:
    """The README's text with the table of what is kept.

    Raises ValueError where the markers are not there once each, in their order.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in after or END in after:
        raise ValueError(f"README.md needs the lines {BEGIN!r} and {END!r}, once, in this order")
    return f"{before}{BEGIN}\n\n{figures(kept)}\n\n{END}{after}"


def rewrite(path: Path = README) -> None:
    """Write the table into the file. Ends the process where it has no place for one."""
    try:
        path.write_text(rewritten(path.read_text("utf-8"), results.read()), "utf-8")
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    rewrite()
