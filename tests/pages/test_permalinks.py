"""Addresses: the one right spelling answers, every other spelling leads there once."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from pages import permalinks
from pages.models import ContentPage
from pages.permalinks import Permalink

ADDRESS = "/Media-Hub/Annual.Report 2019"


@pytest.fixture
def report(add_page) -> ContentPage:
    return add_page("Report", permalink=ADDRESS)


def get(path: str, **headers) -> tuple[int, str | None]:
    response = Client().get(path, **headers)
    return response.status_code, response.headers.get("Location")


def test_a_page_answers_at_exactly_its_permalink(report) -> None:
    assert report.url == "/Media-Hub/Annual.Report%202019"
    assert get(report.url) == (200, None)


@pytest.mark.parametrize(
    "spelling",
    [
        "/Media-Hub/Annual.Report%202019/",
        "/Media-Hub/Annual.Report%202019.html",
        "/Media-Hub/Annual.Report%202019/index.html",
        "/media-hub/annual.report%202019",
        "/report/",
    ],
)
def test_other_spellings_lead_there_in_one_step(report, spelling) -> None:
    assert get(spelling) == (301, report.url)


def test_the_query_string_is_kept(report) -> None:
    assert get("/report/?page=2") == (301, f"{report.url}?page=2")


def test_a_page_in_the_tree_has_one_spelling_too(add_page) -> None:
    add_page("Plan")
    assert get("/plan/") == (200, None)
    for spelling in ("/plan", "/plan.html", "/plan/index.html", "/PLAN/"):
        assert get(spelling) == (301, "/plan/")


def test_a_trailing_slash_belongs_to_the_permalink(add_page) -> None:
    add_page("Plan", permalink="/our/plan/")
    assert get("/our/plan/") == (200, None)
    assert get("/our/plan") == (301, "/our/plan/")


@pytest.mark.parametrize("path", ["/nothing", "/%00", "/..%2f..%2fetc/passwd", "/a//b", "/%FF"])
def test_any_other_address_is_not_found(home, path) -> None:
    assert get(path)[0] == 404


def test_the_address_of_a_draft_does_not_resolve(home) -> None:
    page = home.add_child(instance=ContentPage(title="Secret", permalink="/secret", live=False))
    page.save_revision()
    for spelling in ("/secret", "/secret/", "/SECRET", "/secret.html"):
        assert get(spelling) == (404, None)


def test_a_draft_of_a_new_address_changes_nothing(report) -> None:
    report.permalink = "/new"
    report.save_revision()
    assert get("/new")[0] == 404
    assert get(permalinks.encode(ADDRESS)) == (200, None)


def test_publishing_a_new_address_redirects_the_old_one(report) -> None:
    report.permalink = "/new"
    report.save_revision().publish()
    assert get("/new") == (200, None)
    assert get(permalinks.encode(ADDRESS)) == (301, "/new")


def test_unpublishing_frees_the_address(report, add_page) -> None:
    report.unpublish()
    assert not Permalink.objects.exists()
    other = add_page("Other", permalink=ADDRESS)
    assert get(other.url) == (200, None)


def test_a_redirect_keeps_silent_about_a_hidden_page(report) -> None:
    Redirect.objects.create(old_path="/old", redirect_page=report)
    assert get("/old") == (301, report.url)
    report.unpublish()
    assert get("/old") == (404, None)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("", ""),
        ("about/us", "/about/us"),
        ("/about/us/", "/about/us/"),
        ("/Caf%C3%A9", "/Café"),
        ("/media/technews/", "/media/technews/"),
        ("/health/", "/health/"),
        ("/2019.report", "/2019.report"),
    ],
)
def test_an_address_is_stored_decoded(written, stored) -> None:
    assert permalinks.normalise(written) == stored


@pytest.mark.parametrize(
    "written",
    ["/a?b=1", "/a#b", "/a\\b", "/a//b", "/../a", "/a/./b", "/a\x00", "/admin/x", "/static/x", "/ADMIN", "/robots.txt",
     "/Sitemap.XML", "/sitemap-12.xml", "/sitemap-news.xml", "/.well-known/x", "/favicon.ico",
     "/_site.webmanifest", "/_feeds/1",
     "/" + "a" * 600],
)  # fmt: skip
def test_what_can_be_no_address_is_refused(written) -> None:
    with pytest.raises(ValidationError):
        permalinks.normalise(written)


@pytest.mark.parametrize("taken", [ADDRESS, ADDRESS.upper(), ADDRESS + "/", ADDRESS + ".html"])
def test_two_pages_cannot_have_one_address(report, home, taken) -> None:
    with pytest.raises(ValidationError) as caught:
        home.add_child(instance=ContentPage(title="Other", permalink=taken))
    assert set(caught.value.message_dict) == {"permalink"}
    assert "Report" not in str(caught.value)


def test_a_permalink_cannot_take_the_place_of_a_page_in_the_tree(add_page, home) -> None:
    add_page("Plan")
    with pytest.raises(ValidationError):
        home.add_child(instance=ContentPage(title="Other", permalink="/plan"))


def test_a_slug_cannot_take_the_address_of_a_permalink(add_page, home) -> None:
    add_page("Plan", permalink="/other/")
    with pytest.raises(ValidationError) as caught:
        home.add_child(instance=ContentPage(title="Other", slug="other"))
    assert set(caught.value.message_dict) == {"slug"}
