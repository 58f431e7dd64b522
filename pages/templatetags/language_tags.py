"""The languages of a page, and the home page of the one it is in."""

from django import template
from django.http import HttpRequest

from pages import languages, surroundings
from pages.models import BasePage

register = template.Library()


@register.simple_tag
def language_versions(page: object, request: HttpRequest | None) -> list[languages.Version]:
    """The page in all languages that the public can read; empty while that is one only."""
    if request is None or not isinstance(page, BasePage):
        return []
    return surroundings.versions(page, request)


@register.simple_tag
def home_address() -> str:
    """Where the home page of the answer's language is."""
    return languages.prefix(languages.current()) + "/"


@register.filter
def translations_of(versions: list[languages.Version]) -> list[languages.Version]:
    """The page itself in each language; empty when it is in one only."""
    found = [version for version in versions if version.is_translation]
    return found if len(found) > 1 else []


@register.filter
def unmatched(versions: list[languages.Version]) -> languages.Version:
    """What search engines show to whom no language fits: the site's first, or what there is."""
    return next((version for version in versions if version.language.is_default), versions[0])
