"""From a folder to documents: kinds, addresses, dates, and nothing from outside."""

from datetime import date

import pytest

from portal.isomer.documents import Kind, in_words, parse_date
from portal.isomer.errors import ImportStop
from portal.isomer.jekyll import post_slug
from portal.isomer.reader import read
from tests.isomer.repository import page


def document(repository, path):
    return next(found for found in repository.documents if found.path == path)


def test_every_file_has_its_kind_and_its_address(make_repository):
    repository = read(make_repository())
    assert {d.path: (d.kind, d.address) for d in repository.documents} == {
        "index.md": (Kind.HOME, "/"),
        "pages/contact.md": (Kind.CONTACT, "/contact/"),
        "pages/plan.md": (Kind.PAGE, "/plan/"),
        "_services/fees.md": (Kind.DOCUMENT, "/services/fees/"),
        "_services/hours.md": (Kind.DOCUMENT, "/services/hours"),
        "newsroom/index.html": (Kind.NEWSROOM, "/newsroom/"),
        "newsroom/media-releases/index.html": (Kind.CATEGORY, "/newsroom/media-releases/"),
        "newsroom/media-releases/_posts/2023-06-01-post-berths.md": (
            Kind.POST,
            "/newsroom/media-releases/berths",
        ),
        "newsroom/stories/_posts/2024-03-05-post-pilots.md": (
            Kind.POST,
            "/newsroom/stories/post-pilots.html",
        ),
        "newsroom/stories/_posts/2024-01-02-file-The form.md": (
            Kind.ENTRY,
            "/newsroom/stories/file-The-form.html",
        ),
    }
    assert repository.key == "harbour.example"
    assert repository.categories() == ["newsroom/media-releases", "newsroom/stories"]


def test_collections_keep_their_order_and_take_their_title_from_the_menu(make_repository):
    repository = read(make_repository())
    assert [(c.name, c.title) for c in repository.collections] == [("services", "Services")]
    assert document(repository, "_services/fees.md").order == 0
    assert document(repository, "_services/hours.md").order == 1


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("/A/b.C/", "/A/b.C/"),
        ("/a%20b/", "/a b/"),
        ("no/slash", "/no/slash"),
        ("'/quoted'/", "/quoted'/"),
        ("https://elsewhere.example/", "/pages/one.html"),
        ("/../../etc/", "/etc/"),
        ("/a?b#c", "/a"),
        ("", "/pages/one.html"),
    ],
)
def test_permalinks(make_repository, permalink, address):
    folder = make_repository({"pages/one.md": page("x", permalink=permalink)}, base=False)
    assert document(read(folder), "pages/one.md").address == address


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-12-30", date(2024, 12, 30)),
        ("2024-12-30T00:00:00.000Z", date(2024, 12, 30)),
        ("2024-12-30T18:30:00Z", date(2024, 12, 30)),
        ("2024-12-30 18:30:00 +0800", date(2024, 12, 30)),
        ("2023-09019-x", None),
        ("2023-02-30", date(2023, 3, 2)),
        ("soon", None),
        (None, None),
    ],
)
def test_dates(value, expected):
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("a/_posts/2021-06-01-file-A name’s (end).md", "file-A-name-s-(end)"),
        ("a/_posts/2023-02-11-.md", ""),
        ("a/_posts/2023-09019-post-odd.md", "2023-09019-post-odd"),
    ],
)
def test_slugs_of_posts_follow_jekyll(path, slug):
    assert post_slug(path) == slug


def test_names_in_words():
    assert in_words("_about-us") == "About Us"
    assert in_words("media_releases") == "Media Releases"


def test_a_file_without_front_matter_is_left_out_and_named(make_repository):
    repository = read(make_repository({"pages/loose.md": "Just text"}))
    assert [(path, note.code) for path, note in repository.left_out] == [
        ("pages/loose.md", "no-front-matter"),
    ]


def test_a_pdf_among_posts_and_a_page_without_a_suffix(make_repository):
    folder = make_repository({
        "newsroom/stories/_posts/2024-01-01-scan.pdf": b"%PDF-1.4",
        "_services/old page": page("x", permalink="/old"),
    })  # fmt: skip
    paths = [found.path for found in read(folder).documents]
    assert "_services/old page" in paths
    assert not any(path.endswith(".pdf") for path in paths)


def test_windows_line_ends_control_characters_and_wrong_encodings(make_repository):
    folder = make_repository({
        "pages/crlf.md": "---\r\ntitle: A\r\npermalink: /a/\r\n---\r\nx\r\n",
        "pages/control.md": page("a\u0002b\u2028c", permalink="/b/"),
        "pages/latin.md": page("caf\u00e9", permalink="/c/").encode("cp1252"),
    })  # fmt: skip
    repository = read(folder)
    assert document(repository, "pages/crlf.md").body == "x\n"
    control = document(repository, "pages/control.md")
    assert control.body == "ab c"
    assert control.notes == (("characters", ""),)
    assert document(repository, "pages/latin.md").body == "café"


def test_links_out_of_the_repository_are_not_followed(make_repository, tmp_path):
    (tmp_path / "secret.md").write_text(page("SECRET", permalink="/secret/"))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "other.md").write_text(page("SECRET"))
    folder = make_repository()
    (folder / "pages" / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "linked").symlink_to(tmp_path / "outside")
    repository = read(folder)
    assert not any("SECRET" in found.body for found in repository.documents)
    assert {path for path, note in repository.left_out if note.code == "symlink"} == {
        "pages/link.md",
        "linked",
    }
    with pytest.raises(ImportStop):
        repository.tree.read_bytes("pages/link.md")
    with pytest.raises(ImportStop):
        repository.tree.read_bytes("../secret.md")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/images/quay.png", ("images/quay.png", True)),
        ("/images/Quay.PNG", ("images/quay.png", False)),
        ("/images/a%20b.png", ("images/a b.png", True)),
        ("/images/../../secret.png", (None, False)),
        ("/../secret.png", (None, False)),
    ],
)
def test_files_are_found_inside_only(make_repository, address, found):
    folder = make_repository({"images/a b.png": b"x"})
    (folder.parent / "secret.png").write_bytes(b"x")
    assert read(folder).tree.find(address) == found


@pytest.mark.parametrize("content", ["a: b: c\n", "[1, 2]\n  - x: [", "&a [*a]"])
def test_a_configuration_that_is_no_yaml_stops(make_repository, content):
    with pytest.raises(ImportStop, match=r"_config\.yml"):
        read(make_repository({"_config.yml": content}))


def test_a_folder_that_is_no_repository_stops(tmp_path):
    with pytest.raises(ImportStop, match=r"no _config\.yml"):
        read(tmp_path)
    with pytest.raises(ImportStop, match="does not exist"):
        read(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ImportStop, match="no ZIP"):
        read(tmp_path / "file")


def test_a_broken_menu_is_reported_and_the_rest_is_read(make_repository):
    repository = read(make_repository({"_data/navigation.yml": "links: [\n"}))
    assert repository.navigation == ()
    assert [path for path, note in repository.left_out if note.code == "data-file"] == [
        "_data/navigation.yml"
    ]


def test_the_older_menu_is_a_plain_list(make_repository):
    folder = make_repository({"_data/navigation.yml": "- title: A\n  url: /a/\n"})
    assert [(item.title, item.url) for item in read(folder).navigation] == [("A", "/a/")]


def test_a_title_is_html(make_repository):
    folder = make_repository({"pages/terms.md": page("x", title="'Terms &amp; <em>more</em>'")})
    document = next(d for d in read(folder).documents if d.path == "pages/terms.md")
    assert document.title == "Terms & more"
