"""A site that lost nothing scores 100 % in every criterion, from whichever side it is read."""

import json
import re

from portal.fidelity.criteria import Criterion


def test_an_untouched_import_scores_full(check) -> None:
    outcome = check()
    assert (outcome.code, outcome.error) == (0, ""), outcome.output
    assert outcome.imperfect() == set()
    assert outcome.data["overall"] == 100


def test_every_criterion_was_measured(check) -> None:
    measured = {row["criterion"]: row["expected"] for row in check().data["criteria"]}
    assert set(measured) == {criterion.value for criterion in Criterion}
    assert min(measured.values()) > 0


def test_counts_are_those_of_the_source(check) -> None:
    outcome = check("--only", "/afloat/")
    counts = {row["criterion"]: row["expected"] for row in outcome.data["criteria"]}
    assert counts == {
        "addresses": 1, "titles": 1, "words": 69, "links": 5, "images": 1, "alternatives": 1,
        "frames": 1, "cards": 2, "accordions": 1, "tables": 6, "numbers": 2, "headings": 2,
        "legacy": counts["legacy"],
    }  # fmt: skip


def test_the_table_has_a_row_for_each_criterion_and_none_for_perfect_pages(check) -> None:
    lines = [line for line in check().output.splitlines() if line]
    assert lines[0].split() == ["expected", "kept", "reported", "lost", "%", "need"]
    assert re.fullmatch(r"Words in order +\d+ +\d+ +0 +0 +100 +99\.5", lines[4])
    assert lines[-1].endswith("rows without any loss. Overall 100 %.")


def test_html_given_for_a_file_is_the_reference(check, tmp_path) -> None:
    expected = tmp_path / "expected.jsonl"
    record = {"path": "pages/plan.md", "url": "/plan/", "html": "<p>We dig a moat.</p>"}
    expected.write_text(json.dumps(record) + "\n", "utf-8")
    outcome = check("--expected", str(expected), "--only", "/plan/")
    words = next(row for row in outcome.data["criteria"] if row["criterion"] == "words")
    assert (outcome.code, words["expected"], words["lost"]) == (1, 4, 2)
    assert "“a moat” after “We dig”" in outcome.output
