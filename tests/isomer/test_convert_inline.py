"""Characters, lines and odd elements inside text."""

import pytest


def rich(blocks):
    return [block["value"] for block in blocks if block["type"] == "paragraph"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><o:p>one</o:p> <st1:place>two</st1:place> <my-tag>three</my-tag></p>", "<p>one two three</p>"),
        ("<p>a <q>b</q> c</p>", "<p>a “b” c</p>"),
        ("<p><ruby>漢<rt>kan</rt></ruby></p>", "<p>漢(kan)</p>"),
        ("<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>", "<p>漢(kan)</p>"),
        ('<p><abbr title="x">AB</abbr> <mark>m</mark> <font size="2">f</font></p>', "<p>AB m f</p>"),
        ("<pre>one\n  two\nthree</pre>", "<p>one<br/>two<br/>three</p>"),
        ("<pre><code>a\nb\n</code></pre>", "<p>a<br/>b</p>"),
        ("<p>a\u2028b c\u0002d\u0000e</p>", "<p>a b cde</p>"),
        ("<p>&nbsp;&nbsp;&nbsp;a&nbsp;&nbsp;b</p>", "<p>a b</p>"),
        ("<address>1 Quay<br>Port</address>", "<p>1 Quay<br/>Port</p>"),
        ("<dl><dt>A<dd>b<dt>C<dd>d</dl>", "<p><b>A</b></p><p>b</p><p><b>C</b></p><p>d</p>"),
        (
            '<a href="/x"><div>a<p>b</p></div></a>',
            '<p><a href="/x" data-line="1">a</a></p><p><a href="/x" data-line="1">b</a></p>',
        ),
        (
            '<a href="/x"><ul><li>a</li></ul></a>',
            '<ul><li><a href="/x" data-line="1">a</a></li></ul>',
        ),
        ("<center>a</center><dialog>b</dialog><marquee>c</marquee>", "<p>a</p><p>b</p><p>c</p>"),
        ("<svg><text>a</text><desc>b</desc></svg>", "<p>ab</p>"),
        ("<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "<p>x=2</p>"),
        (
            '<map><area href="/x" alt="North"><area href="/y" alt=""></map>',
            '<p><a href="/x" data-line="1">North</a></p><p><a href="/y" data-line="1">/y</a></p>',
        ),
    ],
)  # fmt: skip
def test_text(blocks_of, html, expected):
    assert rich(blocks_of(html)) == [expected]


def test_a_link_without_anything_to_see_is_reported(blocks_of, warnings_of):
    html = '<p>a <a href="/x"></a><a href="/y"> </a> <a href="/z"><b>c</b></a></p>'
    assert rich(blocks_of(html)) == ['<p>a <b><a href="/z" data-line="1">c</a></b></p>']
    assert warnings_of(html) == [("link-empty", "/x", 1), ("link-empty", "/y", 1)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>- a</p><p>- b</p>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>– a<br>– b</p>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>o a</p><p>o b</p><p>c</p>", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<p>Three:<br>• a<br>• b<br>more</p>", "<p>Three:</p><ul><li>a</li><li>b<br/>more</li></ul>"),
        ("<p>\uf0b7 a</p>", "<ul><li>a</li></ul>"),
        ("<p>➢ a</p>", "<ul><li>a</li></ul>"),
        ("<p>•</p><p>• a</p>", "<ul><li>a</li></ul>"),
        ("<p>- a</p><p>b</p>", "<p>- a</p><p>b</p>"),
        ("<p>-5 degrees</p><p>-6 degrees</p>", "<p>-5 degrees</p><p>-6 degrees</p>"),
        ("<p>one</p><p>o</p>", "<p>one</p><p>o</p>"),
    ],
)  # fmt: skip
def test_typed_bullets(blocks_of, html, expected):
    assert rich(blocks_of(html)) == [expected]


def test_a_dash_below_a_quote_is_its_author(blocks_of):
    quote, text = blocks_of("<blockquote><p>a</p></blockquote><p>- Jo Tan</p><p>- b</p>")
    assert quote["value"]["attribution"] == "<p>Jo Tan</p>"
    assert text["value"] == "<p>- b</p>"


def test_a_form_keeps_its_words_apart(blocks_of):
    html = "<form><label>Name</label><select><option>A</option><option>B</option></select></form>"
    (legacy,) = blocks_of(html)
    assert legacy["value"]["html"].split() == ["Name", "A", "B"]


def test_a_form_around_a_page_is_no_form(blocks_of):
    html = "<form><h2>a</h2><p>b</p><input></form>"
    assert [block["type"] for block in blocks_of(html)] == ["heading", "paragraph"]


def test_a_button_that_holds_more_than_words_loses_nothing(blocks_of):
    html = '<a class="bp-button" href="/x">a<details><summary>b</summary>c</details></a>'
    text, accordion = blocks_of(html)
    assert text["value"] == '<p><a href="/x" data-line="1">a</a></p>'
    assert accordion["value"]["items"][0]["title"] == "b"


def test_a_button_s_class_on_something_else_means_nothing(blocks_of):
    assert rich(blocks_of('a<div class="btn">b</div>c')) == ["<p>a</p><p>b</p><p>c</p>"]
