"""Cases met in real repositories: each a whole import, its report and the page that is served."""

import os
import unicodedata
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from tests.isomer.outcome import actions, codes, served
from tests.isomer.repository import page, picture

POSTS = "newsroom/stories/_posts"


def text_at(address: str) -> str:
    """The words that a visitor reads at an address."""
    response = served(quote(address, safe="/'%"))
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "lxml").find("main").get_text(" ", strip=True)


@pytest.fixture
def imported_with(make_repository, run_import):
    """A function that imports the usual repository with some more files; the report."""

    def import_it(files=None, **options):
        return run_import(make_repository(files), **options)

    return import_it


def test_a_title_with_a_colon(imported_with):
    report = imported_with({"pages/a.md": "---\ntitle: One: two\npermalink: /a/\n---\nText\n"})
    assert "One: two" in text_at("/a/")
    assert codes(report, "pages/a.md") == {"front-matter"}


def test_a_tab_in_the_front_matter(imported_with):
    report = imported_with({"pages/a.md": "---\ntitle:\tTabbed\npermalink: /a/\n---\nText\n"})
    assert "Tabbed" in text_at("/a/")
    assert actions(report)["pages/a.md"] == "created"


def test_keys_that_occur_twice(imported_with):
    imported_with({"pages/a.md": "---\ntitle: First\ntitle: Last\npermalink: /a/\n---\nText\n"})
    assert "Last" in text_at("/a/")


def test_a_blank_line_before_the_front_matter(imported_with):
    report = imported_with({"pages/a.md": "\n---\ntitle: A\npermalink: /a/\n---\nText\n"})
    assert codes(report, "pages/a.md") == {"no-front-matter"}
    assert served("/a/").status_code == 404


def test_a_post_with_an_empty_slug(imported_with):
    report = imported_with({f"{POSTS}/2023-02-11-.md": "---\ntitle: Nameless\n---\nText\n"})
    assert actions(report)[f"{POSTS}/2023-02-11-.md"] == "created"
    assert "Nameless" in text_at("/newsroom/stories/")
    assert served("/newsroom/stories/.html").status_code in {200, 301}


@pytest.mark.parametrize("name", ["2023-09019-post-x.md", "2023-13-45-post-x.md", "post-x.md"])
def test_a_bad_date_in_the_file_s_name(imported_with, name):
    report = imported_with({f"{POSTS}/{name}": page("Text", title="Odd day", permalink="/odd/")})
    assert codes(report, f"{POSTS}/{name}") >= {"not-published"}
    assert actions(report)[f"{POSTS}/{name}"] == "created", "as a draft"
    assert served("/odd/").status_code == 404
    assert "Odd day" not in text_at("/newsroom/stories/")


def test_a_day_that_its_month_does_not_have(imported_with):
    imported_with({f"{POSTS}/2021-02-31-post-x.md": page("Text", permalink="/odd/")})
    assert "3 March 2021" in text_at("/odd/")


def test_a_folder_named_like_a_line_of_front_matter(imported_with):
    report = imported_with({"permalink: /a.md": "---\ntitle: Odd folder\n---\nText\n"})
    assert actions(report)["permalink: /a.md"] == "created"
    assert "Odd folder" in text_at("/permalink: /a.html")


def test_a_permalink_that_is_a_full_address(imported_with):
    source = "---\ntitle: Elsewhere\npermalink: https://other.example/x\ndate: 2024-01-01\n---\n"
    report = imported_with({f"{POSTS}/2024-01-01-post-x.md": source})
    assert actions(report)[f"{POSTS}/2024-01-01-post-x.md"] == "entry"
    assert served("/newsroom/stories/post-x.html")["Location"] == "https://other.example/x"


def test_a_permalink_with_a_quote_at_its_end(imported_with):
    imported_with({"pages/a.md": page("Text", permalink="/odd'/")})
    assert "Text" in text_at("/odd'/")


def test_two_files_with_one_permalink(imported_with):
    """Of pages, Jekyll shows the one whose name comes last."""
    report = imported_with({
        "pages/a.md": page("First words"), "pages/b.md": page("Last words"),
    })  # fmt: skip
    assert "Last words" in text_at("/page/")
    assert "address-taken" in codes(report, "pages/a.md")
    assert "address-taken" not in codes(report, "pages/b.md")


def test_a_page_and_a_post_with_one_permalink(imported_with):
    report = imported_with({
        "pages/a.md": page("Page words"),
        f"{POSTS}/2024-01-01-post-x.md": page("Post words"),
    })  # fmt: skip
    assert "Post words" in text_at("/page/")
    assert "address-taken" in codes(report, "pages/a.md")


def test_of_two_posts_the_newer_and_of_all_the_collection_s_page_is_shown(imported_with):
    imported_with({
        f"{POSTS}/2024-01-01-post-old.md": page("Older"),
        f"{POSTS}/2024-02-01-post-new.md": page("Newer"),
        f"{POSTS}/2024-03-01-post-c.md": page("Newest post", permalink="/both/"),
        "_services/c.md": page("Of the collection", permalink="/both/"),
    })  # fmt: skip
    assert "Newer" in text_at("/page/")
    assert "Of the collection" in text_at("/both/")
    listing = text_at("/newsroom/stories/")
    assert listing.count("Page") >= 3, "each stands in its listing"


def test_an_address_with_and_without_its_slash(imported_with):
    imported_with({
        "pages/a.md": page("One", permalink="/both/"), "pages/b.md": page("Two", permalink="/both"),
    })  # fmt: skip
    assert "Two" in text_at("/both")
    response = served("/both/")
    assert (response.status_code, response["Location"]) == (301, "/both")


@pytest.mark.parametrize("length", [342, 590])
def test_a_very_long_permalink(imported_with, length):
    address = "/" + "a-b" * (length // 3) + "/"
    imported_with({"pages/a.md": page("Text", permalink=address)})
    assert "Text" in text_at(address)


def test_a_permalink_that_no_address_can_be(imported_with):
    report = imported_with({"pages/a.md": page("Text", permalink="/" + "a" * 700)})
    assert "address-reserved" in codes(report, "pages/a.md")
    assert actions(report)["pages/a.md"] == "created"


def test_a_path_of_273_bytes(imported_with):
    folder = "_services/" + "f" * 100
    path = f"{folder}/{'n' * (273 - len(folder) - 4)}.md"
    assert len(path) == 273
    imported_with({path: "---\ntitle: Deep\n---\nText\n"})
    assert "Deep" in text_at("/services/" + path.removeprefix("_services/")[:-3] + ".html")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_in_chinese_and_with_accents(imported_with, form):
    name = unicodedata.normalize(form, "港口 café")
    report = imported_with({
        f"pages/{name}.md": page(f"![x](/images/{unicodedata.normalize('NFC', name)}.png)",
                                 permalink="/港口/"),
        f"images/{name}.png": picture("red"),
        "pages/b.md": page("[x](/港口/)", permalink="/b/"),
    })  # fmt: skip
    assert served("/%E6%B8%AF%E5%8F%A3/").status_code == 200
    item = next(item for item in report.items if item.source.startswith("pages/港口"))
    assert item.images == 1
    assert next(i for i in report.items if i.source == "pages/b.md").links["internal"] == 1


def test_a_pdf_among_the_posts(imported_with):
    report = imported_with({f"{POSTS}/2024-01-01-scan.pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3"})
    assert codes(report, f"{POSTS}/2024-01-01-scan.pdf") == {"not-published"}


def test_a_page_file_without_a_suffix(imported_with):
    imported_with({"_services/old page": page("Text", permalink="/old")})
    assert "Text" in text_at("/old")


def test_a_link_out_of_the_repository_and_a_pipe(make_repository, run_import, tmp_path):
    (tmp_path / "secret.md").write_text(page("SECRET"))
    folder = make_repository()
    (folder / "pages" / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "out").symlink_to(tmp_path)
    os.mkfifo(folder / "pages" / "pipe.md")
    report = run_import(folder)
    assert codes(report, "pages/link.md") == codes(report, "out") == {"symlink"}
    assert codes(report, "pages/pipe.md") == {"unreadable"}
    assert served("/page/").status_code == 404


def test_a_file_that_can_t_be_read(make_repository, run_import, monkeypatch):
    from portal.isomer import folder_tree  # the name that is replaced

    usual = folder_tree._read_plain

    def fail(full, limit):
        if full.name in {"fees.md", "quay.png"}:
            raise PermissionError(13, "Permission denied")
        return usual(full, limit)

    monkeypatch.setattr(folder_tree, "_read_plain", fail)
    report = run_import(make_repository())
    assert codes(report, "_services/fees.md") == {"unreadable"}
    assert "image-broken" in codes(report, "index.md")
    assert "We dig" in text_at("/plan/")


def test_a_folder_whose_name_is_not_unicode(make_repository, run_import):
    folder = make_repository()
    path = os.fsencode(folder) + b"/pages/\xff\xfe.md"
    with open(path, "wb") as file:
        file.write(page("Text").encode())
    report = run_import(folder)
    assert [str(n.code) for i in report.items for n in i.warnings if "udcff" in i.source] == [
        "unreadable"
    ]


def test_an_oversized_text_and_an_oversized_picture(make_repository, run_import, monkeypatch):
    monkeypatch.setattr("portal.isomer.source_tree.MAX_TEXT_BYTES", 100_000)
    folder = make_repository({"pages/a.md": page("x" * 200_000)})
    report = run_import(folder)
    assert codes(report, "pages/a.md") == {"too-large"}
    assert served("/plan/").status_code == 200
