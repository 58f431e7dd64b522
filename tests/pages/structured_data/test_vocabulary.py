"""Every page type speaks the vocabulary, with everything that can stand on a page."""

import copy

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Page, Site

from fixtures import factories as make
from newsroom.models import NewsArticlePage
from pages.media.worker import work_off
from pages.site_settings import SiteSettings
from tests.browser import showcase
from tests.newsroom.reading import latest
from tests.pages.structured_data.validating import faults, graph_in, node_of
from tests.test_page_types import TYPES

pytestmark = pytest.mark.django_db

PAGE_TYPES = {
    "home": "WebPage",
    "strategy": "WebPage",
    "content": "WebPage",
    "section": "CollectionPage",
    "contact": "ContactPage",
    "search": "SearchResultsPage",
    "newsroom": "CollectionPage",
    "list": "CollectionPage",
    "release": "NewsArticle",
    "article": "NewsArticle",
}


@pytest.fixture
def home() -> Page:
    return make.HomePageFactory(site_root=True)


@pytest.mark.parametrize("name", TYPES)
def test_a_page_with_little_on_it(name, home) -> None:
    page = home if name == "home" else TYPES[name].factory(**TYPES[name].fields)
    settings = SiteSettings.for_site(Site.objects.get())
    settings.agency = "The Office"
    settings.save()
    graph = graph_in(Client().get(page.url).content)
    assert faults(graph) == []
    assert PAGE_TYPES[name] in {node["@type"] for node in graph}


def test_a_site_whose_publisher_is_not_known(home) -> None:
    graph = graph_in(Client().get(home.url).content)
    assert [node["@type"] for node in graph] == ["WebPage", "WebSite"]
    assert faults(graph) == []


def test_pages_with_everything_on_them() -> None:
    addresses = showcase.build()
    settings = SiteSettings.for_site(Site.objects.get())
    settings.logo = make.SiteImageFactory()
    settings.save()
    film = make.SiteDocumentFactory(file=ContentFile(b"\x00\x00\x00\x18ftypmp42", name="film.mp4"))
    video = {
        "file": film, "title": "A film", "poster": make.SiteImageFactory(), "caption": "Seen.",
        "transcript": "<p>Said &amp; done.</p>",
    }  # fmt: skip
    filmed = make.NewsArticleFactory(title="Filmed", body=[("video", video)])
    draft = latest(NewsArticlePage.objects.get(title="An article"))
    draft.corrections = [("correction", {"notice": "The sum.", "earlier": "Two", "later": "Three"})]
    draft.save_revision().publish()
    work_off()
    addresses["filmed"] = filmed.url
    graphs = {name: graph_in(Client().get(path).content) for name, path in addresses.items()}
    assert {name: faults(graph) for name, graph in graphs.items() if faults(graph)} == {}
    assert node_of(graphs["filmed"], "VideoObject")["transcript"] == "Said & done."
    assert node_of(graphs["article"], "NewsArticle")["correction"]
    assert node_of(graphs["home"], "GovernmentOrganization")["logo"].endswith(".png")
    assert len(node_of(graphs["second page"], "ItemList")["itemListElement"]) > 1


SOUND = [
    {
        "@type": "NewsArticle",
        "@id": "https://www.example.org/a/#article",
        "headline": "A",
        "datePublished": "2026-03-02T09:00:00+08:00",
        "author": {"@type": "Person", "name": "Robin"},
    },
]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"@type": "PressRelease"}, "unknown type 'PressRelease'"),
        ({"opens": "09:00"}, "NewsArticle has no opens"),
        ({"url": "/a/"}, "NewsArticle.url is no URL: '/a/'"),
        ({"headline": " "}, "NewsArticle.headline is no Text: ' '"),
        ({"headline": None}, "NewsArticle lacks headline"),
        ({"datePublished": "2026-03-02T09:00:00"}, "is no Date or DateTime"),
        ({"datePublished": "2 March"}, "is no Date or DateTime"),
        ({"author": {"@id": "https://www.example.org/#nobody"}}, "is no Organization or Person"),
        ({"author": {"@type": "Place", "name": "Here"}}, "is no Organization or Person"),
        ({"author": {"@type": "Person", "telephone": "1"}}, "Person has no telephone"),
        ({"@id": "#article"}, "has no address for its @id"),
    ],
)
def test_what_is_wrong_is_found(change, fault) -> None:
    graph = copy.deepcopy(SOUND)
    assert faults(graph) == []
    graph[0].update(change)
    assert any(fault in line for line in faults(graph)), faults(graph)
