"""Words inside fields and blocks: found across markup, replaced without touching the rest."""

import pytest
from wagtail.blocks import StreamValue

from newsroom import passages
from newsroom.models import NewsArticlePage, PressReleasePage
from pages.blocks.stream import BodyStoryBlock

pytestmark = pytest.mark.django_db


def body(*blocks: tuple) -> StreamValue:
    """A body as it is read from the database."""
    raw = [{"type": kind, "value": value, "id": f"b{n}"} for n, (kind, value) in enumerate(blocks)]
    return BodyStoryBlock().to_python(raw)


def article(*blocks: tuple, **fields) -> NewsArticlePage:
    return NewsArticlePage(title="A title", body=body(*blocks), **fields)


def stored(page: NewsArticlePage) -> list:
    return [child["value"] for child in page.body.get_prep_value()]


@pytest.mark.parametrize(
    ("source", "passage", "words", "result"),
    [
        ("<p>It cost 12 dollars.</p>", "12", "21", "<p>It cost 21 dollars.</p>"),
        ("<p>a <b>bold</b> word</p>", "a bold word", "x", "<p>x<b></b></p>"),
        ("<p>a <b>bold</b> word</p>", "bold", "plain", "<p>a <b>plain</b> word</p>"),
        ("<p>R&amp;D is up</p>", "R&D", "Research", "<p>Research is up</p>"),
        ("<p>up by 2%</p>", "2%", "3% & more", "<p>up by 3% &amp; more</p>"),
        ("<p>up by 2%</p>", "2%", "<3%", "<p>up by &lt;3%</p>"),
        ("<p>12&nbsp;June 2026</p>", "12 June", "13 June", "<p>13 June 2026</p>"),
        ("<p>two\n  lines</p>", "two lines", "one", "<p>one</p>"),
        ("<p>one two three</p>", " two ", "", "<p>one  three</p>"),
        (
            '<p>see <a linktype="page" id="12">page 12</a></p>',
            "page 12",
            "it",
            '<p>see <a linktype="page" id="12">it</a></p>',
        ),
        (
            "<ul><li>old</li><li>new</li></ul>",
            "old",
            "older",
            "<ul><li>older</li><li>new</li></ul>",
        ),
        ("<p>naïve “quoted” 日本</p>", "“quoted” 日本", "日", "<p>naïve 日</p>"),
    ],
)
def test_a_passage_of_rich_text_is_replaced(source, passage, words, result) -> None:
    page = article(("paragraph", source))
    assert passages.count(page, passage) == 1
    passages.replace(page, passage, words)
    assert stored(page) == [result]


@pytest.mark.parametrize(
    ("source", "passage"),
    [
        ("<p>one</p><p>two</p>", "one two"),
        ("<p>one<br/>two</p>", "one two"),
        ("<p>one</p>", "One"),
        ("<p>one</p>", "   "),
        ('<p><a href="https://example.org/secret">one</a></p>', "secret"),
        ("<p>a &amp; b</p>", "amp"),
    ],
)
def test_a_passage_stays_within_what_readers_see_of_one_paragraph(source, passage) -> None:
    assert passages.count(article(("paragraph", source)), passage) == 0


def test_every_place_counts() -> None:
    page = article(
        ("paragraph", "<p>ten, and again ten</p>"),
        ("heading", {"text": "About ten", "level": "h2", "anchor": "about-ten", "link": {}}),
        summary="ten",
    )
    assert passages.count(page, "ten") == 4


NESTED = (
    (
        "accordion",
        {
            "items": [
                {
                    "type": "item",
                    "id": "i",
                    "value": {
                        "title": "A question",
                        "content": [{"type": "paragraph", "id": "p", "value": "<p>old words</p>"}],
                    },
                }
            ]
        },
    ),
    (
        "table",
        {
            "header": "row",
            "merged": "",
            "table": {
                "columns": [{"type": "text", "heading": ""}],
                "rows": [{"values": ["<p>old cell</p>"]}],
                "caption": "An old caption",
            },
        },
    ),
    (
        "statistics",
        {"items": [{"type": "item", "id": "s", "value": {"value": "7", "label": "old number", "note": ""}}]},
    ),
)  # fmt: skip


@pytest.mark.parametrize("words", ["old words", "old cell", "An old caption", "old number"])
def test_words_are_found_however_deep_they_lie(words) -> None:
    page = article(*NESTED)
    assert passages.count(page, words) == 1
    before = str(stored(page))
    passages.replace(page, words, "NEW")
    assert str(stored(page)) == before.replace(words, "NEW")


def test_ids_of_blocks_and_what_is_no_text_stay() -> None:
    page = article(*NESTED)
    before = page.body.get_prep_value()
    passages.replace(page, "row", "column")
    assert page.body.get_prep_value() == before


@pytest.mark.parametrize("field", ["title", "summary", "dateline"])
def test_plain_fields_are_text_too(field) -> None:
    page = PressReleasePage(**{"title": "-", field: "Aldermouth & port"})
    passages.replace(page, "& port", "<b>")
    assert getattr(page, field) == "Aldermouth <b>"


def test_notes_to_editors_are_rich_text() -> None:
    page = PressReleasePage(title="-", notes_to_editors="<p>Call 12</p>")
    passages.replace(page, "12", "<13>")
    assert page.notes_to_editors == "<p>Call &lt;13&gt;</p>"


def test_the_text_is_listed_by_paragraphs() -> None:
    page = article(("paragraph", "<p>One <b>bold</b>.</p><p>Two &amp; three.</p>"), summary="Sum")
    texts = list(passages.texts(page))
    assert texts[0] == "A title"
    assert {"Sum", "One bold.", "Two & three."} <= set(texts)
