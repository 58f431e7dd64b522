"""A site in several languages: whose an address is, the switcher, and what stays hidden."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import clear_url_caches
from wagtail.models import Locale, Page, PageViewRestriction

from fixtures import factories as make
from fixtures.factories.lifecycle import bring_to
from pages import clock, languages
from pages.discovery import sitemaps
from pages.models import ContentPage, HomePage, Navigation, SiteSettings
from tests.pages.discovery.reading import NAMES, fetched

ALL = [("en-gb", "English"), ("zh-hans", "Chinese"), ("ms", "Malay"), ("ta", "Tamil")]


@pytest.fixture
def in_four(db, settings):
    """The site with its four languages."""
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = ALL
    clear_url_caches()
    cache.clear()
    languages.make_locales()
    yield
    clear_url_caches()
    cache.clear()


@pytest.fixture
def home(in_four) -> HomePage:
    return make.HomePageFactory(site_root=True, title="Front")


def translate(page: Page, code: str, *, live: bool = True, **fields) -> Page:
    """A translation as an editor makes it, with these words, published or left a draft."""
    translated = page.copy_for_translation(Locale.objects.get(language_code=code))
    for name, value in fields.items():
        setattr(translated, name, value)
    revision = translated.save_revision()
    if live:
        revision.publish()
    return Page.objects.get(pk=translated.pk).specific


@pytest.fixture
def chinese(home) -> HomePage:
    return translate(home, "zh-hans", title="首页")


@pytest.fixture
def about(home) -> ContentPage:
    return make.ContentPageFactory(title="About us", slug="about", parent=home)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


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


def alternates(page: BeautifulSoup) -> dict[str, str]:
    return {
        link["hreflang"]: link["href"]
        for link in page.select("link[rel=alternate][hreflang]:not([type])")
    }


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


def test_menu_search_and_home_are_those_of_the_language(home, chinese, about, client) -> None:
    make.SearchPageFactory(title="Search", parent=home, slug="search")
    other = make.ContentPageFactory(title="Other", slug="other", parent=home)
    translate(about, "zh-hans", title="关于我们")
    menu, _ = Navigation.objects.get_or_create(site=home.get_site())
    menu.items = menu.items.stream_block.to_python(
        [
            {"type": "item", "value": {"label": "About", "link": {"page": page.pk}}}
            for page in (about, other)
        ]
    )
    menu.save()
    here, there = (soup(client.get(address)) for address in ("/about/", "/zh-hans/about/"))
    assert [link["href"] for link in here.select(".nav-link")] == ["/about/", "/other/"]
    assert [(link["href"], link.get_text(strip=True)) for link in there.select(".nav-link")] == [
        ("/zh-hans/about/", "关于我们")
    ]
    assert here.select_one(".brand")["href"] == "/"
    assert there.select_one(".brand")["href"] == "/zh-hans/"
    assert there.select_one(".breadcrumb a")["href"] == "/zh-hans/"
    assert here.select_one(".header-search")["href"] == "/search/"
    assert there.select_one(".header-search") is None


def versions_in_sitemap(page: Page) -> dict[str, str]:
    """The languages that the sitemap names for a page, with their addresses."""
    root = fetched(f"/sitemap-{page.pk // sitemaps.CHUNK}.xml")
    [entry] = [
        entry for entry in root if entry.findtext("s:loc", namespaces=NAMES) == page.full_url
    ]
    return {link.get("hreflang"): link.get("href") for link in entry.iterfind("xhtml:link", NAMES)}


def test_the_sitemap_names_a_page_in_its_languages(home, chinese, about, client) -> None:
    assert versions_in_sitemap(about) == {}
    there = translate(about, "zh-hans", live=False, title="关于我们")
    assert versions_in_sitemap(about) == {}
    there.get_latest_revision().publish()
    there = Page.objects.get(pk=there.pk)
    both = {
        "en": "http://localhost/about/",
        "zh-Hans": "http://localhost/zh-hans/about/",
        "x-default": "http://localhost/about/",
    }
    assert versions_in_sitemap(about) == versions_in_sitemap(there) == both
    head = alternates(soup(client.get("/about/")))
    assert head == both
    PageViewRestriction.objects.create(page=there, restriction_type="login")
    assert versions_in_sitemap(about) == {}


def test_words_from_an_error_page_are_searched_in_its_language(home, chinese, client) -> None:
    def sent_to(address: str) -> str:
        response = client.get(address, {"q": "海"})
        assert response.status_code == 302
        return response["Location"]

    assert sent_to("/zh-hans/_search/") == "/zh-hans/"
    page = make.SearchPageFactory(title="Search", parent=home, slug="search")
    assert sent_to("/_search/") == sent_to("/zh-hans/_search/") == "/search/?q=%E6%B5%B7"
    translate(page, "zh-hans")
    assert sent_to("/_search/") == "/search/?q=%E6%B5%B7"
    assert sent_to("/zh-hans/_search/") == "/zh-hans/search/?q=%E6%B5%B7"
    lost = soup(client.get("/zh-hans/nothing/"))
    assert lost.select_one("form[role=search]")["action"] == "/zh-hans/_search/"
    for address in ("/en/_search/", "/about/_search/", "/ta/_search/", "/zh-hans/x/_search/"):
        assert client.get(address).status_code == 404


def test_a_site_that_goes_back_to_one_language_answers_in_it_only(
    home, chinese, about, settings
) -> None:
    make.ContentPageFactory(title="Own", permalink="/own", parent=chinese)
    settings.WAGTAIL_I18N_ENABLED = False
    settings.WAGTAIL_CONTENT_LANGUAGES = ALL[:1]
    clear_url_caches()
    cache.clear()
    visitor = Client()
    assert visitor.get("/about/").status_code == 200
    for path in ("/zh-hans/", "/zh-hans/own", "/en/about/"):
        assert visitor.get(path).status_code == 404


def test_a_listing_shows_its_own_language(home, chinese, client) -> None:
    hub = make.NewsroomFactory(title="News", slug="news", parent=home)
    item = make.NewsArticleFactory(title="A bridge", slug="bridge", parent=hub)
    translate(hub, "zh-hans", title="新闻")
    translate(item, "zh-hans", title="大桥")
    assert "大桥" not in client.get("/news/").content.decode()
    there = client.get("/zh-hans/news/").content.decode()
    assert "大桥" in there and "A bridge" not in there


def test_settings_of_the_site_are_shared(home, chinese, client) -> None:
    settings, _ = SiteSettings.objects.get_or_create(site=home.get_site())
    settings.site_name = "Harbour Office"
    settings.save()
    assert "Harbour Office" in client.get(chinese.url).content.decode()


def test_a_password_is_asked_for_in_the_language_of_the_page(home, chinese, about, client) -> None:
    translated = translate(about, "zh-hans", title="关于我们")
    PageViewRestriction.objects.create(
        page=translated, restriction_type=PageViewRestriction.PASSWORD, password="right"
    )
    asked = soup(client.get(translated.url))
    assert (asked.html["lang"], asked.h1.get_text(strip=True)) == ("zh-hans", "需要密码")
    form = asked.find("form")
    again = soup(client.post(form["action"], {"password": "wrong", "return_url": translated.url}))
    assert (again.html["lang"], len(again.select("[role=alert]"))) == ("zh-hans", 1)
    right = client.post(form["action"], {"password": "right", "return_url": translated.url})
    assert right["Location"] == translated.url
    assert soup(client.get(translated.url)).h1.get_text(strip=True) == "关于我们"


def test_a_feed_speaks_the_language_of_its_listing(home, chinese, client) -> None:
    hub = make.NewsroomFactory(title="News", slug="news", parent=home)
    item = make.NewsArticleFactory(title="A bridge", slug="bridge", parent=hub)
    there = translate(hub, "zh-hans", title="新闻")
    translate(item, "zh-hans", title="大桥")
    feeds = [
        BeautifulSoup(client.get(f"/_feeds/{page.pk}/atom.xml").content, "xml")
        for page in (hub, there)
    ]
    assert [feed.entry.title.get_text() for feed in feeds] == ["A bridge", "大桥"]
    assert [feed.feed["xml:lang"] for feed in feeds] == ["en", "zh-Hans"]
    # One that follows both keeps them apart.
    assert (
        len({entry.id.get_text() for feed in feeds for entry in feed.find_all(["feed", "entry"])})
        == 4
    )
