"""The head of a page: one address, a description always, and what social networks show."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from fixtures import factories as make
from fixtures.factories.crowd import add_items
from fixtures.factories.lifecycle import publish
from pages.media.worker import work_off
from pages.metadata import words_of
from pages.models import SiteRendition
from pages.site_settings import SiteSettings
from tests.newsroom.reading import latest

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make.HomePageFactory(site_root=True, slug="front", hero_title="", title="Home")


@pytest.fixture
def settings_of_site(home):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.site_name, settings.agency = "Applied Intelligence", "The Office"
    settings.save()
    return settings


def head_of(address: str) -> BeautifulSoup:
    response = Client().get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml").head


def told(address: str) -> dict[str, list[str]]:
    """The contents of the meta elements by their name or property."""
    found: dict[str, list[str]] = {}
    for meta in head_of(address).select("meta[content]"):
        found.setdefault(meta.get("name") or meta.get("property"), []).append(meta["content"])
    return found


def one(address: str, name: str) -> str:
    (value,) = told(address)[name]
    return value


def canonical(address: str) -> str:
    (link,) = head_of(address).select("link[rel=canonical]")
    return link["href"]


@pytest.fixture
def newsroom(settings_of_site):
    newsroom = make.NewsroomFactory(title="Media hub")
    add_items(make.NewsListFactory(parent=newsroom), 30, [make.TopicFactory(), make.TopicFactory()])
    return newsroom


def test_a_later_page_of_a_listing_has_an_address_and_a_title_of_its_own(newsroom) -> None:
    address = newsroom.full_url
    assert canonical(f"{newsroom.url}?page=1") == address
    assert canonical(f"{newsroom.url}?page=2") == f"{address}?page=2"
    assert one(f"{newsroom.url}?page=2", "og:url") == f"{address}?page=2"
    titles = [head_of(f"{newsroom.url}?page={number}").title.get_text() for number in (1, 2)]
    assert titles == [
        "Media hub | Applied Intelligence",
        "Media hub – Page 2 | Applied Intelligence",
    ]


@pytest.mark.parametrize("query", ["kind=news", "kind=news&page=2", "year=2026", "topic=x"])
def test_a_narrowed_listing_is_the_listing_to_search_engines(newsroom, query) -> None:
    address = f"{newsroom.url}?{query}"
    assert canonical(address) == newsroom.full_url
    assert one(address, "robots") == "noindex,follow"


def test_only_what_is_narrowed_stays_out_of_search_engines(newsroom) -> None:
    search = make.SearchPageFactory()
    assert "robots" not in told(newsroom.url) and "robots" not in told(search.url)
    assert "robots" not in told(f"{newsroom.url}?utm_source=mail")
    assert one(f"{search.url}?q=word", "robots") == "noindex,follow"
    assert canonical(f"{search.url}?q=word&page=2") == search.full_url


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"search_description": "Found.", "summary": "Read."}, "Found."),
        ({"summary": "Read\n this & that."}, "Read this & that."),
        (
            {
                "summary": "",
                "body": [
                    ("heading", {"text": "No", "level": "h2", "anchor": ""}),
                    ("paragraph", "<p>First &amp; <b>bold</b></p><p>second</p>"),
                ],
            },
            "First & bold second",
        ),
        ({"summary": "", "title": "The board"}, "The board – The Office"),
    ],
)
def test_a_description_is_always_there(settings_of_site, fields, description) -> None:
    page = make.ContentPageFactory(**fields)
    assert one(page.url, "description") == one(page.url, "og:description") == description


def test_a_description_is_short_in_any_script(settings_of_site) -> None:
    page = make.ContentPageFactory(summary="国" * 2000)
    assert len(one(page.url, "description")) <= 320
    page = make.ContentPageFactory(summary="word " * 500)
    assert one(page.url, "description").count("word") == 45


def test_rich_text_is_read_as_words() -> None:
    assert words_of("<p>One</p><p>two&nbsp;&lt;b&gt;</p>") == "One two <b>"
    assert words_of(None) == ""


def test_an_item_tells_its_times_its_kind_and_its_topics(settings_of_site, clock) -> None:
    topics = [make.TopicFactory(name="Skills"), make.TopicFactory(name="Jobs")]
    page = make.NewsArticleFactory(title="An article", topics=topics)
    facts = told(page.url)
    assert facts["og:type"] == ["article"]
    assert facts["article:published_time"] == ["2026-03-02T09:00:00+08:00"]
    assert "article:modified_time" not in facts
    assert facts["article:section"] == ["News article"]
    assert sorted(facts["article:tag"]) == ["Jobs", "Skills"]
    clock.forward(days=1)
    draft = latest(page)
    draft.describe_change("A date was moved.")
    publish(draft)
    assert one(page.url, "article:modified_time") == "2026-03-03T09:00:00+08:00"


def test_what_is_told_of_any_page(settings_of_site) -> None:
    page = make.ContentPageFactory(title="The board", seo_title="Who decides")
    facts = told(page.url)
    assert facts["og:site_name"] == ["Applied Intelligence"]
    assert facts["og:title"] == ["Who decides"]
    assert facts["og:type"] == ["website"]
    assert facts["og:url"] == [page.full_url]
    assert facts["og:locale"] == ["en_GB"]
    assert facts["twitter:card"] == ["summary_large_image"]


def test_the_own_picture_of_a_page_is_shared(settings_of_site, settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://admin.example"
    picture = make.SiteImageFactory(file__width=1600, file__height=1000, alt_text="A harbour")
    page = make.NewsArticleFactory(lead_image=picture)
    work_off()
    facts = told(page.url)
    made = SiteRendition.objects.get(image=picture, filter_spec="fill-1200x630|format-jpeg")
    assert facts["og:image"] == [f"http://localhost{made.url}"]
    assert facts["og:image:type"] == ["image/jpeg"]
    assert (facts["og:image:width"], facts["og:image:height"]) == (["1200"], ["630"])
    assert facts["og:image:alt"] == ["A harbour"]


def test_a_page_without_a_picture_shares_its_card(settings_of_site) -> None:
    page = make.PressReleaseFactory(title="Ferries & more", date=date(2026, 3, 1))
    facts = told(page.url)
    (address,) = facts["og:image"]
    assert address.startswith(f"http://localhost/_cards/{page.pk}-")
    assert Client().get(address.removeprefix("http://localhost")).status_code == 200
    assert facts["og:image:type"] == ["image/png"]
    assert (facts["og:image:width"], facts["og:image:height"]) == (["1200"], ["630"])
    assert facts["og:image:alt"] == ["Ferries & more – Applied Intelligence"]


def test_a_page_behind_a_password_names_no_card(settings_of_site) -> None:
    page = make.ContentPageFactory(title="Inside")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")
    client = Client()
    client.post(
        f"/_util/authenticate_with_password/{page.view_restrictions.get().pk}/{page.pk}/",
        {"password": "secret", "return_url": page.url},
    )
    head = BeautifulSoup(client.get(page.url).content, "lxml").head
    assert head.select_one("meta[property='og:title']")["content"] == "Inside"
    assert head.select("meta[property='og:image'], script[type='application/ld+json']") == []
    assert head.select_one("meta[name='twitter:card']")["content"] == "summary"
