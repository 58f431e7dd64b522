"""The graph of a page: the page itself, its place in the site, and who publishes it.

https://schema.org/WebPage, https://schema.org/BreadcrumbList. Nodes refer to each other by `@id`,
which are addresses of this site: those of the site and its publisher are the same on every page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, singledispatch
from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page, Site

from pages import languages, metadata, surroundings, visibility
from pages.models import HomePage
from pages.site_settings import SiteSettings
from pages.structured_data import pictures, values
from pages.structured_data.values import Node, known


@dataclass(frozen=True)
class Subject:
    """A page with what is known around it while it is rendered."""

    page: Page
    request: HttpRequest
    site: Site
    settings: SiteSettings
    #: What the page's template was given.
    context: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def address(self) -> str:
        return self.page.get_full_url(self.request) or ""

    @property
    def is_home(self) -> bool:
        """Whether nothing stands above the page: the front page, in any language."""
        return isinstance(self.page, HomePage)

    @property
    def language(self) -> str:
        return languages.tag_of(languages.current())

    @property
    def publisher_name(self) -> str:
        return self.settings.agency or self.settings.site_name

    @property
    def publisher(self) -> Node:
        """A reference to who publishes the site; empty while nobody is named."""
        return self.of_site("organization") if self.publisher_name else {}

    def own(self, name: str) -> Node:
        """A reference to a node of this page."""
        return {"@id": f"{self.address}#{name}"}

    def of_site(self, name: str) -> Node:
        """A reference to a node that is the same on all pages of the site."""
        return {"@id": f"{self.site.root_url}/#{name}"}


def script(page: Page, request: HttpRequest | None, context: Mapping[str, Any]) -> SafeString:
    """The description of a page as a script element that holds data; nothing for a page that is
    not public, such as one in a preview.
    """
    site = Site.find_for_request(request) if request else None
    if request is None or site is None or not page.pk or not visibility.is_public(page):
        return SafeString()
    subject = Subject(page, request, site, SiteSettings.for_request(request), context)
    if not subject.address:
        return SafeString()
    return values.script({"@context": "https://schema.org", "@graph": nodes(subject)})


def nodes(subject: Subject) -> list[Node]:
    """Everything that is told about a page, each node once."""
    told = [*described(subject.page, subject), web_site(subject), organization(subject)]
    told.append(breadcrumb(subject))
    by_id: dict[str, Node] = {}
    for node in told:
        if node:
            # What the page type says comes first, and more of it may be known.
            by_id[node["@id"]] = node | by_id.get(node["@id"], {})
    return list(by_id.values())


@singledispatch
def described(page: Page, subject: Subject) -> list[Node]:
    """What is told about a page of this type, the page itself first."""
    return [web_page(subject)]


def web_page(subject: Subject, kind: str = "WebPage", **own: Any) -> Node:
    """The page itself; `own` are properties that its type adds."""
    page = subject.page
    return known({
        "@type": kind,
        "@id": subject.address,
        "url": subject.address,
        "name": page.seo_title or page.title,
        "description": metadata.description(page, subject.settings),
        "inLanguage": subject.language,
        "isPartOf": subject.of_site("website"),
        "publisher": subject.publisher,
        "breadcrumb": {} if subject.is_home else subject.own("breadcrumb"),
    } | own)  # fmt: skip


def web_site(subject: Subject, **own: Any) -> Node:
    """https://schema.org/WebSite"""
    settings = subject.settings
    return known({
        "@type": "WebSite",
        **subject.of_site("website"),
        "url": f"{subject.site.root_url}/",
        "name": settings.site_name or settings.agency or subject.site.hostname,
        "publisher": subject.publisher,
    } | own)  # fmt: skip


def organization(subject: Subject, *, with_logo: bool = False, **own: Any) -> Node:
    """https://schema.org/Organization; empty while nobody is named."""
    if not subject.publisher:
        return {}
    logo = subject.settings.logo if with_logo else None
    return known({
        "@type": "GovernmentOrganization" if subject.settings.is_government else "Organization",
        **subject.publisher,
        "name": subject.publisher_name,
        "url": f"{subject.site.root_url}/",
        "logo": pictures.largest(logo, "publisher", subject.site),
    } | own)  # fmt: skip


def breadcrumb(subject: Subject) -> Node:
    """https://developers.google.com/search/docs/appearance/structured-data/breadcrumb

    The public pages above, and the page; empty for the home page, which is above all.
    """
    if subject.is_home:
        return {}
    above = surroundings.public_ancestors(subject.page, subject.request)
    steps = [(entry.label, entry.href) for entry in above if entry.href]
    steps.append((subject.page.title, subject.address))
    return {
        "@type": "BreadcrumbList",
        **subject.own("breadcrumb"),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": label,
                "item": {"@type": "WebPage", "@id": urljoin(subject.site.root_url, address)},
            }
            for position, (label, address) in enumerate(steps, start=1)
        ],
    }


def item_list(subject: Subject, pages: Iterable[Page], number: int = 1) -> Node:
    """The pages that a page lists, in its order: addresses only; empty when it lists none.

    They must have passed the gate. `number` is that of the part of a long list.
    """
    addresses = [address for page in pages if (address := page.get_full_url(subject.request))]
    if not addresses:
        return {}
    return {
        "@type": "ItemList",
        **subject.own(f"list-{number}" if number > 1 else "list"),
        "numberOfItems": len(addresses),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "url": address}
            for position, address in enumerate(addresses, start=1)
        ],
    }
