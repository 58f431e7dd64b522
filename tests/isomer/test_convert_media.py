"""Pictures, films, frames, cards, tables, accordions, and what no block stands for."""

import pytest

from portal.isomer.converter.model import ImageRef, LinkRef


def only(blocks):
    (block,) = blocks
    return block


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('style="width: 100%"', "full"),
        ('style="width: 70%;" width="100%"', "large"),
        ('style="max-width:50%"', "medium"),
        ('width="30%"', "small"),
        ('width="200"', "small"),
        ('style="width:600px;height:1px"', "large"),
        ('height="3"', "full"),
        ('width="abc"', "full"),
    ],
)
def test_a_picture_has_the_size_the_source_gives(blocks_of, attributes, size):
    block = only(
        blocks_of(f'<div class="isomer-image-wrapper"><img {attributes} alt="" src="/a.png"></div>')
    )
    assert block["value"]["size"] == size


@pytest.mark.parametrize(
    ("alt", "decorative", "text"),
    [('alt="A pier"', False, "A pier"), ('alt=""', True, ""), ("", True, "")],
)
def test_a_picture_without_a_text_is_decoration(blocks_of, alt, decorative, text):
    image = only(blocks_of(f'<img src="/a.png" {alt}>'))["value"]["image"]
    assert (image["decorative"], image["alt_text"]) == (decorative, text)


def test_a_linked_picture_keeps_its_link(blocks_of):
    html = '<a class="isomer-image-wrapper" href="/x"><img src="/a.png" alt="y"></a>'
    assert only(blocks_of(html))["value"]["link"] == LinkRef("/x", 1)


def test_a_picture_in_a_paragraph_parts_it(blocks_of):
    blocks = blocks_of('<p>one <b><img src="/a.png" alt="x"> two</b></p>')
    assert [b["type"] for b in blocks] == ["paragraph", "image", "paragraph"]
    assert blocks[2]["value"] == "<p><b>two</b></p>"


def test_a_figure_s_caption_belongs_to_its_picture(blocks_of):
    html = '<figure><img src="/a.png" alt="x"><figcaption>A <em>pier</em></figcaption></figure>'
    assert only(blocks_of(html))["value"]["caption"] == "<p>A <i>pier</i></p>"


@pytest.mark.parametrize(
    ("src", "url"),
    [
        (
            "https://www.youtube.com/embed/abcdefghijk?si=x",
            "https://www.youtube.com/watch?v=abcdefghijk",
        ),
        (
            "//www.youtube-nocookie.com/embed/abcdefghijk",
            "https://www.youtube.com/watch?v=abcdefghijk",
        ),
        ("http://youtu.be/abcdefghijk", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("https://player.vimeo.com/video/123456789?h=1", "https://vimeo.com/123456789"),
    ],
)
def test_frames_of_films_become_videos_named_by_the_heading_above(blocks_of, src, url):
    blocks = blocks_of(
        f'<h2>The film</h2><div class="iframe-wrapper"><iframe src="{src}"></iframe></div>'
    )
    assert blocks[1]["type"] == "video"
    assert (blocks[1]["value"]["url"], blocks[1]["value"]["title"]) == (url, "The film")


def test_a_frame_of_a_known_host_is_embedded(blocks_of):
    block = only(
        blocks_of('<iframe src="https://form.gov.sg/1" title="Form" height="900"></iframe>')
    )
    assert block == {
        "type": "embed",
        "value": {"url": "https://form.gov.sg/1", "title": "Form", "height": "tall"},
    }


@pytest.mark.parametrize("src", ["https://evil.example/x", "http://evil.example/x"])
def test_a_frame_of_another_host_becomes_a_link(blocks_of, warnings_of, src):
    html = f'<iframe src="{src}" title="A map"></iframe>'
    assert only(blocks_of(html))["value"] == f'<p><a href="{src}" data-line="1">A map</a></p>'
    assert warnings_of(html) == [("embed-unknown", src, 1)]


@pytest.mark.parametrize("src", ["", "javascript:alert(1)", "data:text/html,x", "//", "https://"])
def test_a_frame_without_a_usable_address_is_removed(blocks_of, warnings_of, src):
    html = f'<p>a</p><iframe src="{src}"></iframe>'
    assert [b["type"] for b in blocks_of(html)] == ["paragraph"]
    assert warnings_of(html)[0][0] == "frame-removed"


CARD = """
<div class="isomer-card-grid"><a href="/x" class="isomer-card"><div class="isomer-card-image">
<div class="isomer-image-wrapper"><img alt="Pier" src="/a.png"></div></div>
<div class="isomer-card-body"><div class="isomer-card-title">Berths</div>
<div class="isomer-card-description">They are
long.</div><div class="isomer-card-link">Read</div></div></a>
<div class="isomer-card"><div class="isomer-card-body"><div class="isomer-card-title">Cranes</div>
</div></div></div>"""


def test_a_card_grid(blocks_of):
    block = only(blocks_of(CARD))
    first, second = block["value"]["cards"]
    assert block["value"]["columns"] == "2"
    assert first == {
        "image": {"image": ImageRef("/a.png", 3, "Pier"), "decorative": False, "alt_text": "Pier"},
        "title": "Berths",
        "description": "They are long.",
        "link": LinkRef("/x", 2),
        "link_label": "Read",
    }
    assert (second["title"], second["link"], second["image"]["image"]) == ("Cranes", None, None)


def test_cards_on_one_line_and_pretty_printed_are_the_same(blocks_of):
    def shape(html):
        cards = only(blocks_of(html))["value"]["cards"]
        return [(card["title"], card["description"], card["link_label"]) for card in cards]

    assert shape(CARD.replace("\n", " ")) == shape(CARD)


def test_a_card_without_a_title_is_completed_and_reported(blocks_of, warnings_of):
    html = '<a class="isomer-card" href="/x"><div class="isomer-card-description">Words</div></a>'
    card = only(blocks_of(html))["value"]["cards"][0]
    assert (card["title"], card["description"]) == ("Words", "")
    assert warnings_of(html)[0][0] == "card-incomplete"


def test_words_beside_the_parts_of_a_card_are_kept(blocks_of):
    html = (
        '<div class="isomer-card">before<div class="isomer-card-title">T</div>'
        '<div class="isomer-card-description">D</div>after</div>'
    )
    card = only(blocks_of(html))["value"]["cards"][0]
    assert card["description"] == "before\nD\nafter"


def test_a_table_with_merged_cells_headings_and_a_caption(blocks_of):
    html = """<table><caption>Fees</caption>
    <thead><tr><th colspan="2">Ship</th><th>Fee</th></tr></thead>
    <tr><td rowspan="2">a</td><td>b</td><td><p>1</p><ul><li>x</li></ul></td></tr>
    <tr><td>c</td><td>2</td></tr></table>"""
    value = only(blocks_of(html))["value"]
    assert value["header"] == "row"
    assert value["merged"] == "A1:B1, A2:A3"
    assert value["table"]["caption"] == "Fees"
    assert [row["values"] for row in value["table"]["rows"]] == [
        ["<p>Ship</p>", "", "<p>Fee</p>"],
        ["<p>a</p>", "<p>b</p>", "<p>1</p><ul><li>x</li></ul>"],
        ["", "<p>c</p>", "<p>2</p>"],
    ]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ("<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>", "none"),
        ("<tr><td><b>a</b></td><td><b>b</b></td></tr><tr><td>c</td><td>d</td></tr>", "row"),
        ("<tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr>", "column"),
        ("<tr><th>a</th><th>b</th></tr><tr><th>c</th><td>d</td></tr>", "both"),
    ],
)
def test_what_heads_a_table(blocks_of, rows, header):
    assert only(blocks_of(f"<table>{rows}</table>"))["value"]["header"] == header


def test_a_picture_stays_in_its_cell_and_a_film_follows_the_table(blocks_of):
    html = """<table><tr><th>a <img src="/a.png" alt="x"></th><td>b
    <iframe src="https://youtu.be/abcdefghijk"></iframe></td></tr></table>"""
    table, video = blocks_of(html, "Films")
    assert table["value"]["table"]["rows"][0]["values"][0] == (
        '<p>a</p><embed data-src="/a.png" data-line="1" alt="x"/>'
    )
    assert video["type"] == "video"


@pytest.mark.parametrize(
    ("html", "types"),
    [
        ("<table><tr><td><p>a</p></td></tr></table>", ["paragraph"]),
        (
            '<table><tr><td><img src="/a.png"></td><td><img src="/b.png"></td></tr></table>',
            ["gallery"],
        ),
        ("<table></table>", []),
    ],
)
def test_a_table_that_only_arranges_is_dissolved(blocks_of, html, types):
    assert [block["type"] for block in blocks_of(html)] == types


def test_a_table_in_a_table_becomes_lines(blocks_of):
    html = (
        "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>"
    )
    rows = only(blocks_of(html))["value"]["table"]["rows"]
    assert rows == [{"values": ["<p>a</p><p>b c</p>", "<p>d</p>"]}]


def test_details_become_one_accordion(blocks_of):
    html = """<div class="isomer-accordion isomer-accordion-white">
    <details class="isomer-details"><summary><b>Who?</b></summary>
    <div class="isomer-details-content"><h3>Ships</h3><p>a</p></div></details>
    <details><summary>When?</summary>b<blockquote>c</blockquote></details></div>"""
    items = only(blocks_of(html))["value"]["items"]
    assert [item["title"] for item in items] == ["Who?", "When?"]
    assert [block["type"] for block in items[0]["content"]] == ["heading", "paragraph"]
    assert items[0]["content"][0]["value"]["level"] == "h2"
    assert [block["type"] for block in items[1]["content"]] == ["paragraph", "quote"]


def test_a_button(blocks_of):
    block = only(blocks_of('<a href="/x" class="bp-sec-button is-uppercase"><span>Go</span></a>'))
    assert block["type"] == "button"
    assert block["value"]["label"] == "Go"


def test_what_is_unknown_keeps_its_words(blocks_of, warnings_of):
    form = '<form onsubmit="x()"><p>Name <input name="n"></p><script>alert(1)</script></form>'
    block = only(blocks_of(form))
    assert block["type"] == "legacy_html"
    assert block["value"]["html"] == "<p>Name </p>"
    assert "legacy-html" in [code for code, *_ in warnings_of(form)]
    assert only(blocks_of("<object>Only words</object>"))["value"] == "<p>Only words</p>"
    assert only(blocks_of("<my-tag>Own words</my-tag>"))["value"] == "<p>Own words</p>"


def test_scripts_styles_comments_and_handlers_are_gone(blocks_of, warnings_of):
    html = """<style>p{}</style><script>alert(1)</script><!-- secret -->
    <p onclick="x()">a</p><svg onload="x()"></svg>"""
    assert only(blocks_of(html))["value"] == "<p>a</p>"
    assert ("script-removed", "4 times", 1) in warnings_of(html)
