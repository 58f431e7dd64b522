"""Accordions and cards with everything that may stand in them."""

import pytest

from portal.isomer.converter.model import LinkRef


def only(blocks):
    (block,) = blocks
    return block["value"]


def parts(blocks):
    return [(item["title"], item["content"]) for item in only(blocks)["items"]]


def test_an_accordion_holds_what_a_page_holds(blocks_of, warnings_of):
    html = """<details><summary>A</summary><h3>b</h3><p>c</p><blockquote>d</blockquote>
    <iframe src="https://form.gov.sg/1" title="e"></iframe><hr>
    <img src="/a.png" alt="f"><img src="/b.png" alt="g"><table><tr><td>h</td><td>i</td></tr></table>
    <a class="isomer-card" href="/x"><div class="isomer-card-title">j</div></a>
    <p><a href="/files/a.pdf">k</a></p></details>"""
    ((_, content),) = parts(blocks_of(html))
    assert [block["type"] for block in content] == [
        "heading", "paragraph", "quote", "embed", "divider", "gallery", "table", "card_grid",
        "downloads",
    ]  # fmt: skip
    assert "accordion-flattened" not in [code for code, *_ in warnings_of(html)]


def test_an_accordion_in_an_accordion_becomes_headings(blocks_of, warnings_of):
    html = "<details><summary>A</summary>b<details><summary>C</summary>d</details></details>"
    ((title, content),) = parts(blocks_of(html))
    assert title == "A"
    assert [(b["type"], b["value"]) for b in content] == [
        ("paragraph", "<p>b</p>"),
        ("heading", {"text": "C", "level": "h2", "anchor": ""}),
        ("paragraph", "<p>d</p>"),
    ]
    assert warnings_of(html)[0][0] == "accordion-flattened"


def test_repairs_reach_into_accordions(blocks_of):
    html = "<details><summary>A</summary><p><b>B</b></p><p>• c</p><p>• d</p><hr></details>"
    ((_, content),) = parts(blocks_of(html))
    assert [block["type"] for block in content] == ["heading", "paragraph"]
    assert content[1]["value"] == "<ul><li>c</li><li>d</li></ul>"


def test_a_link_and_a_picture_in_a_summary_open_its_part(blocks_of):
    html = (
        '<details id="d"><summary><h3>See <a href="/x">this</a></h3><img src="/a.png" alt="x">'
        "</summary><p>b</p></details>"
    )
    ((title, content),) = parts(blocks_of(html))
    assert title == "See this"
    assert [block["type"] for block in content] == ["image", "paragraph"]
    assert content[1]["value"] == (
        '<p><span id="d"></span><a href="/x" data-line="1">See this</a></p><p>b</p>'
    )


def test_an_accordion_of_checkboxes(blocks_of, warnings_of):
    html = """<ul class="jekyllcodex_accordion"><li><input id="accordion1" type="checkbox">
    <label for="accordion1">Who <b>may</b>?</label><div><p>All</p><ul><li>a</li></ul></div></li>
    <li><input type="checkbox"><label>When?</label><div>Now</div></li><li>b</li></ul>"""
    accordion, text = blocks_of(html)
    assert [(i["title"], i["content"][0]["value"]) for i in accordion["value"]["items"]] == [
        ("Who may?", '<p><span id="accordion1"></span>All</p><ul><li>a</li></ul>'),
        ("When?", "<p>Now</p>"),
    ]
    assert text["value"] == "<p>b</p>"
    assert warnings_of(html) == []


def test_a_card_with_more_than_its_three_parts(blocks_of, warnings_of):
    html = """<div class="isomer-card"><div class="isomer-card-image"><img src="/a.png" alt="x"></div>
    <div class="isomer-card-body"><div class="isomer-card-title">A</div>
    <div class="isomer-card-description"><p>b</p><ul><li>c</li></ul></div>
    <div class="isomer-card-tag">d</div>
    <div class="isomer-card-link"><a href="/x">Go</a></div></div>
    <iframe src="https://form.gov.sg/1" title="e"></iframe><img src="/b.png" alt="y"></div>"""
    grid, embed, image = blocks_of(html)
    (card,) = grid["value"]["cards"]
    assert (card["title"], card["description"], card["link_label"]) == ("A", "b\nc\nd", "Go")
    assert card["link"] == LinkRef("/x", 5)
    assert card["image"]["alt_text"] == "x"
    assert (embed["type"], image["type"]) == ("embed", "image")
    assert warnings_of(html) == []


def test_further_links_of_a_card_are_reported(warnings_of):
    html = """<a class="isomer-card" href="/x"><div class="isomer-card-title">A</div></a>
    <div class="isomer-card"><div class="isomer-card-title"><a href="/y">B</a></div>
    <div class="isomer-card-description"><a href="/z">c</a></div></div>"""
    assert warnings_of(html) == [("link-in-card", "/z", 3)]


def test_what_stands_between_cards_follows_the_grid(blocks_of):
    card = '<a class="isomer-card" href="/x"><div class="isomer-card-title">A</div></a>'
    html = f'<div class="isomer-card-grid">{card}<p>between</p>{card}</div>'
    grid, text = blocks_of(html)
    assert len(grid["value"]["cards"]) == 2
    assert text["value"] == "<p>between</p>"


def test_words_on_both_sides_of_a_card_stay_apart(blocks_of):
    (text,) = blocks_of('<div class="isomer-card-grid">one<div class="isomer-card"></div>two</div>')
    assert text["value"] == "<p>one two</p>"


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ('a<img class="btn" src="/x.png">b', ["paragraph", "image", "paragraph"]),
        ('<h2 class="btn">a</h2>', ["heading"]),
        ('<p class="btn">a</p><h3 class="isomer-card">b</h3>', ["paragraph", "heading"]),
        ('<table class="isomer-card"><tr><td>a</td><td>b</td></tr></table>', ["table"]),
        ('<iframe class="btn" src="https://youtu.be/abcdefghijk"></iframe>', ["video"]),
    ],
)
def test_an_element_is_what_its_name_says_whatever_its_class(blocks_of, html, kinds):
    assert [block["type"] for block in blocks_of(html)] == kinds
