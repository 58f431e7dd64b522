"""The error pages: they ask nothing of what may be broken, and lead on."""

import pytest
from django.core.cache import caches
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from lxml import html

from fixtures import factories

PAGES = ["400", "403", "403_csrf", "404", "410", "500"]


def refuse(*args, **kwargs) -> None:
    raise AssertionError("The cache was asked.")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_asks_neither_database_nor_cache(
    name: str, django_assert_num_queries, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in ("get", "get_many", "set", "add"):
        monkeypatch.setattr(type(caches["default"]), way, refuse)

    with django_assert_num_queries(0):
        bare = render_to_string(f"{name}.html")
        asked = render_to_string(f"{name}.html", request=rf.get("/nothing-here/"))

    for text in (bare, asked):
        page = html.fromstring(text)
        assert len(page.findall(".//h1")) == 1
        assert page.get("lang")
        assert page.findtext(".//title") == page.findtext(".//h1")
        assert page.xpath("//main//a[@href='/']")


@pytest.mark.parametrize("name", ["400", "500"])
def test_where_the_site_may_be_broken_nothing_of_it_is_loaded(name: str) -> None:
    page = html.fromstring(render_to_string(f"{name}.html"))

    assert page.xpath("//form") == []
    assert all(
        address.startswith("/static/") for address in page.xpath("//link/@href | //script/@src")
    )


@pytest.mark.django_db
def test_the_form_of_an_error_page_leads_to_the_search_page(client: Client) -> None:
    factories.HomePageFactory(site_root=True)
    search = factories.SearchPageFactory()
    form = html.fromstring(client.get("/nothing-here/").content).find(".//form")

    answer = client.get(form.get("action"), {"q": "late letters\x00"})

    assert (answer.status_code, answer["Location"]) == (302, f"{search.url}?q=late+letters")
    assert client.get(reverse("to_search"))["Location"] == search.url


@pytest.mark.django_db
def test_without_a_search_page_the_form_leads_home(client: Client) -> None:
    factories.HomePageFactory(site_root=True)

    for query in ({"q": "letters"}, {}, {"q": "\ufffd"}):
        answer = client.get(reverse("to_search"), query)
        assert (answer.status_code, answer["Location"]) == (302, "/")
