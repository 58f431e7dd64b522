"""Whole bodies mean what kramdown makes of them.

`kramdown/NAME.html` is the output of kramdown 2.4 with Jekyll's settings for `kramdown/NAME.md`,
without colours for code. White space between blocks and in text does not count.
"""

import re
from pathlib import Path

import pytest

from portal.isomer.markdown import to_html
from tests.isomer.html_tree import tree

BODIES = sorted(Path(__file__).with_name("kramdown").glob("*.md"))


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_a_body_is_what_kramdown_makes_of_it(path):
    expected = path.with_suffix(".html").read_text("utf-8")
    assert tree(to_html(path.read_text("utf-8"))) == tree(expected)


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_windows_lines_make_no_difference(path):
    source = path.read_text("utf-8")
    assert to_html(source.replace("\n", "\r\n")) == to_html(source)


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_words_stay_on_their_lines(path):
    """Each line that begins with a word of its own has it on the same line of the HTML."""
    source = path.read_text("utf-8").split("\n")
    result = to_html("\n".join(source)).split("\n")
    moved = []
    # Notes stand at the end of the page, wherever they were written.
    is_note = False
    for number, line in enumerate(source):
        is_note = line.startswith("[^") or (is_note and (not line or line.startswith("    ")))
        match = re.match(r"[A-Z][a-z]{3,}", line)
        if not match or is_note or sum(match.group() in other for other in source) > 1:
            continue
        places = [place for place, other in enumerate(result) if match.group() in other]
        if places and number not in places:
            moved.append((number, match.group(), places))
    assert moved == []


def test_there_are_bodies_to_compare():
    assert len(BODIES) >= 12
