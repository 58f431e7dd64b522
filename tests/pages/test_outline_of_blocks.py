"""Blocks that show a title as a heading belong to the outline of their page."""

from pages.blocks.stream import StrategyStoryBlock
from pages.outline import Entry, outline

BLOCK = StrategyStoryBlock()


def heading(text: str, level: str = "h2") -> dict:
    return {"type": "heading", "value": {"level": level, "text": text}}


def test_a_titled_block_is_a_main_heading() -> None:
    stream = BLOCK.to_python(
        [
            heading("What we want"),
            heading("In detail", "h3"),
            {"type": "goals", "value": {"title": "Goals", "items": []}},
            heading("A closer look", "h4"),
        ]
    )

    assert outline(stream) == [
        Entry("What we want", 2, "what-we-want"),
        Entry("In detail", 3, "in-detail"),
        Entry("Goals", 2, "goals"),
        Entry("A closer look", 3, "a-closer-look"),
    ]
    assert stream[2].value.anchor_id == "goals"


def test_a_block_without_its_title_is_no_heading() -> None:
    stream = BLOCK.to_python([{"type": "milestones", "value": {"title": "", "items": []}}])

    assert outline(stream) == []


def test_headings_in_an_accordion_are_ranked_but_not_listed() -> None:
    item = {"title": "Who can apply?", "content": [heading("Groups", "h4")]}
    stream = BLOCK.to_python([heading("Groups"), {"type": "accordion", "value": {"items": [item]}}])

    assert [entry.text for entry in outline(stream)] == ["Groups"]
    inner = stream[1].value["items"][0]["content"][0].value
    assert (inner.tag, inner.anchor_id) == ("h3", "groups-2")


def test_a_heading_may_have_several_names_and_a_link() -> None:
    link = {"url": "https://www.example.org/"}
    value = {"level": "h2", "text": "What we want", "anchor": "aims old:aims", "link": link}
    stream = BLOCK.to_python([{"type": "heading", "value": value}])

    assert outline(stream) == [Entry("What we want", 2, "aims")]
    assert stream[0].render().strip() == (
        '<h2 id="aims"><span id="old:aims"></span>'
        '<a href="https://www.example.org/">What we want</a></h2>'
    )
