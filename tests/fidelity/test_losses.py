"""Each kind of loss makes its own criterion fail, and the output names what is gone."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.fidelity.criteria import Criterion
from tests.fidelity.conftest import page_titled

AFLOAT = "Everything afloat"
NOTES = "Notes in Markdown"


def edited(value: Any, change: Callable[[str], str]) -> Any:
    """A stream's raw value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: edited(inner, change) for key, inner in value.items()}
    return [edited(inner, change) for inner in value] if isinstance(value, list) else value


def store(page: Any, raw: list[dict]) -> None:
    """Save a body without an editor's form in between."""
    page.body = page.body.stream_block.to_python(raw)
    page.save()


def replace_in(title: str, old: str, new: str) -> None:
    """Replace a text anywhere in a page's body."""
    page = page_titled(title)
    before = page.body.get_prep_value()
    after = edited(before, lambda text: text.replace(old, new))
    assert after != before, f"{old} is nowhere in {before}"
    store(page, after)


def without(title: str, block_type: str) -> None:
    """Take all blocks of a type out of a page's body."""
    page = page_titled(title)
    before = page.body.get_prep_value()
    after = [block for block in before if block["type"] != block_type]
    assert len(after) < len(before)
    store(page, after)


#: What is replaced in the page, the criterion that must fail, and what the output must name.
REPLACED = [
    pytest.param("a lamp and a rope", "a rope", "words", "“lamp and a”", id="words"),
    pytest.param("Tugs leave early", "Tugs leave", "words", "“early” after", id="word"),
    pytest.param("table?month=5", "table?month=6", "links", "table?month=5", id="link"),
    pytest.param("Forty coins", "Four coins", "tables", "“Forty coins”", id="cell"),
    pytest.param("The plan ahead", "The plan", "cards", "“The plan ahead”", id="card"),
    pytest.param("Read on", "Go", "cards", "label “Read on” is “Go”", id="card label"),
    pytest.param('start="4"', 'start="1"', "numbers", "4. Moor before noon", id="list start"),
    pytest.param("May I fish here", "Fishing", "accordions", "“May I fish here”", id="accordion"),
    pytest.param("Rules of the quay", "Rules", "headings", "“Rules of the quay”", id="heading"),
    pytest.param("aaaaaaaaaaa", "bbbbbbbbbbb", "frames", "youtube aaaaaaaaaaa", id="video"),
    pytest.param("The long quay", "A quay", "alternatives", "“The long quay”", id="alt text"),
]


@pytest.mark.parametrize(("old", "new", "criterion", "named"), REPLACED)
def test_a_changed_text_is_found(check, old: str, new: str, criterion: str, named: str) -> None:
    replace_in(AFLOAT, old, new)
    outcome = check("--only", "/afloat/")
    assert outcome.code == 1
    assert criterion in outcome.below()
    assert named in outcome.output
    assert "pages/afloat.md" in outcome.output
    # Words that are gone with a structure count as words too; nothing else may.
    assert outcome.imperfect() <= {criterion, Criterion.WORDS.value}


@pytest.mark.parametrize(
    ("block_type", "criteria"),
    [
        ("image", {"images"}),
        ("video", {"frames"}),
        ("table", {"tables", "words"}),
        ("card_grid", {"cards", "links", "words"}),
        ("accordion", {"accordions", "words"}),
        ("heading", {"headings", "words"}),
    ],
)
def test_a_missing_block_is_found(check, block_type: str, criteria: set[str]) -> None:
    without(AFLOAT, block_type)
    outcome = check("--only", "/afloat/")
    assert outcome.code == 1
    assert outcome.imperfect() == criteria


def test_merged_cells_that_fall_apart_are_found(check) -> None:
    page = page_titled(AFLOAT)
    raw = page.body.get_prep_value()
    markup = str(raw)
    assert "colspan" in markup or "spans" in markup or "merge" in markup
    for block in raw:
        if block["type"] == "table":
            block["value"] = _unmerged(block["value"])
    store(page, raw)
    outcome = check("--only", "/afloat/")
    assert outcome.imperfect() == {"tables"}


def _unmerged(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: [] if key in {"spans", "merged", "merges"} else _unmerged(inner)
            for key, inner in value.items()
            if key not in {"colspan", "rowspan"}
        }
    return [_unmerged(inner) for inner in value] if isinstance(value, list) else value


def test_paragraphs_in_another_order_are_found(check) -> None:
    page = page_titled(AFLOAT)
    raw = page.body.get_prep_value()
    store(page, [raw[1], raw[0], *raw[2:]])
    outcome = check("--only", "/afloat/")
    assert outcome.code == 1
    assert outcome.imperfect() == {"words"}


def test_a_card_that_leads_elsewhere_is_found(check) -> None:
    replace_in(AFLOAT, "https://tides.example.org/", "https://ebb.example.org/")
    outcome = check("--only", "/afloat/")
    assert outcome.imperfect() == {"cards", "links"}
    assert "“Tides today”: leads to https://ebb.example.org/" in outcome.output


def test_text_moved_into_a_legacy_block_is_found(check) -> None:
    page = page_titled(AFLOAT)
    raw = page.body.get_prep_value()
    for block in raw:
        if block["type"] == "paragraph":
            block["type"], block["value"] = "legacy_html", {"html": str(block["value"])}
    store(page, raw)
    assert "legacy" in check("--only", "/afloat/").below()


def test_another_title_is_found(check) -> None:
    page = page_titled(AFLOAT)
    page.title = "Everything sunk"
    page.save()
    outcome = check("--only", "/afloat/")
    assert outcome.imperfect() == {"titles"}
    assert "“Everything afloat” is “Everything sunk”" in outcome.output


def test_markdown_is_measured_like_html(check) -> None:
    replace_in(NOTES, "Seven blasts", "Six blasts")
    outcome = check("--only", "/services/notes")
    assert outcome.imperfect() == {"words", "numbers"}
    assert "7. Seven blasts" in outcome.output
