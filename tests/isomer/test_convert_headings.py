"""Headings with links, pictures and raised figures."""

import pytest

from portal.isomer.converter.model import LinkRef


def headings(blocks):
    return [block["value"] for block in blocks if block["type"] == "heading"]


def test_a_heading_that_is_a_link_stays_one(blocks_of, warnings_of):
    html = '<h2><a href="/x">Read <b>on</b></a></h2><p>y</p>'
    (heading,) = headings(blocks_of(html))
    assert (heading["text"], heading["link"]) == ("Read on", LinkRef("/x", 1))
    assert warnings_of(html) == []


def test_a_link_around_a_heading_is_its_link(blocks_of):
    heading, text = blocks_of('<a href="/x"><h2>Ships</h2><p>y</p></a>')
    assert heading["value"]["link"] == LinkRef("/x", 1)
    assert text["value"] == '<p><a href="/x" data-line="1">y</a></p>'


def test_a_link_of_some_words_spans_the_heading_and_is_reported(blocks_of, warnings_of):
    html = '<h2>See <a href="/x">the plan</a></h2><p>y</p>'
    (heading,) = headings(blocks_of(html))
    assert (heading["text"], heading["link"]) == ("See the plan", LinkRef("/x", 1))
    assert warnings_of(html) == [("link-in-heading", "/x", 1)]


def test_further_links_follow_the_heading(blocks_of):
    html = '<h2><a href="/x">One</a> and <a href="/y">two</a></h2><p>z</p>'
    heading, text = blocks_of(html)
    assert (heading["value"]["text"], heading["value"]["link"].href) == ("One and two", "/x")
    assert text["value"] == '<p><a href="/y" data-line="1">two</a></p><p>z</p>'


@pytest.mark.parametrize(
    ("html", "text", "codes"),
    [
        ("CO<sub>2</sub>", "CO₂", []),
        ("5 km<sup>2</sup>, 10<sup>-3</sup>", "5 km², 10⁻³", []),
        ("The 21<sup>st</sup> harbour", "The 21st harbour", []),
        ("x<sup>abc</sup>", "xabc", ["formatting-lost"]),
        ("a<br>b", "a b", []),
        ("<i>a</i> <strong>b</strong>", "a b", []),
    ],
)
def test_raised_figures_become_characters(blocks_of, warnings_of, html, text, codes):
    source = f"<h2>{html}</h2><p>y</p>"
    assert [heading["text"] for heading in headings(blocks_of(source))] == [text]
    assert [code for code, *_ in warnings_of(source)] == codes


def test_a_picture_in_a_heading_follows_it(blocks_of):
    blocks = blocks_of('<h2><img src="/a.png" alt="x">Ships</h2><p>y</p>')
    assert [block["type"] for block in blocks] == ["heading", "image", "paragraph"]


def test_a_heading_that_is_too_long_keeps_its_links(blocks_of, warnings_of):
    html = f'<h2>{"long " * 60}<a href="/x">end</a></h2><p>y</p>'
    (text,) = blocks_of(html)
    assert text["value"].endswith('<a href="/x" data-line="1">end</a></b></p><p>y</p>')
    assert [code for code, *_ in warnings_of(html)] == ["heading-long"]


def test_words_of_a_second_link_stay_apart(blocks_of):
    html = '<h2><a href="/a">one</a> <a href="/b">two<br>th<b>re</b>e</a></h2><p>x</p>'
    found = blocks_of(html)
    assert found[0]["value"]["text"] == "one two three"
    assert ">two three</a>" in found[1]["value"]
