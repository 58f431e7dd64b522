"""The README's table of figures, from `results.json`: `python -m tests.benchmarks.readme`."""

import sys
from pathlib import Path

from tests.benchmarks import results
from tests.benchmarks.databases import ROOT

README = ROOT / "README.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
NONE_YET = '*Nothing has been measured yet: `make bench BENCH_ARGS="--write"`.*'


def figures(kept: dict[str, dict]) -> str:
    """What stands between the markers."""
    if not kept:
        return NONE_YET
    lines = ["| what | must | reached | spread |", "| --- | ---: | ---: | ---: |"]
    for name, section in kept.items():
        lines.append(f"| **{name}** | | | |")
        lines += [f"| {' | '.join(row.cells)} |" for row in results.rows_of(section)]
    places: dict[str, list[str]] = {}
    for name, section in kept.items():
        places.setdefault(f"{section['date']}: {section['where']}", []).append(name)
    measured = [f"Measured {place} ({', '.join(names)})." for place, names in places.items()]
    return "\n".join([*lines, "", "  \n".join(measured)])


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
