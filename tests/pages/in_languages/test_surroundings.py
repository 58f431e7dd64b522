"""What stands around a page, finds it and lists it speaks the language of the page."""

from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import clear_url_caches
from wagtail.models import Page, PageViewRestriction

from fixtures import factories as make
from pages.discovery import sitemaps
from pages.models import Navigation, SiteSettings
from tests.pages.discovery.reading import NAMES, fetched
from tests.pages.in_languages.versions import ALL, alternates, soup, translate


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
