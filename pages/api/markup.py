"""The HTML of a page for other people's programs: plain elements, full addresses, nothing that runs.

What only this site's style sheet and scripts understand (classes, icons, forms, frames) is left
out; the words stay.
"""

from urllib.parse import urljoin

import nh3

from pages.sanitising import LEGACY_ATTRIBUTES, LEGACY_TAGS, URL_SCHEMES

TAGS = LEGACY_TAGS | {
    "article",
    "audio",
    "h5",
    "h6",
    "picture",
    "section",
    "source",
    "time",
    "video",
}
ATTRIBUTES = LEGACY_ATTRIBUTES | {
    "*": LEGACY_ATTRIBUTES["*"] | {"aria-label"},
    "audio": {"src", "controls"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "source": {"src", "srcset", "sizes", "type", "media", "width", "height"},
    "time": {"datetime"},
    "video": {"src", "poster", "controls"},
}
#: Left out with everything inside them.
DROPPED = {"button", "dialog", "form", "nav", "script", "style", "svg", "template"}
_ADDRESSES = {"href", "src", "poster"}


def portable(html: str, base: str) -> str:
    """`html` as it can be shown anywhere; relative addresses are completed from `base`."""

    def complete(tag: str, name: str, value: str) -> str | None:
        try:
            if name in _ADDRESSES:
                return urljoin(base, value)
            if name == "srcset":
                return ", ".join(_source(part, base) for part in value.split(",") if part.strip())
        except ValueError:
            return None
        return value

    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=complete,
        url_schemes=URL_SCHEMES,
        link_rel=None,
    ).strip()


def _source(part: str, base: str) -> str:
    """One entry of a `srcset`: an address, and mostly a width or a density."""
    address, *size = part.split()
    return " ".join([urljoin(base, address), *size])
