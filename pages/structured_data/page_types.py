"""What each page type adds to the graph. Imported when the application is ready."""

from typing import Any
from urllib.parse import urljoin

from pages import languages, permalinks, surroundings
from pages.models import (
    ContactPage,
    ContentPage,
    HomePage,
    SearchPage,
    SectionPage,
    StrategyPage,
)
from pages.structured_data import pictures
from pages.structured_data.films import films
from pages.structured_data.graph import (
    Subject,
    described,
    item_list,
    organization,
    web_page,
    web_site,
)
from pages.structured_data.hours import opening_hours
from pages.structured_data.values import Node, known, moment, reference, references


@described.register
def home(page: HomePage, subject: Subject) -> list[Node]:
    """The site and who publishes it, with all that is known of them."""
    told = films(subject)
    return [
        web_page(
            subject,
            about=subject.publisher,
            primaryImageOfPage=_picture(subject, page.social_image or page.hero_image),
            video=references(told),
        ),
        web_site(subject, description=subject.settings.tagline, potentialAction=_search(subject)),
        organization(
            subject,
            with_logo=True,
            sameAs=[child.value["url"] for child in subject.settings.social_links],
            contactPoint=_way_to_contacts(subject),
        ),
        *told,
    ]


@described.register(ContentPage)
@described.register(StrategyPage)
def text(page: ContentPage | StrategyPage, subject: Subject) -> list[Node]:
    """A text with its dates and films."""
    told = films(subject)
    picture = page.social_image or getattr(page, "hero_image", None)
    return [
        web_page(
            subject,
            datePublished=moment(page.first_published_at),
            dateModified=moment(page.last_published_at),
            primaryImageOfPage=_picture(subject, picture),
            video=references(told),
        ),
        *told,
    ]


@described.register
def section(page: SectionPage, subject: Subject) -> list[Node]:
    groups = subject.context.get("groups") or []
    listed = item_list(subject, [child for group in groups for child in group["pages"]])
    return [web_page(subject, "CollectionPage", mainEntity=reference(listed)), listed]


@described.register
def search(page: SearchPage, subject: Subject) -> list[Node]:
    return [web_page(subject, "SearchResultsPage")]


@described.register
def contact(page: ContactPage, subject: Subject) -> list[Node]:
    """How to reach the publisher, and where."""
    contacts = [
        contact for child in page.contacts for contact in child.value["contacts"] if contact
    ]
    return [
        web_page(subject, "ContactPage", mainEntity=subject.publisher),
        organization(
            subject,
            with_logo=True,
            contactPoint=[_contact_point(contact) for contact in contacts],
            location=[_place(child.value) for child in page.locations],
        ),
    ]


def _picture(subject: Subject, image: Any) -> Node:
    """The picture that the page is shared with, which is made anyway."""
    for rendition in pictures.renditions(image, "sharing"):
        return {
            "@type": "ImageObject",
            **subject.own("picture"),
            "url": pictures.full_address(rendition.url, subject.site),
        }
    return {}


def _search(subject: Subject) -> Node:
    """https://schema.org/SearchAction; empty while no search page is public."""
    address = surroundings.search_address(subject.request)
    if not address:
        return {}
    template = f"{urljoin(subject.site.root_url, address)}?q={{search_term_string}}"
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": template},
        "query-input": "required name=search_term_string",
    }


def _way_to_contacts(subject: Subject) -> Node:
    page = languages.in_language(subject.settings.page_for_contacts)
    if page is None:
        return {}
    address = permalinks.full_address_of(page)
    return known({"@type": "ContactPoint", "contactType": "customer service", "url": address})


def _contact_point(contact: Any) -> Node:
    return known({
        "@type": "ContactPoint",
        "name": contact.name,
        "contactType": contact.role or "customer service",
        "telephone": contact.phone,
        "email": contact.email,
    })  # fmt: skip


def _place(location: Any) -> Node:
    hours = [opening_hours(entry["days"], entry["times"]) for entry in location["hours"]]
    return known({
        "@type": "Place",
        "name": location["name"],
        "address": " ".join(location["address"].split()),
        "hasMap": location.get("map_url"),
        # All or none: half of them would say that the place is closed on the other days.
        "openingHoursSpecification": hours if all(hours) else [],
    })  # fmt: skip
