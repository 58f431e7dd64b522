"""The full text of an item in a feed: complete, safe, and as many queries for thirty as for one."""

import json

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fixtures import factories as make
from newsroom.models import PressReleasePage
from tests.newsroom.reading import words


def paragraph(html: str) -> tuple[str, dict]:
    return ("paragraph", {"text": html, "number": None, "unnumbered": False})


def content(listing) -> BeautifulSoup:
    """The text of the newest entry."""
    response = Client().get(f"/_feeds/{listing.pk}/feed.json")
    assert response.status_code == 200
    return BeautifulSoup(json.loads(response.content)["items"][0]["content_html"], "html.parser")


def assert_safe(html: BeautifulSoup) -> None:
    forbidden = "script, style, svg, form, input, button, iframe, object, video, template, noscript"
    assert html.select(forbidden) == []
    for element in html.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
        assert "id" not in element.attrs and "class" not in element.attrs
        for name in ("href", "src"):
            address = element.get(name, "https://")
            assert address.startswith(("http://", "https://", "mailto:", "tel:")), address


def test_a_release_is_told_in_full(news, add_item) -> None:
    contact = make.ContactFactory(name="Press office", email="press@oai.example")
    document = make.SiteDocumentFactory(title="Review")
    add_item(
        "A release",
        model=PressReleasePage,
        dateline="Aldermouth",
        body=[
            paragraph("<p>Today it begins.</p><p>It goes <b>on</b>.</p>"),
            ("heading", {"text": "What comes", "level": "h2", "anchor": ""}),
            ("quote", {"text": "We are glad.", "attribution": "Somebody"}),
        ],
        attachments=[("downloads", {"title": "", "items": [{"document": document, "title": "",
                                                             "description": ""}]})],
        contacts=[contact],
        notes_to_editors='<p>See <a href="https://www.example.org/x">there</a>.</p>',
    )  # fmt: skip
    html = content(news)
    assert_safe(html)
    told = words(html)
    order = ["Aldermouth – Today it begins.", "It goes on .", "What comes", "We are glad.",
             "Press office", "Attachments", "Review", "Notes to editors", "See there ."]  # fmt: skip
    places = [told.find(part) for part in order]
    assert -1 not in places and places == sorted(places), (told, places)
    links = {link.get_text(): link["href"] for link in html.select("a")}
    assert links["Review"] == f"http://localhost{document.url}"
    assert links["there"] == "https://www.example.org/x"
    assert links["press@oai.example"] == "mailto:press@oai.example"
    # The number of a paragraph leads to it on the site.
    assert links["2."].startswith("http://localhost/") and links["2."].endswith("/#para-2")


def test_links_lead_to_what_is_public_and_are_words_otherwise(news, add_item) -> None:
    public, hidden = make.ContentPageFactory(title="P"), make.ContentPageFactory(draft=True)
    text = "".join(
        f'<p><a linktype="page" id="{page.pk}">{name}</a></p>'
        for page, name in [(public, "to public"), (hidden, "to hidden")]
    )
    button = {"label": "Press", "link": {"page": hidden}, "style": "primary"}
    other = {"label": "Push", "link": {"page": public, "anchor": "part"}, "style": "primary"}
    add_item("Links", body=[("paragraph", text), ("button", button), ("button", other)])
    html = content(news)
    assert_safe(html)
    assert {link.get_text(): link.get("href") for link in html.select("a[href]")} == {
        "to public": public.full_url,
        "Push": f"{public.full_url}#part",
    }
    assert "to hidden" in words(html) and "Press" in words(html)
    assert hidden.slug not in str(html)


def test_pictures_are_complete_and_films_are_links(news, add_item) -> None:
    image = make.SiteImageFactory(alt_text="A library image")
    document = make.SiteDocumentFactory()
    films = [
        {"url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "title": "A film",
         "transcript": "<p>Somebody speaks.</p>"},
        {"file": document, "title": "Our film"},
    ]  # fmt: skip
    picture = {"image": image, "alt_text": "Said here", "decorative": False}
    add_item(
        "Pictures",
        lead_image=image,
        body=[("image", {"image": picture, "caption": "<p>Below</p>"})]
        + [("video", film) for film in films],
    )
    html = content(news)
    assert_safe(html)
    assert [img["alt"] for img in html.select("img")] == ["A library image", "Said here"]
    assert all(img["src"].startswith("http://localhost/_media/") for img in html.select("img"))
    films_told = {link.get_text(): link["href"] for link in html.select("figure a")}
    assert films_told == {
        "Play video: A film": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
        "Our film": f"http://localhost{document.url}",
    }
    assert "Somebody speaks." in words(html) and "Below" in words(html)


def test_legacy_html_and_hostile_text_are_safe(news, add_item) -> None:
    hostile = (
        '<p onclick="x()" style="color:red" id="y">Kept</p><script>alert(1)</script>'
        '<a href="javascript:alert(1)">one</a><a href="/local/">two</a><iframe src="/x"></iframe>'
        '<form action="/x"><input name="q">in a form</form><img src="/pic.png" onerror="x()" alt="p">'
        "<svg><script>alert(2)</script></svg><img src='data:image/png;base64,AAAA'>"
    )
    add_item("Hostile <script>alert(3)</script>", summary="<script>alert(4)</script>",
             body=[("legacy_html", {"html": hostile}), ("paragraph", "<p>a\x0bb</p>")])  # fmt: skip
    html = content(news)
    assert_safe(html)
    assert "alert" not in str(html)
    assert words(html).startswith("Kept")
    assert [link["href"] for link in html.select("a[href]")] == ["http://localhost/local/"]
    assert [img["src"] for img in html.select("img")] == ["http://localhost/pic.png"]
    assert "ab" in words(html)
    for name in ("atom.xml", "rss.xml"):
        body = Client().get(f"/_feeds/{news.pk}/{name}").content.decode()
        assert "<script" not in body


def test_what_shows_other_items_is_left_out(news, newsroom, add_item) -> None:
    block = {
        "title": "Latest",
        "subtitle": "",
        "listing": news,
        "count": "3",
        "link_label": "All",
    }
    add_item("Before")
    add_item("With a list", body=[("paragraph", "<p>Words</p>"), ("latest_items", block)])
    assert words(content(news)) == "Words"


def test_every_line_is_a_paragraph_of_its_own(news, add_item) -> None:
    items = [{"value": "15", "label": "actions", "note": ""}]
    add_item("Lines", body=[("statistics", {"items": items}), ("callout", {
        "title": "Mind the date", "text": "<p>It moved.</p>", "kind": "info"})])  # fmt: skip
    html = content(news)
    assert_safe(html)
    loose = [text for text in html.find_all(string=True, recursive=False) if text.strip()]
    assert loose == []
    assert [term.get_text() for term in html.select("dt, dd")] == ["actions", "15"]


def test_thirty_full_texts_cost_no_more_queries_than_one(news, client) -> None:
    topic, contact = make.TopicFactory(), make.ContactFactory()

    def add(number: int) -> None:
        target = make.ContentPageFactory()
        picture = {"image": make.SiteImageFactory(), "alt_text": "x", "decorative": False}
        link = f'<p><a linktype="page" id="{target.pk}">there</a></p>'
        shared = [
            ("image", {"image": picture, "caption": link}),
            ("button", {"label": "Go", "link": {"page": target}, "style": "primary"}),
        ]
        downloads = {"title": "", "items": [{"document": make.SiteDocumentFactory()}]}
        make.NewsArticleFactory(
            parent=news, topics=[topic], lead_image=make.SiteImageFactory(),
            body=[("paragraph", link), ("downloads", downloads), *shared],
        )  # fmt: skip
        make.PressReleaseFactory(
            parent=news, topics=[topic], contacts=[contact],
            body=[paragraph(link), paragraph(link), *shared], notes_to_editors=link,
            attachments=[("downloads", downloads)],
        )  # fmt: skip
        make.NewsLinkFactory(parent=news, link=[("link", {"page": target})])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/_feeds/{news.pk}/feed.json").status_code == 200
        return len(asked)

    add(0)
    queries()
    few = queries()
    for number in range(1, 4):
        add(number)
    assert queries() == few == 14
