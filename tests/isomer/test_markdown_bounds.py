"""No body takes more than time in proportion to its length, and none is too deep to read."""

import time

import pytest

from portal.isomer.markdown import to_html

LENGTH = 200_000
#: Seconds of this process; ordinary text of this length takes a few tenths.
PATIENCE = 12


def seconds(body: str) -> float:
    begun = time.process_time()
    to_html(body)
    return time.process_time() - begun


@pytest.mark.parametrize(
    "piece",
    [
        "> ", "- ", "* ", "1. ", "  - a\n", "a\n\n", "[", "![", "[a](", '[a](b "', "*a ", "**a _b ",
        "_a *b [c ", "`", "``a`", "<", "<a b='", "<b>", "<b>*a ", "<i>_a <b>**c ", "<div>\n",
        "<div markdown='1'>\n", "<div markdown='0'>", "<!--", "<?", "<http://a", "{:", "{:a\n",
        "{::comment}\n", "~~a ", "~~~\n```a\n", "$$\n\n", "a|b\n", "|`\n", "\t", "[^a]: b\n",
        "[a]: b\n", "*[a]: b\n", "a\n: b\n", "'\"", "&", "\\", "^\n", "<script>\n",
    ],
)  # fmt: skip
def test_repetition(piece):
    assert seconds(piece * (LENGTH // len(piece)) + "x") < PATIENCE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("> ", ""), ("- ", ""), ("- > ", ""), ("*", "*"), ("_*", "*_"), ("[", "]"),
        ("[", "](a)"), ("![", "](a)"), ("<b>", "</b>"), ("<div>", "</div>"),
        ("<div markdown='1'>\n", "</div>\n"),
    ],
)  # fmt: skip
def test_depth(before, after):
    body = before * 10_000 + "kernel" + after * 10_000
    assert seconds(body) < PATIENCE
    assert "kernel" in to_html(body)


def test_deep_lists_by_indentation():
    body = "".join(f"{'  ' * depth}- word{depth}\n" for depth in range(300))
    html = to_html(body)
    assert all(f"word{depth}" in html for depth in range(300))
