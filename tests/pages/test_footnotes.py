"""Footnotes: marks in the text and the notes they lead to, linked both ways."""

import pytest
from django.test import Client
from lxml import html

from fixtures import factories

pytestmark = pytest.mark.django_db

NOTES = ("footnotes", {"notes": ["<p>The survey.</p>", "<p>The figures.</p>"]})


def accordion(text: str) -> tuple:
    content = [{"type": "paragraph", "value": text}]
    return ("accordion", {"items": [{"title": "More", "content": content}]})


@pytest.fixture
def read(client: Client):
    home = factories.HomePageFactory(site_root=True)

    def asked(*body, factory=factories.ContentPageFactory):
        page = factory(parent=home, body=list(body))
        return html.fromstring(client.get(page.url).content)

    return asked


def marks(page) -> list[tuple]:
    return [
        (link.text, link.get("href"), link.getparent().get("id"))
        for link in page.xpath("//a[@role='doc-noteref']")
    ]


def notes(page) -> list[tuple]:
    return [
        (note.get("id"), note.find(".//p").text, note.xpath("string(./a/@href)"))
        for note in page.xpath("//*[@role='doc-endnotes']//li")
    ]


def test_a_mark_leads_to_its_note_and_the_note_back(read) -> None:
    page = read(("paragraph", "<p>Few [2], and <b>many</b>[1].</p>"), NOTES)

    assert marks(page) == [
        ("2", "#note-2", "note-2-mark"),
        ("1", "#note-1", "note-1-mark"),
    ]
    assert notes(page) == [
        ("note-1", "The survey.", "#note-1-mark"),
        ("note-2", "The figures.", "#note-2-mark"),
    ]
    assert page.xpath("//a[@role='doc-noteref']/@aria-label") == ["Footnote 2", "Footnote 1"]


def test_a_note_that_is_cited_twice_leads_back_to_the_first_mark(read) -> None:
    page = read(
        ("paragraph", "<p>One [1], again [1].</p>"), ("paragraph", "<p>And [1].</p>"), NOTES
    )

    assert [place for _, _, place in marks(page)] == ["note-1-mark", None, None]
    assert notes(page)[1] == ("note-2", "The figures.", "")


def test_what_has_no_note_stays_as_it_is(read) -> None:
    page = read(("paragraph", "<p>Section [3], [0], [a] and [1234].</p>"), NOTES)

    assert marks(page) == []
    assert "Section [3], [0], [a] and [1234]." in page.text_content()


def test_without_footnotes_brackets_are_brackets(read) -> None:
    page = read(("paragraph", "<p>Words [1].</p>"))

    assert marks(page) == []
    assert "Words [1]." in page.text_content()


def test_a_mark_inside_a_link_stays_words(read) -> None:
    page = read(
        ("paragraph", '<p><a href="https://www.example.org/">See [1]</a>, then [1].</p>'), NOTES
    )

    assert [place for _, _, place in marks(page)] == ["note-1-mark"]
    assert page.xpath("//a[@href='https://www.example.org/']")[0].text == "See [1]"


def test_an_accordion_is_read_where_it_stands(read) -> None:
    page = read(accordion("<p>Here [1].</p>"), ("paragraph", "<p>There [1].</p>"), NOTES)

    assert [place for _, _, place in marks(page)] == ["note-1-mark", None]


def test_notes_in_two_places_are_counted_on(read) -> None:
    page = read(("paragraph", "<p>Far [3].</p>"), NOTES, NOTES)

    assert [note[0] for note in notes(page)] == ["note-1", "note-2", "note-3", "note-4"]
    assert marks(page) == [("3", "#note-3", "note-3-mark")]


def test_numbered_paragraphs_of_a_release_have_footnotes_too(read) -> None:
    words = {"text": "<p>First [1].</p><p>Second [1].</p>", "number": None, "unnumbered": False}
    page = read(("paragraph", words), NOTES, factory=factories.PressReleaseFactory)

    assert [place for _, _, place in marks(page)] == ["note-1-mark", None]
    assert page.xpath("//a[@class='para-number']")


def test_a_text_without_its_page_is_shown_as_it_is_written() -> None:
    block = factories.ContentPageFactory._meta.model.body.field.stream_block.child_blocks
    value = block["paragraph"].to_python("<p>Words [1] &amp; more.</p>")

    assert "<p>Words [1] &amp; more.</p>" in block["paragraph"].render(value)
