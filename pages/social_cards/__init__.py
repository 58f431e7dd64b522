"""The picture that a page is shared with when it has none of its own: a card with its title.

A card has an address with a fingerprint of what is on it, so that it can be kept for ever; only
the card that a public page has now is ever drawn (`views`), once, and then stored (`store`).
"""

import hashlib
from dataclasses import astuple, dataclass

from django.conf import settings as project
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from wagtail.models import Page

from pages import languages
from pages.articles import article
from pages.site_settings import SiteSettings

#: In pixels, as https://ogp.me/ and the networks that read it want it.
SIZE = (1200, 630)
#: Changes with the design, so that cards are drawn anew.
DESIGN = "1"
MAX_TITLE = 200


@dataclass(frozen=True)
class Card:
    """What stands on a card."""

    title: str
    #: What sort of page it is, and of which day.
    occasion: str
    site_name: str
    agency: str
    accent: str

    @property
    def fingerprint(self) -> str:
        """A short name for all of it."""
        parts = "\x1f".join([DESIGN, *astuple(self)])
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    @property
    def alt(self) -> str:
        return " – ".join(filter(None, [self.title, self.site_name or self.agency]))


def card_of(page: Page, settings: SiteSettings) -> Card:
    """The card of a page as it is now, in the language of the page."""
    with translation.override(_language(page)):
        told = article(page)
        parts = [told.section, date_format(told.published, "j F Y")] if told else []
        title = getattr(page, "hero_title", "") or page.seo_title or page.title
        return Card(
            title=title[:MAX_TITLE],
            occasion=" · ".join(filter(None, parts)),
            site_name=settings.site_name,
            agency=settings.agency,
            accent=settings.accent_colour,
        )


def address(page: Page, card: Card) -> str:
    """Where the card of a page is."""
    return reverse("social_card", args=[page.pk, card.fingerprint])


def _language(page: Page) -> str:
    return page.locale.language_code if languages.are_on() else project.LANGUAGE_CODE
