"""The way of one body, from its source to what a browser gets; only the writer is left out."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.test import RequestFactory
from wagtail.blocks import StreamBlock
from wagtail.models import Site

from fixtures.factories import SiteDocumentFactory, SiteImageFactory
from newsroom.blocks import ReleaseStoryBlock
from pages.blocks.stream import BodyStoryBlock
from pages.models import HomePage
from portal.isomer.contents import Content
from portal.isomer.converter import assemble, convert, finish
from portal.isomer.converter.reading import story_words
from portal.isomer.resolver import AddressBook, Resolver
from portal.isomer.site_data import SiteConfig
from portal.isomer.source_tree import SourceTree

TITLE = "The plan"
_FILES = ("files/form.txt", "images/quay.png", "_config.yml", "pages/plan.md")


class Library:
    """One picture and one document stand for every file."""

    def __init__(self) -> None:
        self._image = SiteImageFactory()
        self._document = SiteDocumentFactory()

    def image(self, path: str, alt: str) -> tuple[int | None, str, str]:
        return self._image.pk, "", ""

    def document(self, path: str) -> tuple[int | None, str, str]:
        return self._document.pk, "", ""

    def image_address(self, image_id: int) -> str:
        return self._image.file.url


class Files(SourceTree):
    """A tree of a few files that are never read."""

    commit = ""

    def __init__(self) -> None:
        super().__init__("files", _FILES)

    def size(self, path: str) -> int:
        return 1

    def read_bytes(self, path: str, limit: int = 0) -> bytes:
        return b""


@dataclass
class Outcome:
    """What became of one body."""

    blocks: list[dict]
    notes: list[tuple]
    words: list[str]
    stored: list[dict]
    shown: str
    again: list[dict]
    """The stored form as the stream gives it back: what a second look at it would write."""

    @property
    def codes(self) -> set[str]:
        return {code for code, _, _ in self.notes}


class Passage:
    """Bodies become pages of a site with a home page, a picture and a document."""

    def __init__(self) -> None:
        library = Library()
        home = HomePage(title="Home", slug="fuzz-home", live=True)
        Site.objects.get(is_default_site=True).root_page.add_child(instance=home)
        config = SiteConfig({"url": "https://www.harbour.example"})
        book = AddressBook(config, Files(), {"/plan/": "pages/plan.md"})
        self._resolver = Resolver(book, library, lambda source: home.pk, lambda contact: 0)

    def through(self, html: str, *, release: bool = False) -> Outcome:
        """The outcome of a body's HTML."""
        conversion = convert(html, first_line=3)
        blocks = assemble(finish(conversion, TITLE), release=release)
        content = Content({"body": blocks}, notes=conversion.notes.all())
        resolved = self._resolver.resolve("pages/plan.md", "/plan/", content)
        notes = [*conversion.notes.all(), *resolved.notes]
        stored = resolved.fields["body"]
        stream: StreamBlock = ReleaseStoryBlock() if release else BodyStoryBlock()
        value = stream.to_python(stored)
        context = {"stream": value, "page": None, "request": RequestFactory().get("/")}
        return Outcome(
            blocks=blocks,
            notes=[(str(note.code), note.detail, note.line) for note in notes],
            words=story_words(blocks),
            stored=stored,
            shown=render_to_string("components/story.html", context),
            again=stream.get_prep_value(value),
        )
