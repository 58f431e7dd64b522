"""What the head of a page says about it to search engines and social networks.

Open Graph (https://ogp.me/), with the additions of its `article` type.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, to_locale
from wagtail.models import Page, Site

from pages import social_cards, visibility
from pages.articles import Article, article
from pages.site_settings import SiteSettings
from pages.structured_data import pictures

MAX_WORDS = 45
#: For scripts that put no spaces between words.
MAX_CHARACTERS = 320
#: Where Open Graph wants a territory that the language does not name.
_LOCALES = {
    "en": "en_GB", "ms": "ms_MY", "ta": "ta_IN", "zh": "zh_CN", "zh_Hans": "zh_CN",
    "zh_Hant": "zh_TW",
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """The picture that a page is shared with."""

    address: str
    width: int
    height: int
    alt: str
    media_type: str


@dataclass(frozen=True)
class Metadata:
    """The facts that `components/metadata.html` writes down."""

    title: str
    description: str
    canonical: str
    #: For the robots of search engines; empty when they may do what they do.
    robots: str
    site_name: str
    locale: str
    picture: Picture | None
    article: Article | None


def metadata(page: Page, request: HttpRequest | None, context: Mapping[str, Any]) -> Metadata:
    """The facts about a page that is being rendered; `context` is what its template was given."""
    site = Site.find_for_request(request) if request else None
    settings = SiteSettings.for_request(request) if site else SiteSettings()
    narrowed = bool(context.get("is_narrowed") or context.get("query"))
    number = getattr(context.get("items"), "number", 1)
    canonical = page.full_url or ""
    if number > 1 and not narrowed:
        canonical += f"?page={number}"
    return Metadata(
        title=page.seo_title or page.title,
        description=description(page, settings),
        canonical=canonical,
        robots="noindex,follow" if narrowed else "",
        site_name=settings.site_name,
        locale=_locale(),
        picture=_picture(page, settings, site),
        article=article(page),
    )


def description(page: Page, settings: SiteSettings) -> str:
    """One or two sentences about a page: its own, else its first words, else the site's."""
    own = page.search_description or getattr(page, "summary", "")
    text = (
        " ".join(strip_tags(own).split())
        or getattr(page, "hero_subtitle", "")
        or _first_words(page)
        or settings.tagline
        or " – ".join(filter(None, [page.title, settings.agency or settings.site_name]))
    )
    return Truncator(Truncator(text).words(MAX_WORDS)).chars(MAX_CHARACTERS)


def words_of(rich_text: Any) -> str:
    """Rich text, as a value of a block or as stored, as one line of plain words."""
    source = getattr(rich_text, "source", rich_text) or ""
    return " ".join(html.unescape(strip_tags(source.replace("<", " <"))).split())


def _first_words(page: Page) -> str:
    if words := words_of(getattr(page, "intro", "")):
        return words
    for child in getattr(page, "body", None) or []:
        if child.block_type == "paragraph":
            value = child.value
            if words := words_of(value["text"] if isinstance(value, Mapping) else value):
                return words
    return ""


def _locale() -> str:
    language = to_locale(get_language() or "en")
    return _LOCALES.get(language, language)


def _picture(page: Page, settings: SiteSettings, site: Site | None) -> Picture | None:
    """The page's own picture, else the card that is drawn for it; none for what is not public,
    because nobody may fetch its card.
    """
    image = (
        page.social_image or getattr(page, "lead_image", None) or getattr(page, "hero_image", None)
    )
    for rendition in pictures.renditions(image, "sharing"):
        return Picture(
            pictures.full_address(rendition.url, site),
            rendition.width,
            rendition.height,
            rendition.alt,
            "image/jpeg",
        )
    if site is None or not page.pk or not visibility.is_public(page):
        return None
    card = social_cards.card_of(page, settings)
    return Picture(
        site.root_url + social_cards.address(page, card),
        *social_cards.SIZE,
        card.alt,
        "image/png",
    )
