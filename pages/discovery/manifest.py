"""The web app manifest (https://www.w3.org/TR/appmanifest/): how the site stands on a home screen."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from wagtail.models import Site

from pages import theme
from pages.site_settings import SiteSettings

#: Longer names are cut off below an icon.
SHORT = 12


def describe(request: HttpRequest, site: Site) -> dict[str, Any]:
    """The manifest of a site."""
    chosen = SiteSettings.for_request(request)
    name = chosen.site_name or site.site_name or site.hostname
    return {
        "name": name,
        "short_name": short(name),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        # The browser's own bars stay: addresses can be read and copied.
        "display": "browser",
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "theme_color": chosen.accent_colour,
        "background_color": theme.WHITE,
        "icons": [
            _icon("icon-192.png", 192),
            _icon("icon-512.png", 512),
            _icon("icon-maskable-192.png", 192, "maskable"),
            _icon("icon-maskable-512.png", 512, "maskable"),
        ],
    }


def short(name: str) -> str:
    """As many of the first words as fit below an icon; the initials where not even one does."""
    if len(name) <= SHORT:
        return name
    words = name.split()
    fitting = ""
    for word in words:
        longer = f"{fitting} {word}".strip()
        if len(longer) > SHORT:
            break
        fitting = longer
    return fitting or "".join(word[0] for word in words)[:SHORT]


def _icon(file: str, side: int, purpose: str = "any") -> dict[str, str]:
    return {
        "src": static(f"icons/{file}"),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }
