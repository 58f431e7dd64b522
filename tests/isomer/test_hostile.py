"""Repositories that mean harm: nothing active is stored, nothing outside is read or asked."""

import re
import socket

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pages.models import ContentPage, SiteImage
from tests.isomer.repository import page, picture

ATTACKS = """
<p><a href="javascript:alert(1)">one</a> <a href="JaVa&#9;Script:alert(1)">two</a>
<a href="vbscript:x">three</a> <a href="data:text/html;base64,PHNjcmlwdD4=">four</a>
<a href="https://ok.example/&quot;onmouseover=&quot;alert(1)">five</a></p>
<p onclick="alert(1)" style="background:url(javascript:alert(1))">six</p>
<img src="data:image/png;base64,AAAA" alt="seven"><img src="x.png" onerror="alert(1)">
<img src="/images/../../outside.png" alt="nine"><img src="file:///etc/passwd" alt="ten">
<script>alert("eleven")</script><style>p{}</style>
<iframe src="https://evil.example/frame" title="twelve"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<form action="https://evil.example/"><p>thirteen</p><div><img src="https://evil.example/p.gif"
onload="alert(1)"><a href="javascript:x">fourteen</a></div></form>
<svg><script>alert(1)</script><a xlink:href="javascript:x"><text>fifteen</text></a></svg>
<math><mtext><img src=x onerror=alert(1)></mtext></math>
<div class="isomer-card-grid"><a class="isomer-card" href="javascript:alert(1)">
<div class="isomer-card-title">&lt;img src=x onerror=alert(1)&gt;</div></a></div>
<details><summary><script>alert(1)</script>sixteen</summary><a href="javascript:x">in</a></details>
<table><tr><td><a href="vbscript:x">a</a></td><td onclick="x()">&lt;script&gt;</td></tr></table>
<blockquote><p>q <a href=" javascript:x">s</a></p></blockquote>
"""


@pytest.fixture
def no_network(monkeypatch):
    """Any attempt to reach another machine fails the test."""

    def refuse(*args, **kwargs):
        raise AssertionError(f"asked the network: {args}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def attacked(make_repository, run_import, tmp_path):
    (tmp_path / "outside.png").write_bytes(picture("red"))
    folder = make_repository({"pages/attack.md": page(ATTACKS, title="<script>T</script>itle")})
    return folder, run_import(folder)


def test_nothing_active_is_stored_or_shown(attacked):
    stored = str(ContentPage.objects.get(title="T itle").body.get_prep_value())
    assert not re.search(
        r"(java|vb)script:|data:|<script|\son\w+=\"|<iframe", stored, re.IGNORECASE
    )
    soup = BeautifulSoup(Client().get("/page/").content, "lxml").find("main")
    assert soup.find(["script", "style", "iframe", "form", "object", "embed", "svg:script"]) is None
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            value = "".join(str(element.get(name, "")).split()).lower()
            assert not value.startswith(("javascript:", "vbscript:", "data:", "file:"))
    assert "<script>" in soup.get_text(), "what was text is still text"


def test_the_words_of_the_attacks_are_still_there(attacked):
    text = BeautifulSoup(Client().get("/page/").content, "lxml").find("main").get_text(" ")
    for word in ("one", "two", "three", "four", "five", "six", "thirteen", "fourteen", "sixteen"):
        assert word in text.split()


def test_only_pictures_of_the_repository_are_taken(attacked):
    _, report = attacked
    assert [image.title for image in SiteImage.objects.all()] == ["Quay"]
    codes = {str(n.code) for i in report.items if i.source == "pages/attack.md" for n in i.warnings}
    assert codes >= {"link-unsafe", "image-embedded", "image-missing", "embed-unknown"}


def test_no_other_machine_is_asked(make_repository, run_import, no_network):
    run_import(make_repository({"pages/attack.md": page(ATTACKS)}))
    assert ContentPage.objects.filter(title="Page").exists()


def test_pictures_that_are_links_out_broken_or_too_large(
    make_repository, run_import, tmp_path, settings
):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 5000
    (tmp_path / "secret.png").write_bytes(picture("red"))
    body = "".join(
        f"![x](/images/{name})\n\n"
        for name in ("link.png", "broken.png", "large.png", "a.svg", "jpg.png")
    )
    folder = make_repository({
        "images/broken.png": b"\x89PNG\r\n\x1a\nnothing",
        "images/large.png": picture("red", (100, 100)),
        "images/a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
        "pages/a.md": page(body),
    })  # fmt: skip
    (folder / "images/link.png").symlink_to(tmp_path / "secret.png")
    report = run_import(folder)
    item = next(item for item in report.items if item.source == "pages/a.md")
    assert [str(note.code) for note in item.warnings] == [
        "gallery",
        "image-missing", "image-broken", "image-broken", "image-unsupported", "image-missing",
    ]  # fmt: skip
    assert [image.title for image in SiteImage.objects.all()] == ["Quay"]


def test_a_picture_with_the_wrong_suffix_is_taken_for_what_it_is(make_repository, run_import):
    folder = make_repository(
        {"images/fake.jpg": picture(), "pages/a.md": page("![x](/images/fake.jpg)")}
    )
    report = run_import(folder)
    assert next(i for i in report.items if i.source == "pages/a.md").warnings == []


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5000,
        "</div>" * 500 + "words",
        "<table><tr><td>" * 300 + "words",
        "> " * 500 + "words",
        "- " * 500 + "words",
        "[" * 2000 + "words",
        "*" * 3000 + "words",
        "<" * 2000 + "words",
        "{: " * 500 + "words",
        "| " * 2000 + "words",
        "&#0;&#x10FFFF;&#55296; words",
        "<p>unclosed <b>words <a href='/x",
        "\ufeffwords \u202e\u0000",
    ],
)
def test_any_body_is_imported_in_bounded_time(make_repository, run_import, body):
    folder = make_repository({"pages/a.md": page(body)}, base=False)
    report = run_import(folder)
    assert {str(item.action) for item in report.items} == {"created"}
