"""Tables, with and without a header.

The HTML is the output of kramdown 2.4 with Jekyll's settings.
"""

import pytest

from portal.isomer.markdown import to_html
from tests.isomer.html_tree import tree


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "a | b",
            "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "|a|b|\n|-|-|\n|c|d|",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
            "<tbody>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "|a|\n|:-:|\n|b|",
            '<table>\n<thead>\n<tr>\n<th style="text-align: center">a</th>\n'
            '</tr>\n</thead>\n<tbody>\n<tr>\n<td style="text-align: '
            'center">b</td>\n</tr>\n</tbody>\n</table>',
        ),
        (
            "a|b\nno pipe",
            "<p>a|b\nno pipe</p>",
        ),
        (
            "a\nb|c",
            "<p>a\nb|c</p>",
        ),
        (
            "|a\\|b|c|",
            "<table>\n<tbody>\n<tr>\n<td>a|b</td>\n<td>c</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "|`a|b`|c|",
            "<table>\n<tbody>\n<tr>\n<td><code>a|b</code></td>\n<td>c</td>\n"
            "</tr>\n</tbody>\n</table>",
        ),
        (
            "|a|b|\n|c|",
            "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n"
            "<td>c</td>\n<td>\u00a0</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "|a|\n|-|\n|b|\n|-|\n|c|\n|=|\n|d|",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
            "<td>b</td>\n</tr>\n</tbody>\n<tbody>\n<tr>\n<td>c</td>\n</tr>\n"
            "</tbody>\n<tfoot>\n<tr>\n<td>d</td>\n</tr>\n</tfoot>\n</table>",
        ),
        (
            "|-|-|\n|a|b|",
            "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "|a|b|\n{: .x}",
            '<table class="x">\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>',
        ),
        (
            "| |a|\n|-|-|\n|b||",
            "<table>\n<thead>\n<tr>\n<th>\u00a0</th>\n<th>a</th>\n</tr>\n</thead>\n"
            "<tbody>\n<tr>\n<td>b</td>\n<td>\u00a0</td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "|a|b|\ntext",
            "<p>|a|b|\ntext</p>",
        ),
        (
            "text\n|a|b|",
            "<p>text\n|a|b|</p>",
        ),
        (
            "|[a](b)|<br>|**c**|",
            '<table>\n<tbody>\n<tr>\n<td><a href="b">a</a></td>\n<td><br '
            "/></td>\n<td><strong>c</strong></td>\n</tr>\n</tbody>\n</table>",
        ),
    ],
)
def test_kramdowns_meaning(markdown, html):
    assert tree(to_html(markdown)) == tree(html)
