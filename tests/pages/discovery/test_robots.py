"""robots.txt, and the mark on the pages of a site that is being tried out."""

from urllib.robotparser import RobotFileParser

import pytest
from wagtail.models import Site

from fixtures import factories as make
from pages.site_settings import SiteSettings


def rules(client) -> RobotFileParser:
    response = client.get("/robots.txt")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(response.content.decode().splitlines())
    return parser


@pytest.fixture
def kept_out(home) -> SiteSettings:
    settings = SiteSettings.for_site(Site.objects.get())
    settings.keep_out_of_search = True
    settings.save()
    return settings


def test_all_may_be_read_but_what_is_for_one_person(home, client) -> None:
    found = rules(client)
    for path in (
        "/",
        "/about/",
        "/_media/images/a.jpg",
        "/_feeds/3/atom.xml",
        "/documents/1/a.pdf",
    ):
        assert found.can_fetch("Anybot", f"http://localhost{path}"), path
    for path in ("/admin/", "/admin/pages/3/", "/_preview/abc/", "/_calendar/abc.ics", "/_util/x/"):
        assert not found.can_fetch("Anybot", f"http://localhost{path}"), path


def test_it_names_the_sitemaps_in_full(home, client) -> None:
    assert rules(client).site_maps() == [
        "http://localhost/sitemap.xml",
        "http://localhost/sitemap-news.xml",
    ]


def test_results_are_not_listed_and_the_search_page_is(home, client) -> None:
    page = make.SearchPageFactory(parent=home)
    assert client.get(page.url, {"q": "word"})["X-Robots-Tag"] == "noindex, follow"
    assert "X-Robots-Tag" not in client.get(page.url).headers


def test_results_of_the_search_are_left_alone_and_the_search_is_not(home, client) -> None:
    page = make.SearchPageFactory(parent=home)
    assert f"Disallow: {page.url}?*q=\n" in client.get("/robots.txt").content.decode()
    page.unpublish()
    assert "q=" not in client.get("/robots.txt").content.decode()


def test_a_site_that_is_kept_out_disallows_everything(kept_out, client) -> None:
    assert not rules(client).can_fetch("Anybot", "http://localhost/")
    assert rules(client).site_maps() is None


def test_its_pages_say_so_too(home, kept_out, client) -> None:
    assert client.get(home.url)["X-Robots-Tag"] == "noindex"
    kept_out.keep_out_of_search = False
    kept_out.save()
    assert "X-Robots-Tag" not in client.get(home.url).headers


def test_a_site_is_listed_unless_somebody_says_otherwise() -> None:
    assert SiteSettings().keep_out_of_search is False
