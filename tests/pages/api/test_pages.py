"""What the API says of pages that everybody may see."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale

from fixtures import factories as make
from pages.api.markup import portable
from pages.models import ContentPage
from pages.search.results import Results
from tests.pages.api.conftest import PAGES

RELEASE_BODY = [
    ("paragraph", {"text": "<p>One.</p><p>Two.</p>", "number": None, "unnumbered": False}),
    ("heading", {"text": "Next", "level": "h2", "anchor": ""}),
    ("button", {"label": "Plan", "link": {"url": "/plan/"}, "style": "primary"}),
]


@pytest.fixture
def release(news, clock):
    topic = make.TopicFactory(name="Skills", slug="skills")
    return make.PressReleaseFactory(
        title="A “release”", slug="r", parent=news, topics=[topic], body=RELEASE_BODY,
        permalink="/Media/r.html", notes_to_editors='<p><a href="/x">Note</a></p>',
    )  # fmt: skip


def test_a_list_names_every_public_page(release, ask) -> None:
    answer = ask()
    assert answer["meta"] == {"total_count": 4}
    assert [page["title"] for page in answer["items"]] == [
        "Front", "Media hub", "News", "A “release”",
    ]  # fmt: skip
    assert answer["items"][3] == {
        "id": release.pk,
        "meta": {
            "type": "newsroom.PressReleasePage",
            "detail_url": f"http://localhost{PAGES}{release.pk}/",
            "html_url": "http://localhost/Media/r.html",
            "slug": "r",
            "locale": "en-gb",
            "first_published_at": "2026-03-02T09:00:00+08:00",
            "last_published_at": "2026-03-02T09:00:00+08:00",
        },
        "title": "A “release”",
        "summary": "What happened, in one sentence.",
        "kind": "press-release",
        "date": "2026-03-02",
        "topics": [{"slug": "skills", "name": "Skills"}],
    }
    page = answer["items"][0]
    assert (page["kind"], page["date"], page["topics"]) == (None, None, [])
    assert "kind" not in ask(type="pages.HomePage")["items"][0]


def test_a_release_is_told_with_its_text_and_full_addresses(release, news, ask) -> None:
    page = ask(f"{release.pk}/")
    assert page["meta"]["parent"] == {
        "id": news.pk,
        "title": "News",
        "html_url": "http://localhost/hub/news/",
        "detail_url": f"http://localhost{PAGES}{news.pk}/",
    }
    assert (page["kind"], page["date"], page["dateline"]) == (
        "press-release", "2026-03-02", "Aldermouth",
    )  # fmt: skip
    assert page["topics"] == [{"slug": "skills", "name": "Skills"}]
    assert '<p id="para-1"><span>Aldermouth</span> – One.</p>' in page["body"]
    assert '<a href="http://localhost/Media/r.html#para-2">2.</a> Two.' in page["body"]
    assert '<h2 id="next">Next</h2>' in page["body"]
    assert '<a href="http://localhost/plan/">' in page["body"]
    assert page["notes_to_editors"] == '<p><a href="http://localhost/x">Note</a></p>'
    assert "class=" not in json.dumps(page)


def test_a_withdrawn_item_says_so_and_what_replaced_it(release, news, ask) -> None:
    later = make.PressReleaseFactory(title="Later", parent=news)
    release.withdrawn_at, release.withdrawal_reason = release.first_published_at, "Wrong figures"
    release.replaced_by = later
    release.save_revision().publish()
    page = ask(f"{release.pk}/")
    assert page["withdrawn_at"] == "2026-03-02T09:00:00+08:00"
    assert page["replaced_by"]["title"] == "Later"
    [change] = page["changes"]
    assert (change["kind"], change["text"]) == ("withdrawal", "Wrong figures")
    assert change["at"] == "2026-03-02T09:00:00+08:00"


def test_items_can_be_chosen_as_in_a_listing(release, news, ask) -> None:
    make.NewsArticleFactory(title="Old", parent=news, date=date(2024, 1, 5))
    items = "newsroom.NewsroomItem"
    for query, titles in [
        ({}, ["A “release”", "Old"]),
        ({"kind": "news"}, ["Old"]),
        ({"year": "2026"}, ["A “release”"]),
        ({"topic": "skills"}, ["A “release”"]),
        ({"topic": "none"}, []),
    ]:
        found = ask(type=items, order="-date", **query)["items"]
        assert [page["title"] for page in found] == titles
    assert ask(type=items, order="-date")["items"][0]["topics"][0]["slug"] == "skills"


def test_the_tree_can_be_asked(release, news, home, ask) -> None:
    def titles(**query) -> list[str]:
        return [page["title"] for page in ask(**query)["items"]]

    assert titles(child_of="root") == ["Media hub"]
    assert titles(descendant_of=news.pk) == ["A “release”"]
    assert titles(ancestor_of=release.pk) == ["Front", "Media hub", "News"]
    assert titles(slug="r") == ["A “release”"]
    assert titles(order="-title", limit=2, offset=1) == ["Media hub", "Front"]
    assert titles(type="newsroom.NewsListPage,newsroom.NewsroomPage") == ["Media hub", "News"]
    assert titles(offset=4) == [] and titles(limit=0) == []


def test_a_language_narrows_the_list(home, ask) -> None:
    malay = Locale.objects.create(language_code="ms")
    page = make.ContentPageFactory(title="Pelan", locale=malay)
    assert [item["id"] for item in ask(locale="ms")["items"]] == [page.pk]
    assert ask(f"{page.pk}/")["meta"]["locale"] == "ms"
    assert ask(translation_of=page.pk)["items"] == []


def test_fields_are_chosen_by_name(release, ask) -> None:
    page = ask(f"{release.pk}/", fields="_,title,html_url")
    assert page == {"title": "A “release”", "meta": {"html_url": "http://localhost/Media/r.html"}}
    assert "body" not in ask(type="newsroom.PressReleasePage", fields="*")["items"][0]


@pytest.mark.parametrize(
    "address", ["/Media/r.html", "/media/r", "/hub/news/r/", "Media/r.html"]
)  # fmt: skip
def test_a_page_is_found_by_its_address(release, client, address) -> None:
    response = client.get(f"{PAGES}find/", {"html_path": address, "fields": "title"})
    assert response.status_code == 302
    assert response["Location"] == f"http://localhost{PAGES}{release.pk}/?fields=title"
    assert client.get(f"{PAGES}find/", {"id": release.pk})["Location"] == (
        f"http://localhost{PAGES}{release.pk}/"
    )


def test_the_html_holds_nothing_that_runs(home, ask) -> None:
    page = make.ContentPageFactory(
        body=[
            ("legacy_html", {"html": '<p onclick="x()">Words <a href="javascript:x()">here</a></p>'}),
            ("embed", {"url": "https://www.onemap.gov.sg/minimap/", "title": "A map"}),
            ("image", {"image": {"image": make.SiteImageFactory(), "alt_text": "A harbour"}}),
        ]
    )  # fmt: skip
    body = ask(f"{page.pk}/")["body"]
    assert "Words <a>here</a>" in body
    for sign in ("javascript:", "onclick", "<iframe", "<script", "<svg", "data-", "style="):
        assert sign not in body
    assert 'alt="A harbour"' in body and 'src="http://localhost/_media/' in body


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<source srcset="/a 1x, b.avif 400w">', '<source srcset="http://x.org/a 1x, http://x.org/p/b.avif 400w">'),
        ('<a href="#here">a</a>', '<a href="http://x.org/p/#here">a</a>'),
        ('<a href="mailto:a@x.org">a</a>', '<a href="mailto:a@x.org">a</a>'),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<img src="http://[" alt="x">', '<img alt="x">'),
        ("<p>a<script>b</script><svg><text>c</text></svg><button>d</button></p>", "<p>a</p>"),
    ],
)  # fmt: skip
def test_addresses_in_html_are_full_ones(html, expected) -> None:
    assert portable(html, "http://x.org/p/") == expected


def test_any_site_may_read_it_and_nobody_is_followed(release) -> None:
    for address in (PAGES, f"{PAGES}{release.pk}/", f"{PAGES}9/", "/api/", f"{PAGES}?x=1"):
        response = Client(headers={"origin": "https://elsewhere.example"}).get(address)
        assert response["Content-Type"] == "application/json"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert response["Cache-Control"] == "public, no-cache"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies and "Cookie" not in response.get("Vary", "")


def test_an_unchanged_answer_is_not_sent_twice(release, client) -> None:
    tag = client.get(f"{PAGES}{release.pk}/")["ETag"]
    again = client.get(f"{PAGES}{release.pk}/", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    release.title = "Changed"
    release.save_revision().publish()
    assert client.get(f"{PAGES}{release.pk}/", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_nor_is_it_where_the_answer_is_read_in_a_snapshot(client) -> None:
    """Outside the transaction of a test, as visitors ask."""
    home = make.HomePageFactory(site_root=True, slug="front")
    for address in (PAGES, f"{PAGES}{home.pk}/"):
        tag = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_can_only_be_read(release, client, method) -> None:
    for address in (PAGES, f"{PAGES}{release.pk}/", f"{PAGES}find/"):
        response = getattr(client, method)(address)
        assert response.status_code == 405
        assert list(response.json()) == ["message"]


def test_a_browser_may_ask_what_it_can_do(home, client) -> None:
    response = client.options(PAGES)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.head(PAGES).status_code == 200


def test_no_other_form_of_answer_is_offered(home, client) -> None:
    response = client.get(PAGES, headers={"accept": "text/html"})
    assert response["Content-Type"] == "application/json"
    assert client.get(PAGES, {"format": "api"}).status_code == 400


def test_it_finds_what_the_search_of_the_site_finds(
    news, ask, django_capture_on_commit_callbacks
) -> None:
    def titles(**query) -> list[str]:
        return [page["title"] for page in ask(**query)["items"]]

    # Words for slips are learnt after the commit.
    with django_capture_on_commit_callbacks(execute=True):
        make.ContentPageFactory(title="Ferries", summary="From the harbour.")
        make.NewsArticleFactory(title="Harbour", parent=news)
        make.PressReleaseFactory(title="The old harbour at night", parent=news)
    assert titles(search="harbour") == ["Harbour", "The old harbour at night", "Ferries"]
    assert titles(search="harbour", limit=1, offset=1) == ["The old harbour at night"]
    assert ask(search="harbour", limit=1)["meta"] == {"total_count": 3}
    assert titles(search="harbour", order="-title") == [
        "The old harbour at night",
        "Harbour",
        "Ferries",
    ]
    assert titles(search="harbour", type="pages.ContentPage") == ["Ferries"]
    items = {"type": "newsroom.NewsroomItem", "kind": "news"}
    assert titles(search="harbour", **items) == ["Harbour"]
    assert titles(search="harbuor", child_of=news.pk) == ["Harbour", "The old harbour at night"]
    assert titles(search="submarine") == titles(search="***") == titles(search="") == []


def test_a_search_that_takes_too_long_is_refused(home, client, monkeypatch) -> None:
    failed = Results(has_failed=True)
    monkeypatch.setattr("pages.api.views.search", lambda text, among: failed)
    response = client.get(PAGES, {"search": "words"})
    assert response.status_code == 400 and "took too long" in response.json()["message"]


def test_pictures_and_documents_are_not_offered(home, client) -> None:
    for address in ("/api/", "/api", "/api/v2/images/", "/api/v2/documents/1/", "/api/v2/pages"):
        assert client.get(address).json() == {"message": f"Nothing is here. Pages are at {PAGES}"}


def test_no_page_can_take_the_address(home) -> None:
    with pytest.raises(ValidationError) as error:
        home.add_child(instance=ContentPage(title="API", slug="api"))
    assert list(error.value.message_dict) == ["slug"]
    with pytest.raises(ValidationError) as error:
        home.add_child(instance=ContentPage(title="A", slug="a", permalink="/API/v3"))
    assert list(error.value.message_dict) == ["permalink"]
