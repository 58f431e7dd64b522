"""Numbered paragraphs: what is counted, what is shown, where the anchors are."""

import pytest
from lxml import html

from newsroom.blocks import ReleaseStoryBlock
from newsroom.enums import Numbering
from newsroom.numbering import numbered_parts

BLOCK = ReleaseStoryBlock()


def text(source: str, **fields):
    return {"type": "paragraph", "value": {"text": source, **fields}}


def heading(words: str):
    return {"type": "heading", "value": {"text": words, "level": "h2"}}


def paragraphs(blocks: list[dict], numbering: str, dateline: str = "") -> list[tuple]:
    """(id, words) of each paragraph as it is shown."""
    found = []
    for part in numbered_parts(BLOCK.to_python(blocks), numbering, dateline):
        if part.html is not None:
            root = html.fragment_fromstring(str(part.html), create_parent="div")
            found += [(p.get("id"), p.text_content()) for p in root.iter("p")]
    return found


BODY = [text("<p>Opening</p>"), heading("Why"), text("<p>Second</p><p>Third</p>")]


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        (Numbering.NONE, [(None, "Opening"), (None, "Second"), (None, "Third")]),
        (
            Numbering.ALL,
            [("para-1", "1. Opening"), ("para-2", "2. Second"), ("para-3", "3. Third")],
        ),
        (
            Numbering.AFTER_FIRST,
            [("para-1", "Opening"), ("para-2", "2. Second"), ("para-3", "3. Third")],
        ),
    ],
)
def test_paragraphs_are_counted_through_the_whole_release(numbering, expected) -> None:
    assert paragraphs(BODY, numbering) == expected


def test_a_number_leads_to_its_own_paragraph() -> None:
    part = next(numbered_parts(BLOCK.to_python(BODY), Numbering.ALL))
    assert str(part.html) == (
        '<p id="para-1" class="para"><a class="para-number" href="#para-1">1.</a> Opening</p>'
    )


def test_headings_cards_and_tables_are_not_counted() -> None:
    cards = {"type": "card_grid", "value": {"cards": [{"title": "Card", "link": {}}]}}
    parts = list(numbered_parts(BLOCK.to_python([heading("Why"), cards, *BODY]), Numbering.ALL))
    assert [part.html is None for part in parts] == [True, True, False, True, False]
    assert 'id="para-1"' in parts[2].html


def test_lists_between_paragraphs_are_not_counted() -> None:
    body = [text("<p>One</p><ul><li>a</li><li>b</li></ul><p>Two</p>")]
    assert paragraphs(body, Numbering.ALL) == [("para-1", "1. One"), ("para-2", "2. Two")]


def test_the_count_starts_again_where_a_number_is_given() -> None:
    body = [text("<p>a</p>"), text("<p>b</p><p>c</p>", number=7), text("<p>d</p>")]
    assert [name for name, _ in paragraphs(body, Numbering.ALL)] == [
        "para-1", "para-7", "para-8", "para-9",
    ]  # fmt: skip


def test_a_text_can_stand_outside_the_count() -> None:
    body = [text("<p>a</p>"), text("<p>aside</p>", unnumbered=True), text("<p>b</p>")]
    assert paragraphs(body, Numbering.ALL) == [
        ("para-1", "1. a"),
        (None, "aside"),
        ("para-2", "2. b"),
    ]


@pytest.mark.parametrize(
    ("numbering", "opening"),
    [
        (Numbering.NONE, "Porto Alto – Opening"),
        (Numbering.ALL, "1. Porto Alto – Opening"),
        (Numbering.AFTER_FIRST, "Porto Alto – Opening"),
    ],
)
def test_the_dateline_opens_the_first_paragraph(numbering, opening) -> None:
    shown = paragraphs(BODY, numbering, dateline="Porto Alto")
    assert shown[0][1] == opening
    assert "Porto Alto" not in "".join(words for _, words in shown[1:])


def test_markup_and_entities_survive() -> None:
    body = [
        text(
            '<p><b>Bold</b> &amp; &lt;tag&gt; <a href="https://www.example.org/?a=1&amp;b=2">x</a><br/>y</p>'
        )
    ]
    part = next(iter(numbered_parts(BLOCK.to_python(body), Numbering.NONE)))
    assert str(part.html) == (
        '<p><b>Bold</b> &amp; &lt;tag&gt; <a href="https://www.example.org/?a=1&amp;b=2">x</a><br>y</p>'
    )


def test_a_dateline_cannot_bring_markup() -> None:
    part = next(iter(numbered_parts(BLOCK.to_python(BODY), Numbering.NONE, "<script>")))
    assert "&lt;script&gt;" in part.html
