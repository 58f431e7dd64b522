"""The reference reading of Markdown agrees with kramdown, whose results stand here."""

import pytest

from portal.fidelity.reading.collect import read
from portal.fidelity.reading.dialect import SOURCE
from portal.fidelity.reading.model import Content
from portal.fidelity.reading.walk import parse
from portal.fidelity.reading.words import words
from portal.fidelity.source.documents import Document, Kind
from portal.fidelity.source.markdown import Reference


def content(body: str, **front: str) -> Content:
    html = Reference().html(Document("a.md", Kind.PAGE, dict(front), body, "/a/"))
    root = parse(html)
    assert root is not None
    return read(root, SOURCE)


def numbers(body: str) -> list[tuple[int, str]]:
    return [(item.number, item.opening) for item in content(body).items]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("3. a\n4. b\n", [(1, "a"), (2, "b")]),
        ('3. a\n4. b\n{:start="3"}\n', [(3, "a"), (4, "b")]),
        ('1. a\n2. b\n\n3. c\n{:start="5"}\n', [(5, "a"), (6, "b"), (7, "c")]),
        ('1. a\n\n{:start="2"}\n2. b\n', [(1, "a"), (2, "b")]),
        ('{:start="4"}\n4. a\n\ntext\n\n1. b\n', [(4, "a"), (1, "b")]),
        ("1. a\n\ntext\n\n2. b\n", [(1, "a"), (1, "b")]),
        ("1. a\n   - x\n2. b\n    1. i\n    2. ii\n3. c\n",
         [(1, "a x"), (2, "b i ii"), (1, "i"), (2, "ii"), (3, "c")]),
        ("text\n1. a\n2. b\n", [(1, "a"), (2, "b")]),
        ("2\\. a\n\n3\\. b\n", []),
        ("1.  a\n    more\n\n    * x\n2.  b\n", [(1, "a more x"), (2, "b")]),
        ("1. a\n<p>html</p>\n2. b\n", [(1, "a"), (1, "b")]),
    ],
)  # fmt: skip
def test_lists(body: str, expected: list[tuple[int, str]]) -> None:
    assert numbers(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("|a|b|\n|c|d|\n", [["a", "b"], ["c", "d"]]),
        ("a | b\n--|--\n1 | 2\n", [["a", "b"], ["1", "2"]]),
        ("|a|b|\n|---|---|\n|c|d|\n|---|---|\n|e|f|\n", [["a", "b"], ["c", "d"], ["e", "f"]]),
    ],
)
def test_tables(body: str, expected: list[list[str]]) -> None:
    assert content(body).tables == [expected]


def test_a_pipe_in_one_of_two_lines_is_no_table() -> None:
    assert content("with | pipe\nwithout\n").tables == []


def test_headings_and_their_ids() -> None:
    read_one = content("# A (b) & c\ntext\n## D {#own}\n\nE\n---\n#F\n")
    assert [(heading.level, heading.text) for heading in read_one.headings] == [
        (1, "A b c"),
        (2, "D"),
        (2, "E"),
    ]
    assert {"a-b--c", "own", "e"} <= read_one.anchors


def test_html_is_taken_as_it_is() -> None:
    body = "<div>\n\n1. no list\n\n</div>\n\n*em* after\n"
    assert content(body).items == []
    assert words(content(body).text) == ["1", "no", "list", "em", "after"]


def test_attribute_lists_leave_no_trace() -> None:
    body = '[go](/x/){:target="_blank" rel="x"} and *em*{: .c}\n{: .d #here}\n'
    assert words(content(body).text) == ["go", "and", "em"]
    assert [link.href for link in content(body).links] == ["/x/"]
    assert "here" in content(body).anchors


def test_liquid_that_has_one_meaning_is_carried_out() -> None:
    body = "[a]({{ site.baseurl }}/x/) [b]({{ '/y/' | relative_url }}) {% include z.html %} c\n"
    assert [link.href for link in content(body).links] == ["/x/", "/y/"]
    assert words(content(body).text) == ["a", "b", "c"]


def test_footnotes_are_words_with_links() -> None:
    read_one = content("text[^a] more\n\n[^a]: The note.\n")
    assert words(read_one.text) == ["text1", "more", "The", "note"]
    assert [link.href for link in read_one.links] == ["#fn:a"]


def test_a_footnote_that_nothing_refers_to_is_left_out() -> None:
    assert words(content("text\n\n[^a]: The note.\n").text) == ["text"]


def test_a_table_that_begins_behind_a_paragraph_ends_with_its_tag() -> None:
    body = "<p>one</p><table><tr>\n<td>two</td></tr>\n</table><p>three</p>\n\n*four*\n"
    assert content(body).tables == [[["two"]]]
    assert words(content(body).text) == ["one", "two", "three", "four"]


def test_the_editors_html_is_no_markdown() -> None:
    body = "<p>one</p>\n\n    <p>two</p>\n"
    assert words(content(body, variant="tiptap").text) == ["one", "two"]
