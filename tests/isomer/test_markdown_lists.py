"""Lists: where they begin, go on and part.

The HTML is the output of kramdown 2.4 with Jekyll's settings.
"""

import pytest

from portal.isomer.markdown import to_html
from tests.isomer.html_tree import tree


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            '1. one\n2. two\n\n{:start="3"}\n3. three',
            '<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n<ol start="3">\n<li>three</li>\n</ol>',
        ),
        (
            "- a\n\n- b\n- c",
            "<ul>\n<li>\n<p>a</p>\n</li>\n<li>b</li>\n<li>c</li>\n</ul>",
        ),
        (
            "- a\n- b\n\n- c",
            "<ul>\n<li>a</li>\n<li>\n<p>b</p>\n</li>\n<li>c</li>\n</ul>",
        ),
        (
            "* a\n\n  b\n* c",
            "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>",
        ),
        (
            "1. a\n   - b\n     - c",
            "<ol>\n<li>a\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n</ol>",
        ),
        (
            "- a\nlazy",
            "<ul>\n<li>a\nlazy</li>\n</ul>",
        ),
        (
            "- a\n\nno longer lazy",
            "<ul>\n<li>a</li>\n</ul>\n<p>no longer lazy</p>",
        ),
        (
            "- a\n    - b\n  - c",
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</li>\n</ul>",
        ),
        (
            "-\ta\n-\tb",
            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
        ),
        (
            "- a\n\n\n- b",
            "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>",
        ),
        (
            "-   a\n\n    b",
            "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>",
        ),
        (
            "1. a\n1. b\n\n10. c",
            "<ol>\n<li>a</li>\n<li>\n<p>b</p>\n</li>\n<li>c</li>\n</ol>",
        ),
        (
            "- a\n* b\n+ c",
            "<ul>\n<li>a</li>\n<li>b</li>\n<li>c</li>\n</ul>",
        ),
        (
            "1) a",
            "<p>1) a</p>",
        ),
        (
            "- a\n---\nb",
            '<ul>\n<li>\n<h2 id="a">a</h2>\n<p>b</p>\n</li>\n</ul>',
        ),
        (
            "- a\n\n---",
            "<ul>\n<li>a</li>\n</ul>\n<hr />",
        ),
        (
            "* a\n{: .x}\n* b",
            '<ul class="x">\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>',
        ),
        (
            "- {: .x} a\n- b",
            '<ul>\n<li class="x">a</li>\n<li>b</li>\n</ul>',
        ),
        (
            "- a\n{: .list}",
            '<ul class="list">\n<li>a</li>\n</ul>',
        ),
        (
            "a\n- b",
            "<p>a</p>\n<ul>\n<li>b</li>\n</ul>",
        ),
        (
            "- [ ] open\n- [x] done",
            '<ul class="task-list">\n<li class="task-list-item"><input '
            'type="checkbox" class="task-list-item-checkbox" '
            'disabled="disabled" />open</li>\n<li '
            'class="task-list-item"><input type="checkbox" '
            'class="task-list-item-checkbox" disabled="disabled" '
            'checked="checked" />done</li>\n</ul>',
        ),
        (
            "- a\n^\n- b",
            "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>",
        ),
        (
            "- # a\n- b",
            '<ul>\n<li>\n<h1 id="a">a</h1>\n</li>\n<li>b</li>\n</ul>',
        ),
        (
            "-a",
            "<p>-a</p>",
        ),
        (
            "1.a",
            "<p>1.a</p>",
        ),
        (
            "- a\n<div>b</div>",
            "<ul>\n<li>a</li>\n</ul>\n<div>b</div>",
        ),
        (
            "term\n: meaning",
            "<dl>\n<dt>term</dt>\n<dd>meaning</dd>\n</dl>",
        ),
        (
            "one\ntwo\n: both",
            "<dl>\n<dt>one</dt>\n<dt>two</dt>\n<dd>both</dd>\n</dl>",
        ),
        (
            "term\n\n: apart",
            "<dl>\n<dt>term</dt>\n<dd>\n<p>apart</p>\n</dd>\n</dl>",
        ),
        (
            "- a\n\n      code",
            "<ul>\n  <li>\n    <p>a</p>\n\n    <pre><code>code\n</code></pre>\n  </li>\n</ul>",
        ),
        (
            "   - a\n   - b",
            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
        ),
    ],
)
def test_kramdowns_meaning(markdown, html):
    assert tree(to_html(markdown)) == tree(html)
