"""What search engines are told about an article or a release: schema.org, safely in the page."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.timezone import get_default_timezone
from wagtail.models import Site

from fixtures import factories as make
from fixtures.factories.lifecycle import publish
from newsroom.models import PressReleasePage
from newsroom.withdrawal import withdraw
from pages.media.worker import work_off
from pages.models import SiteRendition
from pages.site_settings import SiteSettings
from tests.newsroom.reading import graph_of, latest, seen, structured
from tests.pages.structured_data.validating import graph_in, node_of


@pytest.fixture
def named(newsroom) -> SiteSettings:
    settings = SiteSettings.for_site(Site.objects.get())
    settings.site_name, settings.agency = "Applied Intelligence", "The Office"
    settings.logo = make.SiteImageFactory()
    settings.save()
    work_off()
    return settings


def step(position: int, name: str, address: str) -> dict:
    """A step of a breadcrumb."""
    item = {"@type": "WebPage", "@id": address}
    return {"@type": "ListItem", "position": position, "name": name, "item": item}


def test_an_article_is_described(article, named) -> None:
    graph = graph_of(article)
    logo = graph["Organization"].pop("logo")
    assert logo.startswith("http://localhost/") and logo.endswith(".png")
    address = article.full_url
    assert graph == {
        "WebPage": {
            "@type": "WebPage",
            "@id": address,
            "url": address,
            "name": "An article",
            "description": article.summary,
            "inLanguage": "en",
            "isPartOf": {"@id": "http://localhost/#website"},
            "publisher": {"@id": "http://localhost/#organization"},
            "breadcrumb": {"@id": f"{address}#breadcrumb"},
            "mainEntity": {"@id": f"{address}#article"},
        },
        "NewsArticle": {
            "@type": "NewsArticle",
            "@id": f"{address}#article",
            "url": address,
            "mainEntityOfPage": {"@id": address},
            "headline": "An article",
            "description": article.summary,
            "inLanguage": "en",
            "genre": "News article",
            "articleSection": "News article",
            "datePublished": "2026-03-02T09:00:00+08:00",
            "author": [{"@type": "Person", "name": "Robin Testwell"}],
            "publisher": {"@id": "http://localhost/#organization"},
            "isPartOf": {"@id": "http://localhost/#website"},
        },
        "WebSite": {
            "@type": "WebSite",
            "@id": "http://localhost/#website",
            "url": "http://localhost/",
            "name": "Applied Intelligence",
            "publisher": {"@id": "http://localhost/#organization"},
        },
        "Organization": {
            "@type": "Organization",
            "@id": "http://localhost/#organization",
            "name": "The Office",
            "url": "http://localhost/",
        },
        "BreadcrumbList": {
            "@type": "BreadcrumbList",
            "@id": f"{address}#breadcrumb",
            "itemListElement": [
                step(1, "Home", "http://localhost/"),
                step(2, "Media hub", "http://localhost/media-hub/"),
                step(3, "News", "http://localhost/media-hub/news/"),
                step(4, "An article", address),
            ],
        },
    }  # fmt: skip


def test_a_press_release_is_its_publishers(add_item, named) -> None:
    topic = make.TopicFactory(name="Skills")
    described = structured(add_item("Release", model=PressReleasePage, topics=[topic]))
    assert described["@type"] == "NewsArticle"
    assert described["genre"] == described["articleSection"] == "Press release"
    assert described["author"] == described["publisher"]
    assert described["keywords"] == ["Skills"]


def test_an_official_site_is_a_government_organisation(article, named) -> None:
    named.is_government = True
    named.save()
    assert graph_of(article)["GovernmentOrganization"]["name"] == "The Office"


def test_a_site_without_a_name_has_no_publisher(article) -> None:
    assert "publisher" not in structured(article)
    assert "Organization" not in graph_of(article)


def test_several_authors_are_told_apart(add_item) -> None:
    described = structured(add_item("Item", authors="Robin Testwell, , Ada Quill"))
    assert [author["name"] for author in described["author"]] == ["Robin Testwell", "Ada Quill"]


@pytest.mark.parametrize(
    ("size", "shapes"),
    [
        ((2400, 1600), [(1200, 675), (1200, 900), (1200, 1200)]),
        # Never enlarged: cut to the shape, at most as large as it is.
        ((1000, 800), [(1000, 564), (1000, 750), (800, 800)]),
    ],
)
def test_the_picture_is_there_in_three_shapes(add_item, settings, size, shapes) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://admin.example"
    picture = make.SiteImageFactory(file__width=size[0], file__height=size[1])
    page = add_item("Item", lead_image=picture)
    work_off()
    addresses = structured(page)["image"]
    assert all(address.startswith("http://localhost/_media/") for address in addresses)
    by_address = {
        f"http://localhost{made.url}": (made.width, made.height)
        for made in SiteRendition.objects.filter(image=picture)
    }
    assert [by_address[address] for address in addresses] == shapes


def test_a_picture_that_is_not_ready_is_left_out(add_item) -> None:
    assert "image" not in structured(add_item("Item", lead_image=make.SiteImageFactory()))


def test_a_day_that_was_written_back_has_no_time(add_item) -> None:
    assert structured(add_item("Item", date=date(2024, 5, 1)))["datePublished"] == "2024-05-01"


def test_only_a_major_change_modifies(article) -> None:
    publish(latest(article))
    assert "dateModified" not in structured(article)
    draft = latest(article)
    draft.describe_change("The closing date was moved.")
    publish(draft)
    assert structured(article)["dateModified"] == "2026-03-03T09:30:00+08:00"


def test_a_withdrawn_item_says_so(article) -> None:
    assert "creativeWorkStatus" not in structured(article)
    draft = latest(article)
    withdraw(draft, "It no longer holds.")
    publish(draft)
    assert structured(article)["creativeWorkStatus"] == "Withdrawn"


@pytest.mark.parametrize(
    "title",
    ["</script><script>alert(1)</script>", "<!--<script>", "a & b \u2028 c", 'quotes " \\ end'],
)
def test_no_text_ends_the_script(add_item, title) -> None:
    page = add_item(title)
    source = Client().get(page.url).content.decode()
    data = source.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&\u2028") & set(data)
    assert structured(page)["headline"] == title
    scripts = seen(Client(), page).select("script:not([src])")
    assert [script["type"] for script in scripts] == ["application/ld+json"]


def test_a_list_names_the_entries_that_it_shows(news, add_item) -> None:
    shown = [add_item(f"Item {number}") for number in range(13)][::-1]
    add_item("Not yet", embargoed=True)
    listed = graph_of(news)["ItemList"]
    assert [entry["url"] for entry in listed["itemListElement"]] == [
        page.full_url for page in shown[:12]
    ]
    assert graph_of(news)["CollectionPage"]["mainEntity"] == {"@id": f"{news.full_url}#list"}
    graph = graph_in(Client().get(f"{news.url}?page=2").content)
    second = node_of(graph, "ItemList")
    assert second["@id"] == f"{news.full_url}#list-2"
    assert [entry["url"] for entry in second["itemListElement"]] == [shown[12].full_url]


def test_an_uploaded_film_is_described_with_its_day(add_item) -> None:
    film = make.SiteDocumentFactory(file=ContentFile(b"\x00\x00\x00\x18ftypmp42", name="film.mp4"))
    video = {"file": film, "title": "A film", "poster": make.SiteImageFactory()}
    page = add_item("Item", body=[("video", video), ("video", video | {"poster": None})])
    work_off()
    described = graph_of(page)["VideoObject"]
    assert described["uploadDate"] == film.created_at.astimezone(get_default_timezone()).isoformat(
        timespec="seconds"
    )
    assert described["contentUrl"] == f"http://localhost{film.url}"
    assert structured(page)["video"] == [{"@id": f"{page.full_url}#film-1"}]


def test_a_film_elsewhere_whose_day_nobody_knows_is_left_out(add_item) -> None:
    video = {
        "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "title": "A film",
        "poster": make.SiteImageFactory(),
    }  # fmt: skip
    known = video | {"shown_since": date(2025, 6, 30)}
    page = add_item("Item", body=[("video", video), ("video", known)])
    work_off()
    described = graph_of(page)["VideoObject"]
    assert described["@id"].endswith("#film-1")
    assert described["uploadDate"] == "2025-06-30"
    assert described["embedUrl"] == "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
    assert "contentUrl" not in described
