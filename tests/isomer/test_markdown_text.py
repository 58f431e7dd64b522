"""Paragraphs, headings, quotations, code and attribute lists.

The HTML is the output of kramdown 2.4 with Jekyll's settings.
"""

import pytest

from portal.isomer.markdown import to_html
from tests.isomer.html_tree import tree


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "a  \nb",
            "<p>a<br />\nb</p>",
        ),
        (
            "a\\\nb",
            "<p>a<br />\nb</p>",
        ),
        (
            "a \nb",
            "<p>a\nb</p>",
        ),
        (
            "a\n  b",
            "<p>a\nb</p>",
        ),
        (
            "\u00a0\u00a0\u00a0\u00a0a",
            "<p>\u00a0\u00a0\u00a0\u00a0a</p>",
        ),
        (
            "a\n# b",
            '<p>a</p>\n<h1 id="b">b</h1>',
        ),
        (
            "a\n> b",
            "<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>",
        ),
        (
            "a\n```\nb\n```",
            "<p>a</p>\n<pre><code>b\n</code></pre>",
        ),
        (
            "a\n===",
            '<h1 id="a">a</h1>',
        ),
        (
            "a\nb\n===",
            "<p>a\nb\n===</p>",
        ),
        (
            "## a {#x}",
            '<h2 id="x">a</h2>',
        ),
        (
            "### a\n### a",
            '<h3 id="a">a</h3>\n<h3 id="a-1">a</h3>',
        ),
        (
            '# "A" & b\'s',
            '<h1 id="a--bs">“A” &amp; b’s</h1>',
        ),
        (
            "* * *",
            "<hr />",
        ),
        (
            "--",
            "<p>–</p>",
        ),
        (
            'a\n{: .x #y title="z"}',
            '<p class="x" id="y" title="z">a</p>',
        ),
        (
            "{: .x}\na",
            '<p class="x">a</p>',
        ),
        (
            "{: .x}\n\na",
            "<p>a</p>",
        ),
        (
            "a\n\n{: .x}\n\nb",
            '<p>a</p>\n<p class="x">b</p>',
        ),
        (
            "{:k: .x}\na\n{: k}",
            '<p class="x">a</p>',
        ),
        (
            "> a\nb\n\n> c",
            "<blockquote>\n<p>a\nb</p>\n</blockquote>\n<blockquote>\n<p>c</p>\n</blockquote>",
        ),
        (
            "    a\n\n    b",
            "<pre><code>a\n\nb\n</code></pre>",
        ),
        (
            "\ta",
            "<pre><code>a\n</code></pre>",
        ),
        (
            "~~~ js\na\n~~~",
            '<pre><code class="language-js">a\n</code></pre>',
        ),
        (
            "```\nnever closed",
            "<p>```\nnever closed</p>",
        ),
        (
            "{::comment}\na\n{:/comment}\nb",
            "<!-- a -->\n<p>b</p>",
        ),
        (
            "*[AB]: Any body\n\nAB ABC",
            '<p><abbr title="Any body">AB</abbr> ABC</p>',
        ),
        (
            "$$\na\n$$",
            "\\[a\\]",
        ),
        (
            "a $$b$$",
            "<p>a \\(b\\)</p>",
        ),
    ],
)
def test_kramdowns_meaning(markdown, html):
    assert tree(to_html(markdown)) == tree(html)
