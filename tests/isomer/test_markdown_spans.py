"""Words within a block: emphasis, links, code, quotes, HTML.

The HTML is the output of kramdown 2.4 with Jekyll's settings.
"""

import pytest

from portal.isomer.markdown import to_html
from tests.isomer.html_tree import tree


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "**a**b",
            "<p><strong>a</strong>b</p>",
        ),
        (
            "** a **",
            "<p>** a **</p>",
        ),
        (
            "a_b_c",
            "<p>a_b_c</p>",
        ),
        (
            "_a_b_",
            "<p><em>a_b</em></p>",
        ),
        (
            "***a***",
            "<p><strong><em>a</em></strong></p>",
        ),
        (
            "**a *b***",
            "<p><strong>a <em>b</em></strong></p>",
        ),
        (
            "*a **b***",
            "<p><em>a <strong>b</strong></em></p>",
        ),
        (
            "**a",
            "<p>**a</p>",
        ),
        (
            "`` a`b ``",
            "<p><code>a`b</code></p>",
        ),
        (
            "` a `",
            "<p>` a `</p>",
        ),
        (
            "\"a\" 'b'",
            "<p>“a” ‘b’</p>",
        ),
        (
            "'90s",
            "<p>’90s</p>",
        ),
        (
            "a's",
            "<p>a’s</p>",
        ),
        (
            "\"'a' b\"",
            "<p>“‘a’ b”</p>",
        ),
        (
            '**"a"**.',
            "<p><strong>“a”</strong>.</p>",
        ),
        (
            "a--b---c...",
            "<p>a–b—c…</p>",
        ),
        (
            "<<a>>",
            "<p>«a»</p>",
        ),
        (
            "&copy; &no; &#65;",
            "<p>© &amp;no; A</p>",
        ),
        (
            "a & b < c",
            "<p>a &amp; b &lt; c</p>",
        ),
        (
            "<http://a.b/?c=1&d=2>",
            '<p><a href="http://a.b/?c=1&amp;d=2">http://a.b/?c=1&amp;d=2</a></p>',
        ),
        (
            "<a@b.c>",
            '<p><a href="mailto:a@b.c">a@b.c</a></p>',
        ),
        (
            "http://a.b/c_d_e",
            "<p>http://a.b/c_d_e</p>",
        ),
        (
            "[a](b c)",
            '<p><a href="b c">a</a></p>',
        ),
        (
            '[a](<b> "t")',
            '<p><a href="b" title="t">a</a></p>',
        ),
        (
            "[a](b (c) d)",
            '<p><a href="b (c) d">a</a></p>',
        ),
        (
            "[a [b] c](d)",
            '<p><a href="d">a [b] c</a></p>',
        ),
        (
            "[a][b]\n\n[b]: c 'd'",
            '<p><a href="c" title="d">a</a></p>',
        ),
        (
            "[B]\n\n[b]: c",
            '<p><a href="c">B</a></p>',
        ),
        (
            "[a]",
            "<p>[a]</p>",
        ),
        (
            '![a "b"](c)',
            '<p><img src="c" alt="a &quot;b&quot;" /></p>',
        ),
        (
            "[![a](b)](c)",
            '<p><a href="c"><img src="b" alt="a" /></a></p>',
        ),
        (
            '[a](b){:target="_blank"}',
            '<p><a href="b" target="_blank">a</a></p>',
        ),
        (
            "*a*{: .x}",
            '<p><em class="x">a</em></p>',
        ),
        (
            "a{: .x}",
            "<p>a{: .x}</p>",
        ),
        (
            "![a](b){: .x}",
            '<p><img src="b" alt="a" class="x" /></p>',
        ),
        (
            "~~a~~",
            "<p><del>a</del></p>",
        ),
        (
            "<b>*a*</b>",
            "<p><b><em>a</em></b></p>",
        ),
        (
            "<u>*a*</u>",
            "<p><u>*a*</u></p>",
        ),
        (
            '<span markdown="0">*a*</span>',
            "<p><span>*a*</span></p>",
        ),
        (
            "<b>a",
            "<p><b>a</b></p>",
        ),
        (
            "a</b>",
            "<p>a&lt;/b&gt;</p>",
        ),
        (
            "<br>a<BR/>b",
            "<p><br />a<br />b</p>",
        ),
        (
            "a <div>b</div>",
            "<p>a &lt;div&gt;b&lt;/div&gt;</p>",
        ),
        (
            "a <!-- b --> c",
            "<p>a <!-- b --> c</p>",
        ),
        (
            "<a href='b'>c</a>{: .x}",
            '<p><a href="b" class="x">c</a></p>',
        ),
        (
            "[^1]\n\n[^1]: a",
            '<p><sup id="fnref:1" role="doc-noteref"><a href="#fn:1" '
            'class="footnote" rel="footnote">1</a></sup></p>\n<div '
            'class="footnotes" role="doc-endnotes">\n<ol>\n<li id="fn:1" '
            'role="doc-endnote">\n<p>a\u00a0<a href="#fnref:1" '
            'class="reversefootnote" role="doc-backlink">&#8617;</a></p>\n'
            "</li>\n</ol>\n</div>",
        ),
        (
            "[^1] [^1]\n\n[^1]: a\n\n    b",
            '<p><sup id="fnref:1" role="doc-noteref"><a href="#fn:1" '
            'class="footnote" rel="footnote">1</a></sup> <sup '
            'id="fnref:1:1" role="doc-noteref"><a href="#fn:1" '
            'class="footnote" rel="footnote">1</a></sup></p>\n<div '
            'class="footnotes" role="doc-endnotes">\n<ol>\n<li id="fn:1" '
            'role="doc-endnote">\n<p>a</p>\n<p>b\u00a0<a href="#fnref:1" '
            'class="reversefootnote" role="doc-backlink">&#8617;</a>\u00a0<a '
            'href="#fnref:1:1" class="reversefootnote" '
            'role="doc-backlink">&#8617;<sup>2</sup></a></p>\n</li>\n</ol>\n'
            "</div>",
        ),
        (
            "[^1]",
            "<p>[^1]</p>",
        ),
        (
            "\\*a\\* 1\\. \\a",
            "<p>*a* 1. \\a</p>",
        ),
        (
            "a{::comment}b{:/comment}c",
            "<p>a<!-- b -->c</p>",
        ),
    ],
)
def test_kramdowns_meaning(markdown, html):
    assert tree(to_html(markdown)) == tree(html)
