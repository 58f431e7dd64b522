import pytest

from pages.blocks.stream import BodyStoryBlock
from pages.outline import Entry, outline

BLOCK = BodyStoryBlock()


def stream(*headings: tuple[str, str]):
    return BLOCK.to_python(
        [{"type": "heading", "value": {"level": level, "text": text}} for level, text in headings]
    )


def test_the_outline_lists_the_headings_in_order() -> None:
    entries = outline(stream(("h2", "Goals"), ("h3", "First goal"), ("h2", "People")))
    assert entries == [
        Entry("Goals", 2, "goals"),
        Entry("First goal", 3, "first-goal"),
        Entry("People", 2, "people"),
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (["h4"], [2]),
        (["h2", "h4"], [2, 3]),
        (["h3", "h4", "h2"], [2, 3, 2]),
        (["h2", "h3", "h4", "h2", "h3"], [2, 3, 4, 2, 3]),
    ],
)
def test_no_rank_is_skipped(written, shown) -> None:
    headings = stream(*((level, f"Heading {n}") for n, level in enumerate(written)))
    assert [entry.level for entry in outline(headings)] == shown
    assert [child.value.tag for child in headings] == [f"h{level}" for level in shown]


def test_headings_with_the_same_words_get_different_names() -> None:
    headings = stream(("h2", "Trust"), ("h2", "Trust"), ("h2", "Trust 2"), ("h2", "Trust"))
    names = [entry.anchor for entry in outline(headings)]
    assert names == ["trust", "trust-2", "trust-2-2", "trust-3"]
    assert [child.value.anchor_id for child in headings] == names


def test_a_heading_keeps_the_name_it_was_given_and_other_scripts_keep_their_letters() -> None:
    given = BLOCK.to_python(
        [
            {"type": "heading", "value": {"level": "h2", "text": "Goals", "anchor": "old-name"}},
            {"type": "heading", "value": {"level": "h2", "text": "目标"}},
            {"type": "heading", "value": {"level": "h2", "text": "!!!"}},
        ]
    )
    assert [entry.anchor for entry in outline(given)] == ["old-name", "目标", "section"]
