"""What was measured, kept in `results.json`; the README's table is made from it (`readme`).

A section says what it found with `record(section, rows)`. That prints, and is kept only when the
run was asked to (`--write`): a hurried run on a busy machine leaves the file alone.
"""

import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.table import table

FILE = Path(__file__).with_name("results.json")
PACKAGES = ("Django", "wagtail", "granian")
_MUST = re.compile(r"([≤≥]) (\d+(?:\.\d+)?)")

_keeping = False
#: Sections that were recorded by this process.
_begun: set[str] = set()


@dataclass(frozen=True)
class Row:
    """One figure: a median, the lowest and the highest value it was taken from, and its bound.

    `must` is written as "≥ 0.45" or "≤ 300", in the unit of the figure; without one the figure is
    there for comparison. `spread` is None for what was measured once.

    Raises ValueError for a bound that can't be read.
    """

    what: str
    figure: float
    unit: str = ""
    must: str = ""
    spread: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.must and not _MUST.fullmatch(self.must):
            raise ValueError(f"{self.what}: must is {self.must!r}; write it as '≥ 0.45' or '≤ 300'")

    @property
    def holds(self) -> bool:
        """Whether the figure keeps its bound; so does one without any."""
        if not self.must:
            return True
        sign, bound = self.must.split()
        return self.figure >= float(bound) if sign == "≥" else self.figure <= float(bound)

    @property
    def cells(self) -> list[str]:
        """What, must, reached, spread: as people read them."""
        short = number(self.figure)
        # A figure that misses its bound by little must not look like it.
        looks_like_it = not self.holds and short == self.must.split()[-1]
        reached = self._in_unit(f"{self.figure:.3g}" if looks_like_it else short)
        low_high = f"{number(self.spread[0])}–{number(self.spread[1])}" if self.spread else ""
        return [
            self.what,
            self._in_unit(self.must) if self.must else "",
            reached if self.holds else f"{reached}, missed",
            self._in_unit(low_high) if low_high else "",
        ]

    def _in_unit(self, text: str) -> str:
        return f"{text} {self.unit}" if self.unit else text


def number(value: float) -> str:
    """As many digits as can be meant: 57,300, 12.3, 0.45, 0.0005; counts as they are."""
    if isinstance(value, int) or value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"


def keep() -> None:
    """What is recorded from now on is written to the file."""
    global _keeping
    _keeping = True


def record(section: str, rows: Sequence[Row], **versions: str) -> None:
    """Print what a section found, and keep it when that was asked for.

    The first call for a section takes the place of what an earlier run kept of it; further calls
    of the same run add to it. `versions` names other programs that took part: nginx="1.22.1".
    """
    print(table(["what", "must", "reached", "spread"], [row.cells for row in rows]), flush=True)
    if _keeping:
        write(FILE, section, rows, again=section in _begun, where=described(versions))
        _begun.add(section)


def write(path: Path, section: str, rows: Sequence[Row], *, again: bool, where: str) -> None:
    """Put the rows of a section into the file at `path`: beside those it has when `again`, else in
    their place.
    """
    kept = read(path)
    earlier = kept.get(section, {}).get("rows", []) if again else []
    names = {row.what for row in rows}
    kept[section] = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "where": where,
        "rows": [*(row for row in earlier if row["what"] not in names), *map(asdict, rows)],
    }
    half = path.with_suffix(".new")
    half.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    half.replace(path)


def read(path: Path = FILE) -> dict[str, dict]:
    """What is kept, by section: its date, where it was measured, its rows as dictionaries."""
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def rows_of(kept: dict) -> list[Row]:
    """The rows of one section as they were recorded."""
    return [
        Row(**{**row, "spread": tuple(row["spread"]) if row["spread"] else None})
        for row in kept["rows"]
    ]


def described(versions: dict[str, str]) -> str:
    """This machine and what ran on it, in one line without a name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = re.match(r"[\d.]+", platform.release())
    found = {
        platform.system(): release.group().rstrip(".") if release else platform.release(),
        "Python": platform.python_version(),
        **{name.capitalize(): version(name) for name in PACKAGES},
        **versions,
    }
    programs = ", ".join(f"{name} {text}" for name, text in found.items())
    load = f"load {os.getloadavg()[0]:.1f} at its end"
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {load}; {programs}"
