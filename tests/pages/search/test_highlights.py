"""Found words are marked, quoted where they stand, and never run as code."""

import pytest

from pages.search.highlights import LENGTH, excerpt, marked
from pages.search.query import parse


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Harbour lights", "harbour", "<mark>Harbour</mark> lights"),
        ("Two ferries", "ferry", "Two <mark>ferries</mark>"),
        ("The Ministry’s café", "ministry cafe", "The <mark>Ministry’s</mark> <mark>café</mark>"),
        ("新海港开放", "海港", "新<mark>海港</mark>开放"),
        ("Write an e-mail", "email", "Write an <mark>e-mail</mark>"),
        ("Harbours", "harb", "Harbours"),
        ("<b>Bold</b> & <i>", "bold", "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; &amp; &lt;i&gt;"),
        ("<mark>no</mark>", "other", "&lt;mark&gt;no&lt;/mark&gt;"),
    ],
)
def test_words_are_marked_and_the_rest_is_escaped(text, query, expected) -> None:
    assert marked(text, parse(query)) == expected


def test_an_unfinished_word_marks_the_whole_word() -> None:
    assert marked("Harbours", parse("harb").with_open_end()) == "<mark>Harbours</mark>"


def test_the_summary_is_shown_while_it_has_a_found_word() -> None:
    query = parse("isles")
    assert excerpt("To the isles.", "Isles, isles.", query) == "To the <mark>isles</mark>."
    assert excerpt("Elsewhere.", "To the isles.", query) == "To the <mark>isles</mark>."
    assert excerpt("Elsewhere.", "No word.", query) == "Elsewhere."
    assert excerpt("", "No word.", query) == "No word."


def test_a_long_text_is_quoted_where_most_of_the_words_stand() -> None:
    filler = "Nothing of interest stands here at all. " * 30
    text = f"{filler}A lamp. {filler}The lamp of the harbour burns. {filler}"
    found = excerpt("", text, parse("lamp harbour"))
    assert "The <mark>lamp</mark> of the <mark>harbour</mark> burns." in found
    assert found.startswith("…") and found.endswith("…")
    assert len(found) < LENGTH + 40
