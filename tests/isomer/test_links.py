"""What an address of the source means."""

import pytest

from portal.isomer.reader import read
from portal.isomer.resolver.addresses import AddressBook

PAGES = {"/plan/": "plan.md", "/About Us/": "about.md", "/news/berths": "berths.md"}


@pytest.fixture
def book(make_repository):
    repository = read(make_repository({"images/a b.png": b"x"}))
    return AddressBook(repository.config, repository.tree, PAGES)


@pytest.mark.parametrize(
    ("href", "source", "anchor"),
    [
        ("/plan/", "plan.md", ""),
        ("/plan", "plan.md", ""),
        ("/plan.html", "plan.md", ""),
        ("/PLAN/index.html", "plan.md", ""),
        ("/plan/?x=1#part", "plan.md", "part"),
        ("/about%20us/", "about.md", ""),
        ("https://www.harbour.example/plan/", "plan.md", ""),
        ("http://harbour.example/plan#a", "plan.md", "a"),
        ("../plan/", "plan.md", ""),
        ("plan/", "plan.md", ""),
        ("#part", "", "part"),
    ],
)
def test_pages(book, href, source, anchor):
    target = book.find(href, "/news/berths")
    assert (target.source, target.anchor, target.problem) == (source, anchor, "")


@pytest.mark.parametrize(
    ("href", "file", "repaired"),
    [
        ("/files/form.txt", "files/form.txt", ""),
        ("files/form.txt", "files/form.txt", ""),
        ("/Files/FORM.txt", "files/form.txt", "file-case"),
        ("https://harbour.example/files/form.txt", "files/form.txt", ""),
        ("/images/a%20b.png", "images/a b.png", ""),
    ],
)
def test_files(book, href, file, repaired):
    target = book.find(href)
    assert (target.file, target.repaired) == (file, repaired)


@pytest.mark.parametrize(
    ("href", "url", "repaired"),
    [
        ("https://other.example/x?y=1#z", "https://other.example/x?y=1#z", ""),
        ("//other.example/x", "https://other.example/x", ""),
        ("mailto:jo@x.example?subject=a b", "mailto:jo@x.example?subject=a%20b", ""),
        ("tel:+65 6000 0000", "tel:+6560000000", ""),
        ("jo@x.example", "mailto:jo@x.example", "link-repaired"),
        ("www.other.example.com/x", "https://www.other.example.com/x", "link-repaired"),
        ("other.gov.sg", "https://other.gov.sg", "link-repaired"),
        ("hhttps://other.example/x", "https://other.example/x", "link-repaired"),
        ("https:/other.example/x", "https://other.example/x", "link-repaired"),
        ("https://https://other.example/x", "https://other.example/x", "link-repaired"),
        ("https://other.example/a b", "https://other.example/a%20b", "link-repaired"),
    ],
)
def test_other_addresses(book, href, url, repaired):
    target = book.find(href)
    assert (target.url, target.repaired, target.problem) == (url, repaired, "")


@pytest.mark.parametrize(
    ("href", "problem"),
    [
        ("/nowhere/", "link-unresolved"),
        ("https://harbour.example/nowhere", "link-unresolved"),
        ("/../../etc/passwd", "link-unresolved"),
        ("/_config.yml", "link-unresolved"),
        ("", "link-invalid"),
        ("#", "link-invalid"),
        ("https://", "link-invalid"),
        ("http://[x", "link-invalid"),
        ("mailto:", "link-invalid"),
        ("javascript:alert(1)", "link-unsafe"),
        (" JaVaScRiPt:alert(1)", "link-unsafe"),
        ("java\tscript:alert(1)", "link-unsafe"),
        ("vbscript:x", "link-unsafe"),
        ("data:text/html,x", "link-unsafe"),
        ("file:///etc/passwd", "link-unsafe"),
    ],
)
def test_links_that_lead_nowhere(book, href, problem):
    target = book.find(href)
    assert (target.problem, target.url, target.source, target.file) == (problem, "", "", "")


@pytest.mark.parametrize(
    "src", ["/images/quay.png)", "/images/quay.png/", "//images/quay.png", "images/quay.png"]
)
def test_stray_characters_around_a_picture_s_address(book, src):
    assert book.find_file(src).file == "images/quay.png"
