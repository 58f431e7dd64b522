"""Places that links lead to: headings, paragraphs, items, cells, notes; and lists' numbers."""

import pytest


def rich(blocks):
    return [block["value"] for block in blocks if block["type"] == "paragraph"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p id="a">x</p>', '<p><span id="a"></span>x</p>'),
        ('<p>x <a name="a"></a>y</p>', '<p><span id="a"></span>x y</p>'),
        ('<a id="a" name="b"></a><p>x</p>', '<p><span id="a"></span><span id="b"></span>x</p>'),
        ('<p>x</p><div id="a"></div>', '<p><span id="a"></span>x</p>'),
        ('<ul><li id="a">x</li></ul>', '<ul><li><span id="a"></span>x</li></ul>'),
        ('<ul id="l"><li>x</li></ul>', '<ul><li><span id="l"></span>x</li></ul>'),
        ('<p id="a">x</p><p id="a">y</p>', '<p><span id="a"></span>x</p><p>y</p>'),
        ('<p><a name="_Toc1"></a>x</p>', "<p>x</p>"),
        ('<p id="a b">x</p>', "<p>x</p>"),
    ],
)
def test_names_stand_where_their_text_begins(blocks_of, html, expected):
    assert rich(blocks_of(html)) == [expected]


def test_a_name_of_a_picture_waits_for_the_next_text(blocks_of):
    _, text = blocks_of('<img id="a" src="/a.png" alt="x"><p>x</p>')
    assert text["value"] == '<p><span id="a"></span>x</p>'


def test_names_of_a_table_its_rows_and_cells(blocks_of):
    html = '<table id="t"><tr><td>a</td><td>b</td></tr><tr id="r"><td></td><td id="c">d</td></tr></table>'
    (table,) = blocks_of(html)
    assert [row["values"] for row in table["value"]["table"]["rows"]] == [
        ['<p><span id="t"></span>a</p>', "<p>b</p>"],
        ["", '<p><span id="r"></span><span id="c"></span>d</p>'],
    ]


@pytest.mark.parametrize(
    ("html", "anchor"),
    [
        ('<h2 id="own">Ships</h2>', "own"),
        ('<h2 id="ships">Ships</h2>', ""),
        ('<a name="old"></a><h2 id="own">Ships</h2>', "own old"),
        ('<h2><a name="in"></a>Ships</h2>', "in"),
        ('<p><a href="#whos-there">x</a></p><h2>Who’s There</h2>', ""),
        ('<p><a href="#a--b">x</a></p><h2>A &amp; B</h2>', "a--b"),
        ("<h2>A &amp; B</h2>", ""),
    ],
)
def test_headings_keep_the_names_that_the_page_would_not_make(blocks_of, html, anchor):
    (heading,) = [block for block in blocks_of(html) if block["type"] == "heading"]
    assert heading["value"]["anchor"] == anchor


def test_headings_of_markdown_keep_the_ids_that_kramdown_made(blocks_of):
    html = "<h2>A &amp; B</h2><p>x</p><h2>Ships</h2><p>x</p><h2>Ships</h2><p>x</p>"
    found = [b["value"]["anchor"] for b in blocks_of(html, markdown=True) if b["type"] == "heading"]
    assert found == ["a--b", "", "ships-1"]


def test_the_name_of_a_heading_that_repeats_the_title_moves_to_the_text(blocks_of):
    html = '<p><a href="#plan">x</a></p>'
    (text,) = blocks_of(f'<h2 id="the-plan">Plan</h2>{html}', "Plan")
    assert text["value"].startswith('<p><span id="the-plan"></span>')


def test_footnotes_lead_to_their_notes_and_back(blocks_of, warnings_of):
    html = """<p>Ships<sup id="fnref:1"><a href="#fn:1" class="footnote">1</a></sup> sail.</p>
    <div class="footnotes"><ol><li id="fn:1"><p>All. <a href="#fnref:1" class="reversefootnote">↩</a>
    </p></li></ol></div>"""
    assert rich(blocks_of(html)) == [
        '<p><span id="fnref:1"></span>Ships<sup><a href="#fn:1" data-line="1">1</a></sup> sail.</p>'
        '<ol><li><span id="fn:1"></span>All. <a href="#fnref:1" data-line="2">↩</a></li></ol>'
    ]
    assert warnings_of(html) == []


def test_a_link_to_a_place_that_is_not_there_is_reported(warnings_of):
    assert warnings_of('<p><a href="#no">x</a> <a href="#top">y</a></p>') == [
        ("anchor-lost", "#no", 1)
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<ol start="7"><li>a</li></ol>',
        '<ol start="0"><li>a</li></ol>',
        '<ol start="2" type="a"><li>a</li></ol>',
        '<ol type="I" reversed=""><li>a</li></ol>',
        '<ul><li>x<ol start="3"><li>a</li></ol></li></ul>',
    ],
)
def test_lists_keep_their_numbers(blocks_of, warnings_of, html):
    assert rich(blocks_of(html)) == [html]
    assert warnings_of(html) == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<ol start="x"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        (
            '<ol><li>a</li><li value="5">b</li><li>c</li></ol>',
            '<ol><li>a</li></ol><ol start="5"><li>b</li><li>c</li></ol>',
        ),
        (
            '<ol style="list-style-type: lower-alpha"><li>a</li></ol>',
            '<ol type="a"><li>a</li></ol>',
        ),
        (
            "<ol><li>a</li><li></li><li>c</li></ol>",
            '<ol><li>a</li></ol><ol start="3"><li>c</li></ol>',
        ),
        (
            "<ol reversed><li>a</li><li></li><li>c</li></ol>",
            '<ol start="3" reversed=""><li>a</li></ol><ol reversed=""><li>c</li></ol>',
        ),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>a<li>b</li>c</ul>", "<ul><li>a</li><li>b<br/>c</li></ul>"),
    ],
)
def test_odd_lists(blocks_of, html, expected):
    assert rich(blocks_of(html)) == [expected]


def test_a_picture_in_an_item_parts_the_list_and_its_numbers_go_on(blocks_of):
    html = '<ol><li>a</li><li>b<img src="/a.png" alt="x">still b</li><li>c</li></ol>'
    assert [
        block["value"] if block["type"] == "paragraph" else block["type"]
        for block in blocks_of(html)
    ] == [
        "<ol><li>a</li><li>b</li></ol>",
        "image",
        '<p>still b</p><ol start="3"><li>c</li></ol>',
    ]


def test_numbers_go_on_after_every_part_of_a_list(blocks_of):
    parted = '<li>x<img src="/a.png" alt="x"></li>'
    html = f"<ol>{parted}<li>b</li>{parted}{parted}<li>e</li></ol>"
    assert [block["value"] for block in blocks_of(html) if block["type"] == "paragraph"] == [
        "<ol><li>x</li></ol>",
        '<ol start="2"><li>b</li><li>x</li></ol>',
        '<ol start="4"><li>x</li></ol>',
        '<ol start="5"><li>e</li></ol>',
    ]


def test_an_item_that_begins_with_a_picture_keeps_its_number(blocks_of):
    html = '<ol><li>a</li><li><img src="/a.png" alt="x">b</li><li>c</li></ol>'
    assert [block["value"] for block in blocks_of(html) if block["type"] == "paragraph"] == [
        "<ol><li>a</li></ol>",
        '<ol start="2"><li>b</li><li>c</li></ol>',
    ]


def test_every_link_to_a_lost_place_is_told(warnings_of):
    html = '<p><a href="#gone">one</a></p>\n<p><a href="#gone">two</a></p>'
    assert warnings_of(html) == [("anchor-lost", "#gone", 1), ("anchor-lost", "#gone", 2)]
