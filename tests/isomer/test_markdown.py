"""Markdown with kramdown's meaning."""

import re

import pytest

from portal.isomer.markdown import to_html


def compact(markdown: str) -> str:
    return re.sub(r"\n+", "", to_html(markdown))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("#Heading", "<p>#Heading</p>"),
        ("## Heading ##", '<h2 id="heading">Heading</h2>'),
        ("## Heading {#place}", '<h2 id="place">Heading</h2>'),
        ("Heading\n=======", '<h1 id="heading">Heading</h1>'),
        ("2\\.  Second", "<p>2.  Second</p>"),
        ("5. five\n6. six", "<ol><li>five</li><li>six</li></ol>"),
        ('{:start="5"}\n5. five', '<ol start="5"><li>five</li></ol>'),
        ('5. five\n{:start="5"}', '<ol start="5"><li>five</li></ol>'),
        ("{:start=”5”}\n5. five", "<ol><li>five</li></ol>"),
        ("Words\n{: .lead #top}", '<p class="lead" id="top">Words</p>'),
        ('[a](/b){:target="_blank"}.', '<p><a href="/b" target="_blank">a</a>.</p>'),
        ("<a href='/b'>a</a>{:target=\"_blank\"}.", '<p><a href="/b" target="_blank">a</a>.</p>'),
        ("**a**{: .x}.", '<p><strong class="x">a</strong>.</p>'),
        ("text {: .x}", "<p>text {: .x}</p>"),
        ("one  \ntwo", "<p>one<br />two</p>"),
        ('"a" isn\'t -- b...', "<p>“a” isn’t – b…</p>"),
        ("a | b", "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
        (
            "a|b\n-|-\n1|2",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        ),
        ("a | b\nno pipe", "<p>a | bno pipe</p>"),
    ],
)
def test_rendering(markdown, html):
    assert compact(markdown) == html


def test_an_html_block_ends_at_its_closing_tag_not_at_a_blank_line():
    source = "<div>\n\n**not bold**\n\n<div>inner</div>\n</div>\n\n**bold**"
    assert compact(source).endswith(
        "**not bold**<div>inner</div></div><p><strong>bold</strong></p>"
    )


def test_elements_on_one_line_belong_together_as_far_as_they_reach():
    html = '<h2>a</h2><p>b,\n<a href="/c">c</a></p>'
    assert to_html(html).strip() == html


def test_an_inline_tag_at_the_start_of_a_line_begins_a_paragraph():
    assert compact("<strong>a</strong> *b*") == "<p><strong>a</strong> <em>b</em></p>"


def test_every_construct_stays_on_its_line():
    lines = to_html("one\n\ntwo\n\n# three\n\n1. four\n2. five\n\n<p>\nsix</p>\n\nseven\n").split(
        "\n"
    )
    places = {
        word: number
        for number, line in enumerate(lines, start=1)
        for word in re.findall(r"one|two|three|four|five|six|seven", line)
    }
    assert places == {
        "one": 1, "two": 3, "three": 5, "four": 7, "five": 8, "six": 11, "seven": 13,
    }  # fmt: skip
