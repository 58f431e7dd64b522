"""What leads from one page to others: menu, breadcrumb, section navigation, search, pagination.

Every page named here has passed the gate (`pages.visibility`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.core.paginator import Page as PageOfItems
from django.http import HttpRequest
from django.utils.html import strip_tags
from wagtail.models import Page

from pages import clock, dependencies, languages, permalinks, surroundings
from pages.models import SectionPage
from pages.models.section import grouped_children
from pages.navigation import Entry
from pages.site_settings import SocialNetwork

register = template.Library()


@dataclass(frozen=True)
class SectionPlace:
    """Where a page stands in its section: all pages of it, and the ones beside it."""

    section: Page
    groups: list[dict]
    previous: Page | None
    next: Page | None


@register.simple_tag(takes_context=True)
def crumbs(context: template.Context, page: Page) -> list[Entry]:
    """The public pages above this one, from the home page down; one query in a request."""
    return surroundings.public_ancestors(page, context.get("request"))


@register.simple_tag(takes_context=True)
def section_place(context: template.Context, page: Page) -> SectionPlace | None:
    """The nearest section above the page; None for a page outside any section."""
    if not getattr(page, "path", ""):
        return None
    return surroundings.once(
        context.get("request"),
        ("section", page.path),
        lambda: _section_place(page, context.get("request")),
    )


def _section_place(page: Page, request: HttpRequest | None) -> SectionPlace | None:
    above = surroundings.public_pages_above(page, request)
    section = next((row for row in reversed(above) if row.specific_class is SectionPage), None)
    if section is None:
        return None
    with dependencies.reading(dependencies.name(section.pk)):
        # Its own address is known to its own type only.
        section = section.specific
    groups = grouped_children(section, as_cards=False)
    pages = [entry for group in groups for entry in group["pages"]]
    place = next((number for number, entry in enumerate(pages) if entry.pk == page.pk), None)
    if place is None:
        return SectionPlace(section, groups, None, None)
    after = pages[place + 1] if place + 1 < len(pages) else None
    return SectionPlace(section, groups, pages[place - 1] if place else None, after)


@register.simple_tag(takes_context=True)
def search_address(context: template.Context) -> str:
    """The address of the site's search page; empty when there is none."""
    return surroundings.search_address(context.get("request"))


@register.filter
def public_url(page: Page | None) -> str:
    """The page's address while the public may see it, else nothing; in the language of the answer
    if it is there.
    """
    shown = languages.in_language(page)
    return (permalinks.address_of(shown) or "") if shown else ""


@register.filter
def holds(entry: Entry, address: str | None) -> bool:
    """Whether a menu entry, or one below it, leads to this address."""
    if not address:
        return False
    return entry.href == address or any(holds(child, address) for child in entry.children)


@register.filter
def network_name(network: str) -> str:
    """A social network as it writes itself."""
    return str(SocialNetwork(network).label) if network in SocialNetwork else network


@register.filter
def plain(text: str) -> str:
    """Rich text as one line of plain words, for a description."""
    return " ".join(strip_tags(str(text)).split())


@register.simple_tag
def this_year() -> int:
    """For the copyright line."""
    return clock.today().year


@register.simple_tag
def elided_pages(items: PageOfItems) -> Iterable[int | str]:
    """The page numbers to offer, with a gap where some are left out."""
    return items.paginator.get_elided_page_range(items.number, on_each_side=1, on_ends=1)
