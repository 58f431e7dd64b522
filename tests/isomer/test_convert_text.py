"""Text, headings, lists and quotes; and the repairs of what only looked like them."""

import pytest

from tests.isomer.repository import words


def paragraphs(blocks):
    return [block["value"] for block in blocks if block["type"] == "paragraph"]


def headings(blocks):
    return [
        (block["value"]["level"], block["value"]["text"])
        for block in blocks
        if block["type"] == "heading"
    ]


@pytest.mark.parametrize(
    ("html", "rich"),
    [
        ("<p>a <strong>b</strong> <em>c</em></p>", "<p>a <b>b</b> <i>c</i></p>"),
        ("<p>H<sub>2</sub>O x<sup>2</sup></p>", "<p>H<sub>2</sub>O x<sup>2</sup></p>"),
        ("<p><span style='color:red'><u>a</u></span></p>", "<p>a</p>"),
        ("<p>\n a\n  b&nbsp;&nbsp; c\n</p>", "<p>a b c</p>"),
        ("<p>S$&nbsp;5</p>", "<p>S$\u00a05</p>"),
        ("<p>a<br>b<br></p>", "<p>a<br/>b</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
        ("a <b>b</b> c", "<p>a <b>b</b> c</p>"),
        ("<div><p>a</p>b</div>", "<p>a</p><p>b</p>"),
        (
            '<p><em>Note: <a href="/x">this</a> and that</em></p>',
            '<p><i>Note: <a href="/x" data-line="1">this</a> and that</i></p>',
        ),
        (
            '<p><a href="/x">one <b>two</b></a></p>',
            '<p><a href="/x" data-line="1">one <b>two</b></a></p>',
        ),
        ('<p><a href="/x">link</a>to</p>', '<p><a href="/x" data-line="1">link</a>to</p>'),
        ("<ul><li><p>a</p></li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        (
            "<ol><li>a<ul><li>b</li></ul></li></ol>",
            "<ol><li>a<ul><li>b</li></ul></li></ol>",
        ),
        ('<ol start="3"><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br/>b</li></ul>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p><b>a</b></p><p>b</p>"),
    ],
)
def test_rich_text(blocks_of, html, rich):
    assert paragraphs(blocks_of(html)) == [rich]


def test_neighbouring_paragraphs_and_lists_share_a_block(blocks_of):
    assert paragraphs(blocks_of("<p>a</p><ul><li>b</li></ul><p>c</p>")) == [
        "<p>a</p><ul><li>b</li></ul><p>c</p>"
    ]


def test_empty_paragraphs_are_removed_and_counted(blocks_of, warnings_of):
    html = "<p></p><p>a</p>\n<p>&nbsp;</p><p>\n<br>\n</p>"
    assert paragraphs(blocks_of(html)) == ["<p>a</p>"]
    assert warnings_of(html) == [("empty-paragraph", "3 times", 1)]


@pytest.mark.parametrize(
    ("tags", "levels"),
    [
        ("h2 h4 h3 h3", "h2 h3 h3 h3"),
        ("h3 h3 h4 h4 h3", "h2 h2 h3 h3 h2"),
        ("h1 h2 h3 h4 h5", "h2 h3 h4 h4 h4"),
        ("h5 h2 h1", "h2 h2 h2"),
    ],
)
def test_headings_start_at_the_second_level_without_gaps(blocks_of, tags, levels):
    html = "".join(f"<{tag}>x{n}</{tag}><p>y</p>" for n, tag in enumerate(tags.split()))
    assert [level for level, _ in headings(blocks_of(html))] == levels.split()


def test_bold_around_a_whole_heading_is_dropped(blocks_of):
    assert headings(blocks_of("<h2><strong>a b</strong></h2>")) == [("h2", "a b")]


def test_a_heading_that_repeats_the_title_is_removed(blocks_of, warnings_of):
    html = "<h2>The  plan</h2><p>a</p>"
    assert headings(blocks_of(html, "The Plan")) == []
    assert warnings_of(html, "The Plan")[0][0] == "heading-repeats-title"
    assert headings(blocks_of(html, "The Plan 2")) == [("h2", "The plan")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>• a</p><p>•b</p><p>c</p>", ["<ul><li>a</li><li>b</li></ul><p>c</p>"]),
        ("<p>• a<br>• b</p>", ["<ul><li>a</li><li>b</li></ul>"]),
        ("<p><b>•</b> <i>a</i></p>", ["<ul><li><i>a</i></li></ul>"]),
        ("<p>a • b</p>", ["<p>a • b</p>"]),
    ],
)
def test_bullet_paragraphs_become_a_list(blocks_of, html, expected):
    assert paragraphs(blocks_of(html)) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<p><b>All of a sentence in bold.</b></p><p>x</p>",
        "<p><b>In three steps:</b></p><p>x</p>",
        "<p><b>and</b></p><p>x</p>",
        "<p><b>-End-</b></p><p>x</p>",
        "<p><b>Last words</b></p>",
        '<p><b><a href="/x">Back</a></b></p><p>x</p>',
        "<p><b>Partly</b> bold</p><p>x</p>",
    ],
)
def test_bold_that_is_no_heading_stays_text(blocks_of, html):
    assert headings(blocks_of(html)) == []


def test_a_bold_paragraph_becomes_a_heading_below_the_last_one(blocks_of, warnings_of):
    html = (
        "<h3>One</h3><p>x</p><p><strong><u>Two</u></strong><br><br>y</p><p><b>Three</b></p><p>z</p>"
    )
    assert headings(blocks_of(html)) == [("h2", "One"), ("h3", "Two"), ("h3", "Three")]
    assert ("bold-heading", "Two", 1) in warnings_of(html)


def test_lines_at_the_ends_and_in_a_row_are_dropped(blocks_of):
    types = [b["type"] for b in blocks_of("<hr><p>a</p><hr><hr><p>b</p><hr>")]
    assert types == ["paragraph", "divider", "paragraph"]


def test_a_quote_takes_the_paragraph_below_it_that_names_its_author(blocks_of, warnings_of):
    html = '<blockquote><p>“We dig.”</p></blockquote><p>- The <a href="/m">master</a></p><p>- x</p>'
    quote, rest = blocks_of(html)
    assert quote["value"] == {
        "text": "<p>“We dig.”</p>",
        "attribution": '<p>The <a href="/m" data-line="1">master</a></p>',
        "portrait": None,
    }
    assert rest["value"] == "<p>- x</p>"
    assert ("attribution-joined", "The master", 1) in warnings_of(html)


def test_a_quote_s_own_last_line_can_name_its_author(blocks_of):
    (quote,) = blocks_of("<blockquote><p>a</p><p>— b</p></blockquote>")
    assert (quote["value"]["text"], quote["value"]["attribution"]) == ("<p>a</p>", "<p>b</p>")


def test_an_item_that_holds_a_picture_parts_its_list(blocks_of):
    blocks = blocks_of('<ol><li>a</li><li>b<img src="/i.png" alt="x"></li><li>c</li></ol>')
    assert [b["type"] for b in blocks] == ["paragraph", "image", "paragraph"]
    assert blocks[0]["value"] == "<ol><li>a</li><li>b</li></ol>"
    assert blocks[2]["value"] == '<ol start="3"><li>c</li></ol>'


def test_no_word_is_lost_in_odd_nesting(blocks_of):
    html = (
        "<section>one<article><p>two <span><div>three</div></span> four</p></article>"
        "<center><font>five</font><table><tr><td>six</td></tr></table></center></section>seven"
    )
    text = " ".join(str(block["value"]) for block in blocks_of(html))
    assert words(text) == ["one", "two", "three", "four", "five", "six", "seven"]


def test_ten_thousand_levels_keep_their_text(blocks_of, warnings_of):
    html = "<div><b>" * 10_000 + "deep" + "</b></div>" * 10_000 + "<p>after</p>"
    assert words("".join(paragraphs(blocks_of(html)))) == ["deep", "after"]
    assert warnings_of(html)[0][0] == "nesting"
