"""Bodies met in real repositories: each a whole import, its report and the page that is served."""

import pytest
from bs4 import BeautifulSoup

from pages.models import ContentPage
from tests.isomer.outcome import actions, codes, served
from tests.isomer.repository import page, picture


@pytest.fixture
def imported_body(make_repository, run_import):
    """A function that imports one page with a body; its report and what a visitor gets of it."""

    def import_it(body: str | bytes, **files):
        content = page(body) if isinstance(body, str) else page("").encode() + body
        extra = {name.replace("__", "/"): data for name, data in files.items()}
        report = run_import(make_repository({"pages/a.md": content, **extra}))
        response = served("/page/")
        assert response.status_code == 200
        assert actions(report)["pages/a.md"] == "created"
        return report, BeautifulSoup(response.content, "lxml").find("main")

    return import_it


def test_half_a_megabyte_of_inlined_styles(imported_body):
    rules = "".join(f".c{n} {{ color: #{n:06x} }}\n" for n in range(22_000))
    assert len(rules) > 489_000
    report, main = imported_body(f"<style>\n{rules}</style>\n<p>After the rules</p>\n")
    assert "After the rules" in main.get_text()
    assert ".c21999" not in str(main)
    assert "script-removed" in codes(report, "pages/a.md")


def test_a_script_with_a_player_s_key(imported_body):
    report, main = imported_body('Before\n\n<script>player("K3Y")</script>\n\nAfter\n')
    assert "Before" in main.get_text()
    assert "After" in main.get_text()
    assert "K3Y" not in str(main)
    assert "script-removed" in codes(report, "pages/a.md")


def test_a_table_used_to_close_a_table(imported_body):
    _, main = imported_body(
        "<table><tr><td>One</td><td>Two</td></tr><table><p>After the tables</p>"
    )
    for word in ("One", "Two", "After the tables"):
        assert word in main.get_text()


def test_a_table_inside_a_link_inside_a_table(imported_body):
    _, main = imported_body(
        '<table><tr><td><a href="/plan/"><table><tr><td>Inner</td><td>cell</td></tr></table></a>'
        "</td><td>Outer</td></tr></table>"
    )
    assert {"Inner", "cell", "Outer"} <= set(main.get_text(" ").split())


def test_eight_frames_in_table_cells(imported_body):
    frame = (
        '<td><iframe src="https://www.youtube.com/embed/abcdefghij{}" title="F{}"></iframe></td>'
    )
    cells = "".join(frame.format(n, n) for n in range(8))
    report, _ = imported_body(f"<table><tr>{cells}</tr></table>")
    item = next(item for item in report.items if item.source == "pages/a.md")
    assert item.videos == 8


@pytest.mark.parametrize("char", ["\u0002", "\u0003", "\u2028"])
def test_characters_that_no_text_should_hold(imported_body, char):
    report, main = imported_body(f"Before{char}after, and more.\n")
    assert "characters" in codes(report, "pages/a.md")
    assert "after, and more." in main.get_text()
    assert char not in str(main)


def test_windows_line_ends(imported_body):
    _, main = imported_body(b"One\r\n\r\n- two\r\n- three\r\n")
    assert [item.get_text(strip=True) for item in main.select("li")][:2] == ["two", "three"]


@pytest.mark.parametrize(
    "source",
    ["/images/x.png)", "//images/x.png", "/images/x.png/", "images/x.png", "../images/x.png",
     "/IMAGES/X.PNG", "/images/x.png?raw=true", "https://www.harbour.example/images/x.png"],
)  # fmt: skip
def test_addresses_of_pictures_with_a_fault_are_found(make_repository, run_import, source):
    body = f'<p><img src="{source}" alt="A quay"></p>'
    folder = make_repository({"pages/a.md": page(body), "images/x.png": picture("red")})
    report = run_import(folder)
    assert next(i for i in report.items if i.source == "pages/a.md").images == 1
    assert [b.block_type for b in ContentPage.objects.get(title="Page").body] == ["image"]


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("hhttps://other.example/x", "https://other.example/x"),
        ("htttp://other.example/x", "http://other.example/x"),
        ("http//other.example.sg", None),
        ("www.other.example", "https://www.other.example"),
        ("jo@other.example", "mailto:jo@other.example"),
        ("http://mailto:jo@other.example", "mailto:jo@other.example"),
        ("mailto:jo@other.example; al@other.example", "mailto:jo@other.example,al@other.example"),
        ("tel:+65 6000 0000", "tel:+6560000000"),
        ("/plan/)", "/plan/"),
        ("/pages/plan.md", "/plan/"),
        ("javascript:alert(1)", None),
        ("vbscript:x", None),
        ("data:text/html,x", None),
    ],
)
def test_links_with_a_fault(imported_body, href, link):
    report, main = imported_body(f'<p>See <a href="{href}">this word</a>.</p>')
    anchors = [a["href"] for a in main.find_all("a") if a.get_text() == "this word"]
    assert anchors == ([link] if link else [])
    assert "this word" in main.get_text()
    named = {"link-unsafe", "link-invalid", "link-repaired", "link-unresolved"}
    assert codes(report, "pages/a.md") & named or href.startswith(("tel:", "mailto:jo", "http:"))


def test_no_space_after_a_link(imported_body):
    _, main = imported_body('<p>Go <a href="/plan/">there</a>to see it.</p>')
    assert "Go thereto see it." in main.get_text()


@pytest.mark.parametrize("joint", ["", "\n", "\n\n  "])
def test_cards_on_one_line_and_pretty_printed(imported_body, joint):
    card = joint.join([
        '<a class="isomer-card" href="/plan/">', '<div class="isomer-card-body">',
        '<div class="isomer-card-title">Title</div>',
        '<div class="isomer-card-description">Words</div>', "</div>", "</a>",
    ])  # fmt: skip
    report, main = imported_body(
        joint.join(['<div class="isomer-card-grid">', card, card, "</div>"])
    )
    assert next(i for i in report.items if i.source == "pages/a.md").cards == 2
    assert main.get_text().count("Words") == 2


@pytest.mark.parametrize(
    "body", ["The text ends in the middle of a", "<p>ends in <b>bold <a href='/plan/'>li", "<p>a</p><im"]
)  # fmt: skip
def test_a_file_that_ends_in_the_middle(imported_body, body):
    _, main = imported_body(body)
    assert main.get_text(strip=True)


def test_pictures_written_into_the_page(imported_body):
    report, main = imported_body(
        '<p>Before <img src="data:image/png;base64,iVBORw0KGgo="> after</p>'
    )
    assert "image-embedded" in codes(report, "pages/a.md")
    assert "data:" not in str(main)


def test_event_handlers(imported_body):
    report, main = imported_body('<p onclick="steal()" onmouseover="x()">Quiet words</p>')
    assert "Quiet words" in main.get_text()
    assert "steal" not in str(main)
    assert "script-removed" in codes(report, "pages/a.md")


@pytest.mark.parametrize("tag", ["div", "blockquote", "span", "ul><li", "b"])
def test_elements_nested_ten_thousand_deep(imported_body, tag):
    _, main = imported_body(f"<{tag}>" * 10_000 + "inmost words")
    assert "inmost words" in main.get_text(" ")


def test_aliases_that_explode(make_repository, run_import):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    source = "---\ntitle: Bomb\npermalink: /bomb/\n" + "\n".join(lines) + "\n---\nText\n"
    report = run_import(make_repository({"pages/a.md": source}))
    assert codes(report, "pages/a.md") >= {"front-matter"}
    assert served("/bomb/").status_code == 200
