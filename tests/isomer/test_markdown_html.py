"""HTML between and around Markdown.

The HTML is the output of kramdown 2.4 with Jekyll's settings.
"""

import pytest

from portal.isomer.markdown import to_html
from tests.isomer.html_tree import tree


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "<p>*a*</p>",
            "<p>*a*</p>",
        ),
        (
            "<p>*a*</p>*b*",
            "<p>*a*</p>\n<p><em>b</em></p>",
        ),
        (
            "<div>\n\n*a*\n\n</div>\n*b*",
            "<div>\n*a*\n</div>\n<p><em>b</em></p>",
        ),
        (
            "<div>a\n\n*b*",
            "<div>a\n*b*\n</div>",
        ),
        (
            "<div><p>a</div>\n\nb",
            "<div><p>a&lt;/div&gt;\nb\n</p></div>",
        ),
        (
            '<div markdown="1">\n*a*\n</div>',
            "<div>\n<p><em>a</em></p>\n</div>",
        ),
        (
            '<p markdown="1">*a*</p>',
            "<p><em>a</em></p>",
        ),
        (
            '<div markdown="span">*a*</div>',
            "<div><em>a</em></div>",
        ),
        (
            '<table><tr><td markdown="1">\n*a*\n</td></tr></table>',
            "<table><tr><td>\n<p><em>a</em></p>\n</td></tr></table>",
        ),
        (
            "</div>\na",
            "<p>&lt;/div&gt;\na</p>",
        ),
        (
            "<p style=a:b>c</p>",
            "<p>&lt;p style=a:b&gt;c&lt;/p&gt;</p>",
        ),
        (
            "<P ALIGN=center>a</P>",
            '<p align="center">a</p>',
        ),
        (
            "<hr>\na",
            "<hr />\n<p>a</p>",
        ),
        (
            "<br>\n*a*",
            "<p><br />\n<em>a</em></p>",
        ),
        (
            "a\n<p>b</p>\nc",
            "<p>a</p>\n<p>b</p>\n<p>c</p>",
        ),
        (
            "<script>\na < b && c\n</script>",
            "<script>\na < b && c\n</script>",
        ),
        (
            "<div>a & b &amp; c < d</div>",
            "<div>a &amp; b &amp; c &lt; d</div>",
        ),
        (
            "<!-- a\n\nb -->\nc",
            "<!-- a\nb -->\n<p>c</p>",
        ),
        (
            '<iframe src="a"></iframe>',
            '<iframe src="a"></iframe>',
        ),
        (
            "<div />\na",
            "<div />\n<p>a</p>",
        ),
        (
            "<center>*a*</center>",
            "<center>*a*</center>",
        ),
        (
            "{: .x}\n<p>a</p>",
            '<p class="x">a</p>',
        ),
        (
            "<details><summary>a</summary>\n\n*b*\n\n</details>",
            "<details><summary>a</summary>\n*b*\n</details>",
        ),
    ],
)
def test_kramdowns_meaning(markdown, html):
    assert tree(to_html(markdown)) == tree(html)
