"""Pages in several languages, as editors make them."""

from bs4 import BeautifulSoup
from wagtail.models import Locale, Page

ALL = [("en-gb", "English"), ("zh-hans", "Chinese"), ("ms", "Malay"), ("ta", "Tamil")]


def translate(page: Page, code: str, *, live: bool = True, **fields) -> Page:
    """A translation as an editor makes it, with these words, published or left a draft."""
    translated = page.copy_for_translation(Locale.objects.get(language_code=code))
    for name, value in fields.items():
        setattr(translated, name, value)
    revision = translated.save_revision()
    if live:
        revision.publish()
    return Page.objects.get(pk=translated.pk).specific


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def alternates(page: BeautifulSoup) -> dict[str, str]:
    return {
        link["hreflang"]: link["href"]
        for link in page.select("link[rel=alternate][hreflang]:not([type])")
    }
