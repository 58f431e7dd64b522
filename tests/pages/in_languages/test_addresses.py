"""A site in several languages: whose an address is, the switcher, and what stays hidden."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page, PageViewRestriction

from fixtures import factories as make
from fixtures.factories.lifecycle import bring_to
from pages import clock
from tests.pages.in_languages.versions import alternates, soup, translate


def test_the_locale_of_the_first_pages_is_that_of_the_settings(db, settings) -> None:
    assert [locale.language_code for locale in Locale.objects.all()] == [settings.LANGUAGE_CODE]


def test_each_language_has_its_prefix_and_the_first_has_none(home, chinese, about, client) -> None:
    translated = translate(about, "zh-hans", title="关于我们")
    assert (about.url, chinese.url, translated.url) == ("/about/", "/zh-hans/", "/zh-hans/about/")
    assert Page.objects.get(pk=translated.pk).url == "/zh-hans/about/"
    assert soup(client.get("/about/")).h1.get_text(strip=True) == "About us"
    assert soup(client.get("/zh-hans/about/")).h1.get_text(strip=True) == "关于我们"
    assert client.get("/ms/about/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/en/about/", "/about/"),
        ("/en", "/"),
        ("/EN-GB/about?a=1", "/about/?a=1"),
        ("/ZH-Hans/about/", "/zh-hans/about/"),
        ("/zh-hans", "/zh-hans/"),
        ("/zh-hans/about.html", "/zh-hans/about/"),
    ],
)
def test_other_spellings_answer_with_one_redirect(
    home, chinese, about, client, asked, right
) -> None:
    translate(about, "zh-hans", title="关于我们")
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, right)


def test_a_permalink_stands_below_the_prefix(home, chinese, about, client) -> None:
    about.permalink = "/who/We-Are"
    about.save_revision().publish()
    translated = translate(about, "zh-hans", title="关于我们")
    assert translated.url == "/zh-hans/who/We-Are"
    assert client.get(translated.url).status_code == 200
    assert client.get("/zh-hans/about/")["Location"] == translated.url
    assert client.get("/zh-hans/who/we-are/")["Location"] == translated.url
    translated.permalink = "/new"
    translated.save_revision().publish()
    assert client.get("/zh-hans/who/We-Are")["Location"] == "/zh-hans/new"


def test_an_address_is_taken_once_in_each_language(home, chinese, about) -> None:
    translate(about, "zh-hans", title="关于我们")
    with pytest.raises(ValidationError, match="already has this address"):
        make.ContentPageFactory(title="Other", permalink="/about/", parent=chinese)
    with pytest.raises(ValidationError, match="belong to another language"):
        make.ContentPageFactory(title="Other", permalink="/zh-hans/else/", parent=home)
    with pytest.raises(ValidationError, match="belong to another language"):
        make.ContentPageFactory(title="Other", slug="ta", parent=home)


@pytest.mark.parametrize(
    "path", ["/zh-hans/nothing/", "/ta/", "/ms", "/zh-hans/%00", "/zh-hans/%ff", "/zh-hans//about/"]
)
def test_what_is_not_there_is_not_found(home, chinese, about, client, path) -> None:
    translate(about, "zh-hans", live=False)
    assert client.get(path).status_code == 404
    assert client.get("/zh-hans/about/").status_code == 404


def test_a_page_says_which_language_it_is_in(home, chinese, about, client) -> None:
    response = client.get(chinese.url)
    assert response["Content-Language"] == "zh-Hans"
    assert soup(response).html["lang"].lower() == "zh-hans"
    assert client.get("/about/")["Content-Language"] == "en"
    assert client.get("/zh-hans/nothing/")["Content-Language"] == "zh-Hans"
    # The next answer of the same thread is not in the language of the last.
    assert soup(client.get("/about/")).html["lang"].lower().startswith("en")


def switcher(page: BeautifulSoup) -> list[tuple[str, str, str, str | None]]:
    return [
        (link.get_text(strip=True), link["hreflang"], link["href"], link.get("aria-current"))
        for link in page.select(".languages a")
    ]


def test_the_switcher_leads_to_this_page_or_to_the_home_page(home, chinese, about, client) -> None:
    translate(home, "ta", title="முகப்பு")
    translate(about, "zh-hans", title="关于我们")
    page = soup(client.get("/about/"))
    assert switcher(page) == [
        ("English", "en", "/about/", "true"),
        ("中文", "zh-Hans", "/zh-hans/about/", None),
        ("தமிழ்", "ta", "/ta/", None),
    ]
    assert [link["lang"] for link in page.select(".languages a")] == ["en", "zh-Hans", "ta"]
    there = soup(client.get("/zh-hans/about/"))
    assert [entry[3] for entry in switcher(there)] == [None, "true", None]


def test_alternates_name_each_other(home, chinese, about, client) -> None:
    translate(about, "zh-hans", title="关于我们", permalink="/us")
    root = home.full_url.rstrip("/")
    expected = {
        "en": f"{root}/about/",
        "zh-Hans": f"{root}/zh-hans/us",
        "x-default": f"{root}/about/",
    }
    assert alternates(soup(client.get("/about/"))) == expected
    assert alternates(soup(client.get("/zh-hans/us"))) == expected


@pytest.mark.parametrize("state", ["draft", "unpublished", "expired", "scheduled", "restricted"])
def test_a_translation_that_is_not_public_is_not_told(home, chinese, about, client, state) -> None:
    translated = translate(about, "zh-hans", live=False, title="关于我们")
    if state == "restricted":
        translated.save_revision().publish()
        PageViewRestriction.objects.create(page=translated, restriction_type="login")
    elif state != "draft":
        translated.go_live_at = clock.now() + timedelta(hours=1)
        translated.expire_at = clock.now() - timedelta(hours=1)
        bring_to(translated, state)
    page = soup(client.get("/about/"))
    assert alternates(page) == {}
    assert ("中文", "zh-Hans", "/zh-hans/", None) in switcher(page)
    assert "/zh-hans/about" not in str(page)


def test_without_a_second_language_nothing_is_shown(home, about, client) -> None:
    translate(home, "ta", live=False)
    page = soup(client.get("/about/"))
    assert switcher(page) == [] and alternates(page) == {}
