"""Which files Jekyll publishes, where, and in which order: what `jekyll build` 4.3.1 did."""

import pytest

from portal.isomer.documents import Kind
from portal.isomer.reader import read
from tests.isomer.repository import CONFIG, page

TEXT = "---\ntitle: X\n---\nx\n"
ROOM_CONFIG = CONFIG.replace("resources_name: newsroom", "resources_name: Room")


def collection(name: str, more: str = "") -> str:
    return f"collections:\n  {name}:\n    output: true\n{more}"


@pytest.fixture
def addresses_of(make_repository):
    """A function that reads some files; the address of each that is published."""

    def read_them(files, config: str = ROOM_CONFIG) -> dict[str, str]:
        repository = read(make_repository({"_config.yml": config, **files}, base=False))
        return {d.path: d.address for d in repository.documents if d.is_published}

    return read_them


PUBLISHED = {
    "index.md": "/",
    "pages/a b.md": "/pages/a b.html",
    "pages/Über uns.md": "/pages/Über uns.html",
    "pages/sub/deep.md": "/pages/sub/deep.html",
    "pages/sub/index.md": "/pages/sub/",
    "pages/x.html": "/pages/x.html",
    "pages/noext": "/pages/noext",
    "pages/dots.v1.2.md": "/pages/dots.v1.2.html",
    "pages/trail..md": "/pages/trail.html",
    "permalink: /a.md": "/permalink: /a.html",
    "images/with.md": "/images/with.html",
    "_posts/2020-01-08-root.md": "/root.html",
    "Room/_posts/2020-01-09-under.md": "/room/under.html",
    "Room/Cat_A/_posts/2020-01-02-post-A b_c d.md": "/room/cat_a/post-A-b_c-d.html",
    "Room/Cat_A/_posts/2023-02-11-.md": "/room/cat_a/.html",
    "Room/Cat_A/_posts/sub/2020-01-03-deep.md": "/room/cat_a/deep.html",
    "Room/Room/_posts/2020-01-06-same.md": "/room/same.html",
    "Room/a/b/_posts/2020-01-07-nested.md": "/room/a/b/nested.html",
    "Room/C at/_posts/2020-01-10-中文 名.md": "/room/c at/中文-名.html",
    "Room/Cat_A/_posts/2020-01-11-a - b (c) & d, e's “q”…—x.md": (
        "/room/cat_a/a-b-(c)-&-d,-e's-q-x.html"
    ),
    "Room/Cat_A/_posts/20-1-5-short.md": "/room/cat_a/short.html",
    "Room/Cat_A/_posts/2020-01-13-html.html": "/room/cat_a/html.html",
    "Room/Cat_A/_posts/2020-01-16--lead.md": "/room/cat_a/lead.html",
    "Room/Cat_A/_posts/2020-01-17- sp ace .md": "/room/cat_a/sp-ace.html",
    "Room/Cat_A/_posts/2020-01-18-ends..md": "/room/cat_a/ends.html",
    "Room/Cat_A/_posts/2021-02-31-day.md": "/room/cat_a/day.html",
    "_col/a.md": "/col/a.html",
    "_col/D d.md": "/col/D d.html",
    "_col/grp/y.md": "/col/grp/y.html",
    "_col/x.html": "/col/x.html",
    "_col/dots.v1.md": "/col/dots.v1.html",
    "_col/noext": "/col/noext",
}
NOT_PUBLISHED = (
    "Room/Cat_A/_posts/2023-09019-bad.md", "Room/Cat_A/_posts/undated.md",
    "Room/Cat_A/_posts/2023-13-01-month.md", "Room/Cat_A/_posts/2020-01-05-noext",
    "Room/Cat_A/_drafts/idea.md", "_nocoll/a.md", "_offc/a.md", "_other/a.md", "sub/_pages/a.md",
    "pages/_under.md", "pages/#x.md", "pages/a.md~", ".hidden/a.md", "vendored/y.md",
)  # fmt: skip


def test_every_file_is_published_where_jekyll_publishes_it(addresses_of):
    files = dict.fromkeys([*PUBLISHED, *NOT_PUBLISHED], TEXT)
    config = ROOM_CONFIG + "exclude: [vendored]\n"
    found = addresses_of({
        **files,
        "_col/collection.yml": collection("col"),
        "_offc/collection.yml": "collections:\n  offc:\n    output: false\n",
        "_other/collection.yml": collection("renamed"),
    }, config)  # fmt: skip
    assert found == PUBLISHED


def test_a_post_without_front_matter_is_published_a_page_is_not(addresses_of):
    found = addresses_of({"Room/a/_posts/2020-01-14-raw.md": "Raw", "pages/raw.md": "Raw"})
    assert found == {"Room/a/_posts/2020-01-14-raw.md": "/room/a/raw.html"}


def test_what_was_not_published_is_named_with_its_reason(make_repository):
    repository = read(make_repository(
        {"_config.yml": ROOM_CONFIG, **dict.fromkeys(NOT_PUBLISHED, TEXT)}, base=False
    ))  # fmt: skip
    drafts = {d.path: d.hidden for d in repository.documents}
    left_out = {path: note.code for path, note in repository.left_out}
    assert drafts["Room/Cat_A/_posts/2023-13-01-month.md"] == "the date in its name does not exist"
    assert drafts["Room/Cat_A/_drafts/idea.md"] == "a draft"
    assert left_out["_nocoll/a.md"] == left_out["pages/_under.md"] == "not-published"
    assert {*drafts, *left_out, *repository.media} >= set(NOT_PUBLISHED)


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("/a..b/c./d//e/", "/a/b/cd/e/"),
        ("/tail'/", "/tail'/"),
        ("/t'", "/t'"),
        ("noslash", "/noslash"),
        ("/pc%20t%E4%B8%AD/", "/pc t中/"),
        ("/x.pdf", "/x.pdf"),
        ("/Capital.Dots_and ~tilde/", "/Capital.Dots_and ~tilde/"),
        ("https://www.elsewhere.example/y", "/pages/p.html"),
        ("//www.elsewhere.example/y", "/pages/p.html"),
    ],
)
def test_permalinks_as_jekyll_takes_them(addresses_of, permalink, address):
    source = f'---\ntitle: X\npermalink: "{permalink}"\n---\n'
    assert addresses_of({"pages/p.md": source}) == {"pages/p.md": address}


@pytest.mark.parametrize(
    ("style", "post", "document", "plain"),
    [
        ("none", "/a/x.html", "/col/d.html", "/pages/p.html"),
        ("date", "/a/2020/01/02/x.html", "/col/d.html", "/pages/p.html"),
        ("pretty", "/a/2020/01/02/x/", "/col/d/", "/pages/p/"),
        ("ordinal", "/a/2020/002/x.html", "/col/d.html", "/pages/p.html"),
        ("/:categories/:title/", "/a/x/", "/col/d/", "/pages/p/"),
        ("/news/:year/:title", "/news/2020/x", "/col/d", "/pages/p"),
    ],
)
def test_styles_of_permalinks(addresses_of, style, post, document, plain):
    config = CONFIG.replace("permalink: none", f"permalink: {style}")
    assert addresses_of(
        {
            "a/_posts/2020-01-02-x.md": TEXT,
            "_col/d.md": TEXT,
            "pages/p.md": TEXT,
            "_col/collection.yml": collection("col"),
        },
        config,
    ) == dict(
        zip(
            ("a/_posts/2020-01-02-x.md", "_col/d.md", "pages/p.md"),
            (post, document, plain),
            strict=True,
        )
    )


def test_a_collection_with_its_own_permalink_and_one_in_the_configuration(addresses_of):
    config = CONFIG + "collections:\n  one:\n    output: true\n    permalink: /first/:name/\n"
    assert addresses_of({"_one/sub/a.md": TEXT}, config) == {"_one/sub/a.md": "/first/a/"}


def test_a_post_s_own_slug_and_categories(addresses_of):
    source = "---\ntitle: X\nslug: My Slug!\ncategory: Extra Cat\n---\n"
    assert addresses_of({"Room/c/_posts/2020-01-12-slug.md": source}) == {
        "Room/c/_posts/2020-01-12-slug.md": "/room/c/extra cat/My-Slug!.html"
    }


def test_defaults_of_the_front_matter(make_repository):
    config = CONFIG + (
        "defaults:\n"
        "  - scope: {path: ''}\n    values: {layout: page, description: All}\n"
        "  - scope: {path: pages/sub}\n    values: {description: Below, published: false}\n"
        "  - scope: {path: '', type: posts}\n    values: {layout: link}\n"
    )
    repository = read(make_repository({
        "_config.yml": config, "pages/a.md": TEXT, "pages/sub/b.md": TEXT,
        "pages/sub/c.md": "---\ntitle: X\ndescription: Own\npublished: true\n---\n",
        "n/_posts/2020-01-01-x.md": "---\ntitle: X\nfile_url: /files/a.pdf\n---\n",
    }, base=False))  # fmt: skip
    found = {d.path: (d.kind, d.front.get("description"), d.is_published)
             for d in repository.documents}  # fmt: skip
    assert found == {
        "pages/a.md": (Kind.PAGE, "All", True),
        "pages/sub/b.md": (Kind.PAGE, "Below", False),
        "pages/sub/c.md": (Kind.PAGE, "Own", True),
        "n/_posts/2020-01-01-x.md": (Kind.ENTRY, "All", True),
    }


def order_of(repository, name: str) -> list[str]:
    pages = [d for d in repository.documents if d.folder == name]
    return [d.path.split("/", 1)[1] for d in sorted(pages, key=lambda d: d.order)]


def test_pages_that_the_order_does_not_name_come_last_by_path(make_repository):
    order = ("    order:\n      - b.md\n      - grp/.keep\n      - grp/z.md\n      - gone.md\n"
             "      - A name that the editor\n        folded.md\n")  # fmt: skip
    names = ("a.md", "b.md", "grp/z.md", "grp/y.md", "D d.md", "A name that the editor folded.md")
    repository = read(make_repository({
        "_col/collection.yml": collection("col", order),
        **{f"_col/{name}": TEXT for name in names},
    }, base=False))  # fmt: skip
    assert order_of(repository, "col") == [
        "b.md", "grp/z.md", "A name that the editor folded.md", "D d.md", "a.md", "grp/y.md",
    ]  # fmt: skip


def test_without_an_order_pages_stand_by_date_and_path(make_repository):
    repository = read(make_repository({
        "_col/collection.yml": collection("col"),
        "_col/c.md": "---\ntitle: X\ndate: 2019-01-01\n---\n",
        "_col/a.md": "---\ntitle: X\ndate: 2020-01-01\n---\n",
        "_col/b.md": "---\ntitle: X\ndate: 2018-01-01\n---\n",
    }, base=False))  # fmt: skip
    assert order_of(repository, "col") == ["b.md", "c.md", "a.md"]


@pytest.mark.parametrize(
    "text", ["", "collections:\n", "collections: [\n", "order:\n  - a.md\n", "- a\n"]
)
def test_collection_files_in_odd_forms_stop_nothing(make_repository, text):
    repository = read(make_repository({"_col/collection.yml": text, "_col/a.md": TEXT}))
    accounted = {d.path for d in repository.documents} | {p for p, _ in repository.left_out}
    assert "_col/a.md" in accounted


def test_without_a_name_the_uppermost_resources_index_is_the_room(make_repository):
    repository = read(make_repository({
        "_config.yml": CONFIG.replace("resources_name: newsroom\n", ""),
        "other/room/index.html": "---\nlayout: resources\ntitle: Second\n---\n",
    }))  # fmt: skip
    assert repository.room == "newsroom"
    kinds = {d.path: d.kind for d in repository.documents}
    assert kinds["newsroom/index.html"] == Kind.NEWSROOM
    assert kinds["other/room/index.html"] == Kind.CATEGORY


def test_entries_are_told_by_layout_by_a_full_address_or_by_leading_elsewhere(make_repository):
    posts = {
        "2020-01-01-file-a.md": "---\ntitle: X\nlayout: file\n---\n",
        "2020-01-01-b.md": "---\ntitle: X\npermalink: https://other.example/\n---\n",
        "2020-01-01-c.md": "---\ntitle: X\nfile_url: /files/form.txt\n---\n",
        "2020-01-01-post-how-to-link-d.md": page("x", permalink="/d/"),
        "2020-01-01-e.md": page("x", permalink="/e/", file_url="/files/form.txt"),
    }
    repository = read(make_repository({f"newsroom/n/_posts/{n}": t for n, t in posts.items()}))
    kinds = {d.path.rsplit("/", 1)[-1]: d.kind for d in repository.documents}
    assert [kinds[name] for name in posts] == [
        Kind.ENTRY, Kind.ENTRY, Kind.ENTRY, Kind.POST, Kind.POST,
    ]  # fmt: skip


def test_every_file_is_accounted_for(make_repository):
    folder = make_repository({
        "Gemfile": "x", "netlify.toml": "x", "images/.keep": "", "files/a.pdf": b"%PDF-1.4",
        "misc/custom.css": "x", "_layouts/x.html": "x", "files/data.csv": "a,b",
        "newsroom/stories/_posts/2024-01-01-scan.pdf": b"%PDF-1.4", "_services/map.png": b"x",
        "README.md": "# x",
    })  # fmt: skip
    repository = read(folder)
    accounted = [*(d.path for d in repository.documents), *repository.media,
                 *(path for path, _ in repository.left_out)]  # fmt: skip
    data = {"_config.yml", "_data/navigation.yml", "_data/footer.yml", "_services/collection.yml"}
    assert sorted(accounted) == sorted(set(repository.tree.files) - data)
    assert repository.media["_services/map.png"] == "/services/map.png"
    assert "files/data.csv" in repository.media
    codes = {path: str(note.code) for path, note in repository.left_out}
    assert codes["newsroom/stories/_posts/2024-01-01-scan.pdf"] == "not-published"
    assert codes["Gemfile"] == codes["_layouts/x.html"] == "build-file"
