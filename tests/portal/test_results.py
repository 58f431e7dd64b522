"""The figures of `make bench`: what is kept of them, and the README's table of them."""

from pathlib import Path

import pytest

from tests.benchmarks import readme, results
from tests.benchmarks.results import Row, number


def cells_of(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


def test_the_readme_shows_the_figures_that_are_kept() -> None:
    text = readme.README.read_text("utf-8")

    assert readme.rewritten(text, results.read()) == text, "python -m tests.benchmarks.readme"


@pytest.mark.parametrize(
    ("must", "figure", "holds"),
    [("≥ 0.45", 0.45, True), ("≥ 0.45", 0.449, False), ("≤ 300", 300, True),
     ("≤ 300", 300.5, False), ("", 0, True)],
)  # fmt: skip
def test_a_figure_keeps_its_bound_or_misses_it(must: str, figure: float, holds: bool) -> None:
    row = Row("pages", figure, must=must)

    assert row.holds is holds
    assert ("missed" in row.cells[2]) is not holds


@pytest.mark.parametrize("must", ["0.45", "> 3", "≥0.45", "≤ 10 ms"])
def test_a_bound_that_cannot_be_read_is_refused(must: str) -> None:
    with pytest.raises(ValueError, match="pages: must is"):
        Row("pages", 1.0, must=must)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(57300.4, "57,300"), (12.34, "12.3"), (0.4512, "0.45"), (0.00052, "0.00052"), (0, "0")],
)
def test_numbers_have_as_many_digits_as_can_be_meant(value: float, shown: str) -> None:
    assert number(value) == shown


def test_a_figure_that_just_misses_does_not_look_like_its_bound() -> None:
    assert Row("pages", 0.3461, must="≥ 0.35").cells[2] == "0.346, missed"


def test_a_table_tells_what_must_be_what_was_reached_and_its_spread() -> None:
    rows = [
        {"what": "memory", "figure": 312.0, "unit": "MB", "must": "≤ 300", "spread": [310, 315]},
        {"what": "requests", "figure": 8, "unit": "", "must": "", "spread": None},
    ]
    kept = {"serving": {"date": "2026-01-02", "where": "2 cores", "rows": rows}}

    shown = readme.rewritten(f"Before\n{readme.BEGIN}\nold\n{readme.END}\nafter\n", kept)

    bound, folded = shown.split("<details>")
    assert cells_of(bound)[2:] == [["memory", "≤ 300 MB", "312 MB, missed", "310–315 MB"]]
    assert cells_of(folded)[2:] == [["requests", "", "8", ""]]
    assert "**serving**, measured 2026-01-02: 2 cores." in bound
    assert shown.startswith("Before\n") and shown.endswith("\nafter\n") and "old" not in shown


@pytest.mark.parametrize("text", ["no markers", readme.END + readme.BEGIN, readme.BEGIN])
def test_a_readme_without_a_place_for_the_table_is_left_alone(text: str) -> None:
    with pytest.raises(ValueError, match=r"README\.md needs the lines"):
        readme.rewritten(text, {})


def test_a_new_run_takes_the_place_of_an_earlier_one_and_leaves_other_sections(
    tmp_path: Path,
) -> None:
    path = tmp_path / "results.json"

    def kept() -> list[tuple[str, float]]:
        return [(row.what, row.figure) for row in results.rows_of(results.read(path)["serving"])]

    results.write(path, "growth", [Row("home", 1.1, spread=(1.0, 1.2))], again=False, where="here")
    results.write(path, "serving", [Row("old", 1)], again=False, where="here")
    results.write(path, "serving", [Row("cached", 0.5)], again=False, where="here")
    assert kept() == [("cached", 0.5)]

    results.write(path, "serving", [Row("304", 0.4), Row("cached", 0.6)], again=True, where="here")
    assert kept() == [("304", 0.4), ("cached", 0.6)]
    growth = results.read(path)["growth"]
    assert results.rows_of(growth) == [Row("home", 1.1, spread=(1.0, 1.2))]
    assert growth["where"] == "here"


def test_nothing_is_kept_unless_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    monkeypatch.setattr(results, "_begun", set())

    results.record("serving", [Row("cached", 0.5)])
    assert results.read(results.FILE) == {}

    monkeypatch.setattr(results, "_keeping", True)
    results.record("serving", [Row("cached", 0.5)])
    results.record("serving", [Row("304", 0.4)], nginx="1.22.1")
    [section] = results.read(results.FILE).values()
    assert [row.what for row in results.rows_of(section)] == ["cached", "304"]
    assert "cores" in section["where"] and "nginx 1.22.1" in section["where"]
