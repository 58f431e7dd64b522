"""Strategies for front matter, data files and whole repositories, in right and in wrong shapes."""

import io
import zipfile
from pathlib import Path

import yaml
from hypothesis import strategies as st

from tests.isomer.fuzz.kramdown import any_markdown
from tests.isomer.fuzz.markup import any_html, link_address, quiet
from tests.isomer.repository import FILES, picture

_word = st.sampled_from(
    ("Plan", "a b", "fees.md", "news", "services", "true", "no", "é中", "-", "x: y")
)
_scalar = st.one_of(
    _word, _word, st.none(), st.booleans(), st.integers(-5, 10**20), st.floats(), link_address,
    st.text(max_size=20), st.dates(), st.sampled_from(("", " ", "2024-01-05", "2024-13-45", "<b>x</b>",
    "<script>alert(1)</script>", "x" * 400, "0001-01-01", "2024-01-05T00:00:00.000Z", "9999-12-31", "~")),
)  # fmt: skip
_keys = st.sampled_from((
    "title", "permalink", "layout", "date", "variant", "file_url", "external", "breadcrumb",
    "third_nav_title", "description", "image", "tag", "published", "sections", "hero", "infopic",
    "infobar", "resources", "textcards", "announcements", "carousel", "infocols", "cards", "url",
    "button", "key_highlights", "dropdown", "options", "background", "subtitle", "id", "links",
    "collection", "resource_room", "sublinks", "locations", "contacts", "content", "phone", "email",
    "address", "operating_hours", "days", "time", "maps_link", "agency_name", "feedback", "order",
    "output", "collections", "services", "social_media", "facebook", "youtube", "contact_us", "faq",
    "privacy", "terms_of_use", "logo", "colors", "primary-color", "resources_name", "is_government",
    "exclude", "include", "defaults", "scope", "values", "path", "future", "baseurl", "shareicon",
    "staging", "notification", "linktext", "alt", "redirect_from", "tagline", "other", "categories",
))  # fmt: skip
_value = quiet(
    st.recursive(
        _scalar,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.one_of(_keys, _keys, _scalar), inner, max_size=5),
        ),
        max_leaves=8,
    )
)


def _dumped(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)


_yaml_lines = st.sampled_from((
    "title: a: b", "title:\tx", "\ttitle: x", "title: 'x", 'title: "x', "title: x\ntitle: y", "- x", "? x",
    "title: [", "title: {a: b", "title: |\n  x\n  y", "title: >-\n  x", "title: &a x\nimage: *a", "<<: *b",
    "title: !!python/object/apply:os.system [x]", "title: !x y", "%YAML 1.2", "---", "...", "@x", "`x", "a",
    "title: %x", "title: @x", "title: 12:30:45", "title: 0o17", "title: ''", "? [a, b]\n: c", "# x", "",
    "  indented: x", "title: x # y", "title: \\u0007", "permalink: '/x/'/", "title: *x", "- - - x", "{}", "[]",
    "permalink: /page/%zz/", "date: 2024-99-99", "published: False", "layout: post", "layout: contact_us",
))  # fmt: skip
#: YAML of any kind, also such as is none.
any_yaml = st.one_of(
    st.dictionaries(_keys, _value, max_size=6).map(_dumped),
    st.lists(_yaml_lines, max_size=5).map("\n".join),
    _value.map(_dumped),
    st.text(max_size=40),
)
_fences = st.sampled_from(
    ("---\n", "---\n", "---\n", "--- \n", "\n---\n", "----\n", "---\r\n", "", "\ufeff---\n")
)
#: The text of a page's file.
any_file = st.builds(
    lambda first, matter, last, body: f"{first}{matter}\n{last}{body}",
    _fences, any_yaml, _fences, st.one_of(any_markdown, any_html),
)  # fmt: skip
_folders = st.sampled_from((
    "", "pages/", "pages/", "_services/", "_services/A group/", "newsroom/", "newsroom/stories/",
    "newsroom/stories/_posts/", "newsroom/media-releases/_posts/", "_posts/", "other/_posts/",
    "newsroom/_posts/", "permalink: /", "é中/", "_drafts/", "_includes/", "_data/", "a/b/c/d/", ".x/",
    "newsroom/stories/_posts/_posts/", "_other/", "images/", "%2e%2e/", "a b/_posts/", "-/",
))  # fmt: skip
_names = st.sampled_from((
    "index.md", "index.html", "plan.md", "PLAN.md", "fees.md", "2023-02-11-.md", "2023-02-11-x.md",
    "2023-09019-x.md", "2094-01-01-y.md", "2024-01-02-file-The form.md", "2024-01-02-link-x.md",
    "2024-01-02-post-x.html", "2023-02-30-x.md", "中文.md", "a b.md", "a%20b.md", "a#b?.md", ".md", "x",
    "x.markdown", "collection.yml", "a'b\".md", "…md", "x" * 200 + ".md", "a\nb.md", "404.md", "search.md",
    "form.pdf", "quay.png", "a\\b.md", "CON.md", "feed.xml", "x.MD", "é.md", "e\u0301.md", "_x.md", "-.md",
))  # fmt: skip
_paths = st.builds("{}{}".format, _folders, _names)
_data_files = st.sampled_from((
    "_config.yml", "_data/navigation.yml", "_data/footer.yml", "_services/collection.yml", "index.md",
    "_other/collection.yml", "_data/homepage.yml",
))  # fmt: skip
_redirect_lines = st.sampled_from((
    "/old /plan/", "/old/* /plan/:splat 301!", "# x", "", "/a", "/a /b /c /d", "/plan/ /plan/", "/x /x",
    "https://www.harbour.example/y /plan/ 301", "/é /plan/", "/% /%", "/z https://other.example/ 302",
    "/w javascript:alert(1)", "/loop /loop2", "/loop2 /loop", "\x00 \x01", "/q?id=1 /plan/ 301 Country=sg",
))  # fmt: skip
_contents = st.one_of(
    any_file.map(lambda text: text.encode("utf-8", "surrogatepass")),
    any_yaml.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=60),
    st.sampled_from(
        (b"", b"\xff\xfe", b"\x00", picture(), picture()[:50], b"%PDF-1.4\n", b"PK\x03\x04")
    ),
)
_pages = st.one_of(any_file, any_file).map(lambda text: text.encode("utf-8", "surrogatepass"))
_configs = st.dictionaries(_keys, _value, max_size=5).map(
    lambda given: _dumped(
        {"url": "https://www.harbour.example", "resources_name": "newsroom", **given}
    )
)
#: Files that replace or join those of a small, sound repository; None takes one away.
repository_files = st.builds(
    lambda pages, data, config, redirects, gone: {
        **pages,
        **data,
        **({"_config.yml": config.encode()} if config else {}),
        **({"_redirects": "\n".join(redirects).encode()} if redirects else {}),
        **dict.fromkeys(gone),
    },
    st.dictionaries(_paths, st.one_of(_pages, _pages, _contents), max_size=5),
    st.dictionaries(
        _data_files, st.one_of(any_yaml, any_file).map(lambda t: t.encode("utf-8", "surrogatepass")),
        max_size=2,
    ),
    st.one_of(st.just(""), _configs),
    st.lists(_redirect_lines, max_size=4),
    st.lists(st.sampled_from(sorted(FILES)), max_size=2),
)  # fmt: skip


def write(folder: Path, files: dict[str, bytes | None]) -> Path:
    """A repository in a folder; files whose names this system refuses are left out."""
    for name, content in {**FILES, "images/quay.png": picture(), **files}.items():
        if content is None:
            continue
        try:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        except (OSError, ValueError):
            continue
    return folder


def pack(path: Path, files: dict[str, bytes | None], top: str = "") -> Path:
    """The same repository in a ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**FILES, "images/quay.png": picture(), **files}.items():
            if content is not None:
                archive.writestr(f"{top}{name}", content)
    return path


def spoilt(content: bytes, changes: list[tuple[int, int]]) -> bytes:
    """A file with some of its bytes replaced: places and values, both taken modulo what fits."""
    data = bytearray(content)
    for place, value in changes:
        if data:
            data[place % len(data)] = value % 256
    return bytes(data)


def packed(files: dict[str, bytes | None]) -> bytes:
    """A ZIP's bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content or b"")
    return buffer.getvalue()
