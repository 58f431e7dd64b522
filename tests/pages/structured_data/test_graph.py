"""What search engines are told of a page and what is around it, and what they are not told."""

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from fixtures import factories as make
from pages.site_settings import SiteSettings
from tests.newsroom.reading import graph_of
from tests.pages.structured_data.validating import graph_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return make.HomePageFactory(site_root=True)


@pytest.fixture
def settings_of_site(home) -> SiteSettings:
    settings = SiteSettings.for_site(Site.objects.get())
    settings.site_name, settings.agency = "Applied Intelligence", "The Office"
    settings.save()
    return settings


def test_the_home_page_tells_of_the_site_and_its_publisher(home, settings_of_site) -> None:
    settings = settings_of_site
    settings.is_government, settings.tagline = True, "For all"
    settings.social_links = [
        ("social", {"network": "linkedin", "url": "https://social.example/us"}),
    ]
    settings.contact_page = contact = make.ContactPageFactory()
    settings.save()
    search = make.SearchPageFactory()
    graph = graph_of(home)
    assert "BreadcrumbList" not in graph
    assert graph["WebSite"]["name"] == "Applied Intelligence"
    assert graph["WebSite"]["description"] == "For all"
    assert graph["WebSite"]["potentialAction"] == {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{search.full_url}?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    publisher = graph["GovernmentOrganization"]
    assert publisher["name"] == "The Office"
    assert publisher["sameAs"] == ["https://social.example/us"]
    assert publisher["contactPoint"]["url"] == contact.full_url


@pytest.mark.parametrize("state", ["draft", "embargoed", "expired", "unpublished"])
def test_the_home_page_tells_nothing_of_pages_that_are_not_public(
    home, settings_of_site, state
) -> None:
    settings_of_site.contact_page = make.ContactPageFactory(**{state: True})
    settings_of_site.save()
    make.SearchPageFactory(**{state: True})
    graph = graph_of(home)
    assert "potentialAction" not in graph["WebSite"]
    assert "contactPoint" not in graph["Organization"]


def test_a_breadcrumb_names_the_pages_above_and_the_page(home) -> None:
    section = make.SectionPageFactory(title="About", parent=home, permalink="/About.Us")
    page = make.ContentPageFactory(title="Board", parent=section)
    steps = graph_of(page)["BreadcrumbList"]["itemListElement"]
    assert [(step["name"], step["item"]["@id"]) for step in steps] == [
        ("Home", "http://localhost/"),
        ("About", "http://localhost/About.Us"),
        ("Board", page.full_url),
    ]


def test_a_section_lists_its_public_pages(home) -> None:
    section = make.SectionPageFactory(parent=home)
    shown = make.ContentPageFactory(parent=section)
    make.ContentPageFactory(parent=section, draft=True)
    make.ContentPageFactory(parent=section, embargoed=True)
    graph = graph_of(section)
    assert [entry["url"] for entry in graph["ItemList"]["itemListElement"]] == [shown.full_url]
    assert graph["CollectionPage"]["mainEntity"] == {"@id": f"{section.full_url}#list"}


def test_an_empty_section_has_no_list(home) -> None:
    graph = graph_of(make.SectionPageFactory(parent=home))
    assert "ItemList" not in graph and "mainEntity" not in graph["CollectionPage"]


def test_a_text_has_its_dates_in_the_zone_of_the_site(home, clock) -> None:
    page = make.StrategyPageFactory(parent=home)
    clock.forward(days=1)
    page.save_revision().publish()
    graph = graph_of(page)["WebPage"]
    assert graph["datePublished"] == "2026-03-02T09:00:00+08:00"
    assert graph["dateModified"] == "2026-03-03T09:00:00+08:00"


def test_the_contact_page_tells_how_to_reach_the_publisher(home, settings_of_site) -> None:
    desk = make.ContactFactory(
        name="Press desk", role="Media", phone="+65 6123 4567", email="press@agency.example"
    )
    place = {"name": "Centre", "address": "1 Harbour Street\n Torrisk", "map_url": ""}
    clear = [{"days": "Monday to Friday", "times": "9 am to 5 pm"}]
    unclear = [*clear, {"days": "Public holidays", "times": "sometimes"}]
    page = make.ContactPageFactory(
        parent=home,
        contacts=[("contacts", {"title": "", "contacts": [desk]})],
        locations=[
            ("location", place | {"hours": clear}),
            ("location", place | {"hours": unclear}),
        ],
    )
    publisher = graph_of(page)["Organization"]
    assert publisher["contactPoint"] == [
        {
            "@type": "ContactPoint",
            "name": "Press desk",
            "contactType": "Media",
            "telephone": "+65 6123 4567",
            "email": "press@agency.example",
        }
    ]
    first, second = publisher["location"]
    assert first["address"] == "1 Harbour Street Torrisk"
    (hours,) = first["openingHoursSpecification"]
    assert (hours["opens"], hours["closes"]) == ("09:00", "17:00")
    assert "openingHoursSpecification" not in second


def test_a_page_behind_a_password_is_not_described(home, admin_client) -> None:
    page = make.ContentPageFactory(parent=home)
    assert graph_of(page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = admin_client.get(page.url)
    assert response.status_code == 200
    assert graph_in(response.content) == []


def test_a_draft_in_a_preview_is_not_described(home, admin_client) -> None:
    page = make.ContentPageFactory(parent=home, title="Not yet", draft=True)
    response = admin_client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200 and b"Not yet" in response.content
    assert graph_in(response.content) == []
    assert b"/_cards/" not in response.content


def test_the_same_nodes_have_the_same_names_on_all_pages(home, settings_of_site) -> None:
    page = make.ContentPageFactory(parent=home)
    for name in ("WebSite", "Organization"):
        assert graph_of(home)[name]["@id"] == graph_of(page)[name]["@id"]
    assert Client().get(page.url).content.count(b"application/ld+json") == 1
