"""Links as people write them: names of files, other hosts of the site, odd characters."""

import unicodedata

import pytest

from portal.isomer.reader import read
from portal.isomer.resolver.addresses import AddressBook
from tests.isomer.repository import CONFIG

PAGES = {
    "/plan/": "pages/plan.md",
    "/services/fees/": "_services/fees.md",
    "/services/": "_services/index.md",
    "/news/berths": "newsroom/media-releases/_posts/2023-06-01-post-berths.md",
    "/港口/": "pages/港口.md",
    "/Tide (Table) & more/": "pages/tides.md",
    "/": "index.md",
}
OWN = CONFIG.replace(
    "permalink: none",
    "permalink: none\nbaseurl: /harbour\nstaging: https://staging.d1234.amplifyapp.com/\n"
    "prod: https://main.d1234.amplifyapp.com",
)


@pytest.fixture
def book(make_repository):
    repository = read(make_repository({
        "_config.yml": OWN,
        "files/Annex A: Form (v2).pdf": b"%PDF-1.4", "files/what?.pdf": b"%PDF-1.4",
        "_services/map.png": b"x", "files/文件.pdf": b"%PDF-1.4",
    }))  # fmt: skip
    return AddressBook(repository.config, repository.tree, PAGES, media=repository.media)


@pytest.mark.parametrize(
    ("href", "source"),
    [
        ("/_services/fees.md", "_services/fees.md"),
        ("/services/fees.md", "_services/fees.md"),
        ("/newsroom/media-releases/_posts/2023-06-01-post-berths.md",
         "newsroom/media-releases/_posts/2023-06-01-post-berths.md"),
        ("2023-06-01-post-berths.md", "newsroom/media-releases/_posts/2023-06-01-post-berths.md"),
        ("pages/plan.md", "pages/plan.md"),
        ("../services/fees/", "_services/fees.md"),
        ("../../../plan/", "pages/plan.md"),
        ("/harbour/plan/", "pages/plan.md"),
        ("/harbour/", "index.md"),
        ("https://staging.d1234.amplifyapp.com/plan/", "pages/plan.md"),
        ("https://main.d1234.amplifyapp.com/plan/", "pages/plan.md"),
        ("https://staging.harbour.example/plan/", "pages/plan.md"),
        ("HTTP://WWW.HARBOUR.EXAMPLE/PLAN", "pages/plan.md"),
        ("//www.harbour.example/plan/", "pages/plan.md"),
        ("https://www.harbour.example", "index.md"),
        ("/%E6%B8%AF%E5%8F%A3", "pages/港口.md"),
        ("/港口/#上", "pages/港口.md"),
        ("/Tide (Table) & more/", "pages/tides.md"),
        ("/tide%20(table)%20%26%20more", "pages/tides.md"),
        ("/plan/index.html?x=1#y", "pages/plan.md"),
        ("/plan//", "pages/plan.md"),
        ("//plan/", "pages/plan.md"),
        ("\\plan\\", "pages/plan.md"),
        ("/plan/ ", "pages/plan.md"),
        ("\u200b/plan/\u200b", "pages/plan.md"),
        ("/plan/)", "pages/plan.md"),
        ("/plan/.", "pages/plan.md"),
        ("“/plan/”", "pages/plan.md"),
    ],
)  # fmt: skip
def test_pages_by_any_of_their_names(book, href, source):
    assert book.find(href, "/news/berths").source == source


def test_composed_and_decomposed_names_are_one(make_repository):
    repository = read(make_repository())
    address = unicodedata.normalize("NFD", "/café/")
    book = AddressBook(repository.config, repository.tree, {address: "a.md"})
    assert book.find(unicodedata.normalize("NFC", "/Café")).source == "a.md"


@pytest.mark.parametrize(
    ("href", "file"),
    [
        ("/files/Annex A: Form (v2).pdf", "files/Annex A: Form (v2).pdf"),
        ("files/Annex A: Form (v2).pdf", "files/Annex A: Form (v2).pdf"),
        ("/files/Annex%20A%3A%20Form%20%28v2%29.pdf", "files/Annex A: Form (v2).pdf"),
        ("/files/Annex A: Form (v2).pdf#page=3", "files/Annex A: Form (v2).pdf"),
        ("/files/what%3F.pdf", "files/what?.pdf"),
        ("/services/map.png", "_services/map.png"),
        ("/files/%E6%96%87%E4%BB%B6.pdf", "files/文件.pdf"),
        ("/images/quay.png/", "images/quay.png"),
        ("/images/quay.png)", "images/quay.png"),
        ("/harbour/images/quay.png", "images/quay.png"),
    ],
)
def test_files_by_any_of_their_names(book, href, file):
    assert book.find(href).file == file


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("mailto:jo@x.example;al@x.example", "mailto:jo@x.example,al@x.example"),
        (
            "mailto:jo@x.example, al@x.example?subject=a b",
            "mailto:jo@x.example,al@x.example?subject=a%20b",
        ),
        ("mailto: jo@x.example", "mailto:jo@x.example"),
        ("mailto:mailto:jo@x.example", "mailto:jo@x.example"),
        ("http://mailto:jo@x.example", "mailto:jo@x.example"),
        ("tel: +65 6000 0000 (8 am)", "tel:+6560000000(8am)"),
        ("www.other.museum/a", "https://www.other.museum/a"),
        ("other.gov.sg:8080/a", "https://other.gov.sg:8080/a"),
        ("https:\\\\other.example\\a", "https://other.example%5Ca"),
        ("http:/other.example/a", "http://other.example/a"),
    ],
)
def test_mail_numbers_and_hosts(book, href, url):
    assert book.find(href).url == url


@pytest.mark.parametrize("href", ["#", "", " ", "\u200b", "mailto:", "tel:", "https://", "sms:1"])
def test_links_that_say_nothing(book, href):
    assert book.find(href).problem == "link-invalid"


@pytest.mark.parametrize(
    "href",
    ["javascript:void(0)", "JAVASCRIPT:x", " java\nscript:x", "data:text/html,x", "vbscript:x"],
)
def test_links_that_would_act(book, href):
    assert book.find(href).problem == "link-unsafe"


@pytest.mark.parametrize(
    ("href", "anchor"),
    [("#a", "a"), ("/plan/#a%20b", "a%20b"), ("/plan/?q#x", "x"), ("/plan/#", "")],
)
def test_anchors_stay(book, href, anchor):
    assert book.find(href).anchor == anchor
