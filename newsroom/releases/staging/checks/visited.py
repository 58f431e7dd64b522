"""A page that goes out, as a visitor will find it."""

from dataclasses import dataclass, field

from wagtail.models import Page, ReferenceIndex, Site

from newsroom.releases.staging import rendering
from newsroom.releases.staging.rendering import Answer


@dataclass
class Visited:
    """A page on a stage, and what its address answers there."""

    page: Page
    site: Site | None
    address: str
    answer: Answer | None
    references: list[ReferenceIndex] = field(default_factory=list)
    """Every page, picture and document that it refers to."""


def visit(page: Page) -> Visited:
    """Look at a page, of its own type, at its address."""
    site = page.get_site()
    address = (page.url or "") if site else ""
    answer = rendering.visit(site, address) if site and address else None
    # Wagtail keeps the index after each save; an error in doing so only reaches its log.
    ReferenceIndex.create_or_update_for_object(page)
    references = ReferenceIndex.get_references_for_object(page).order_by("pk")
    return Visited(page, site, address, answer, list(references))
