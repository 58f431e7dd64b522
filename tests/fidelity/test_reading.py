"""How both sides are read: words, sequences, tables, and what of a page is furniture."""

import itertools
import random

import pytest

from portal.fidelity.compare.reported import ImportReport
from portal.fidelity.compare.structures import frame_key
from portal.fidelity.compare.subject import Subject
from portal.fidelity.compare.text import compare_headings
from portal.fidelity.reading.collect import read
from portal.fidelity.reading.dialect import SOURCE
from portal.fidelity.reading.model import Content, Heading, Item
from portal.fidelity.reading.page import read_page
from portal.fidelity.reading.sequences import common
from portal.fidelity.reading.walk import parse
from portal.fidelity.reading.words import words
from portal.fidelity.source.documents import Document, Kind


def content(html: str) -> Content:
    body = parse(html)
    assert body is not None
    return read(body, SOURCE)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("“It’s here” – he said…", '"It\'s here" -- he said...'),
        ("one\u00a0two\u200b", "one two"),
        ("• bullet", "bullet"),
        ("**strong**", "strong"),
        ("ﬁne", "fine"),
        ("two <b>three</b><p>four</p>", "two three four"),
    ],
)
def test_typography_makes_no_difference(first: str, second: str) -> None:
    assert words(first) == words(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("S$1.50", "S$150"), ("foo bar", "foobar"), ("May", "may"), ("a b", "b a")],
)
def test_words_do(first: str, second: str) -> None:
    assert words(first) != words(second)


def longest(first: list[int], second: list[int]) -> int:
    """The length of the longest common subsequence, by the book."""
    table = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for x, own in enumerate(first):
        for y, other in enumerate(second):
            best = max(table[x][y + 1], table[x + 1][y])
            table[x + 1][y + 1] = table[x][y] + 1 if own == other else best
    return table[-1][-1]


def test_the_common_subsequence_is_a_longest_one() -> None:
    chance = random.Random(7)
    for _ in range(300):
        first, second = (
            [chance.randrange(4) for _ in range(chance.randrange(12))] for _ in range(2)
        )
        pairs = common(first, second)
        assert len(pairs) == longest(first, second)
        assert all(first[x] == second[y] for x, y in pairs)
        assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))


def test_two_long_texts_without_a_common_word_take_no_time() -> None:
    assert common(list(range(5000)), list(range(5000, 10000))) == []


def test_merged_cells_stand_in_each_place_they_cover() -> None:
    table = content(
        "<table><tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><td>c</td><td>d</td></tr>"
        "<tr><td></td><td></td><td></td></tr></table>"
    ).tables[0]
    assert table == [["A", "B", "B"], ["A", "c", "d"]]


def test_a_table_in_a_table_is_one_of_its_own() -> None:
    tables = content("<table><tr><td>x<table><tr><td>y</td></tr></table></td></tr></table>").tables
    assert tables == [[["y"]], [["x y"]]]


def test_a_span_of_a_million_cells_stays_small() -> None:
    table = content("<table><tr><td colspan=1000000 rowspan=1000000>x</td></tr></table>").tables[0]
    assert len(table[0]) <= 200


def test_numbers_are_those_a_browser_shows() -> None:
    items = content(
        "<ol start=3><li>a<ol><li>b</li></ol></li><li value=9>c</li><li>d</li></ol>"
    ).items
    assert items == [Item(3, "a b"), Item(1, "b"), Item(9, "c"), Item(10, "d")]


def test_numbers_that_count_down() -> None:
    items = content(
        "<ol reversed><li>a</li><li>b</li></ol><ol start=9 reversed><li>c</li></ol>"
    ).items
    assert items == [Item(2, "a"), Item(1, "b"), Item(9, "c")]


def test_ten_thousand_levels_are_read() -> None:
    assert "deep" in content("<div>" * 10_000 + "deep").text


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=abcdefghijk&t=3",
        "//www.youtube.com/embed/abcdefghijk?rel=0",
        "https://youtu.be/abcdefghijk",
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
    ],
)
def test_a_film_is_one_film_in_every_form(address: str) -> None:
    assert frame_key(address) == ("youtube", "abcdefghijk")


def test_the_furniture_of_a_page_hides_no_loss() -> None:
    page = read_page(
        '<body><nav>Menu words</nav><main><header class="page-head"><h1>The title</h1>'
        '<p class="lead">Lead words</p></header>'
        '<div class="page-side"><nav><a href="#body">Contents words</a></nav></div>'
        '<div class="story"><p>Body words</p>'
        '<div class="poster" data-embed="https://youtu.be/abcdefghijk">'
        '<a class="poster-play" href="https://youtu.be/abcdefghijk">Play video</a></div>'
        '<span class="visually-hidden">Hidden words</span></div>'
        '<p class="updated">Last updated words</p></main><footer>Footer words</footer></body>'
    )
    assert page is not None
    assert (page.title, words(page.text)) == ("The title", ["Body", "words"])
    assert page.frames == ["https://youtu.be/abcdefghijk"]
    assert page.links == []


def test_a_jump_over_a_level_is_a_loss() -> None:
    page = Content(headings=[Heading(2, "One"), Heading(4, "Two")])
    document = Document("a.md", Kind.PAGE, {}, "", "/a/")
    notes = ImportReport(None).notes("a.md")
    subject = Subject(document, Content(), page, "/a/", notes, targets=None)  # type: ignore[arg-type]
    compare_headings(subject)
    losses = [loss.what for outcome in subject.outcomes.values() for loss in outcome.losses]
    assert losses == ["“Two” jumps from level 2 to 4"]
