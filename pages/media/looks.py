"""The looks that pictures have on this site: in which sizes each is made, and how it is loaded.

A template names a look and nothing else: `{% site_picture image "card" %}`. What is not listed here
is not made in the background, and so never shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

#: In the order in which a browser is offered them.
FORMATS = ("avif", "webp", "jpeg", "png")
_STILL = ("avif", "webp")
#: Formats of the renditions, by the extension of the original. The last one is for a browser that
#: knows none of the others; it is the original's where that keeps what the original has, such as
#: a transparent ground.
_FORMATS_OF = {
    ".jpg": (*_STILL, "jpeg"),
    ".jpeg": (*_STILL, "jpeg"),
    ".png": (*_STILL, "png"),
    ".gif": (*_STILL, "png"),
    ".webp": _STILL,
    ".avif": (*_STILL, "jpeg"),
}
#: Something that moves goes on moving.
ANIMATED_FORMATS = ("webp",)


@dataclass(frozen=True)
class Look:
    """One way in which pictures are shown."""

    #: Wagtail's operations, from the smallest to the largest.
    ladder: tuple[str, ...]
    #: How wide the picture is in the layout, as the `sizes` of HTML.
    sizes: str = ""
    #: Fetched when a visitor comes near it.
    is_lazy: bool = True
    #: The largest thing on the first screen: fetched before all others.
    is_first: bool = False
    #: Says nothing that the words beside it do not say.
    is_decoration: bool = False
    #: Class of the image element.
    css_class: str = ""
    #: The only formats, whatever the original is in.
    only: tuple[str, ...] = ()

    def formats(self, file_name: str, *, is_animated: bool = False) -> tuple[str, ...]:
        """The formats in which an original is shown."""
        if self.only:
            return self.only
        if is_animated:
            return ANIMATED_FORMATS
        return _FORMATS_OF.get(PurePath(file_name).suffix.lower(), (*_STILL, "jpeg"))


def spec(operation: str, format_name: str) -> str:
    """The filter spec of a rendition, as Wagtail writes it."""
    return f"{operation}|format-{format_name}"


_TEXT = ("width-400", "width-800", "width-1200")
_TEXT_SIZES = "(min-width: 80rem) 56rem, (min-width: 64rem) 66vw, 92vw"
_CARD = ("fill-360x240", "fill-720x480")
_CARD_SIZES = "(min-width: 60rem) 24rem, (min-width: 40rem) 45vw, 92vw"

LOOKS = {
    # In the text, as wide as its column.
    "text": Look(_TEXT, _TEXT_SIZES),
    # The picture that opens an item.
    "lead": Look(_TEXT, _TEXT_SIZES, is_lazy=False, is_first=True),
    # Half of the window on a desktop, all of it on a phone, cut around the focal point.
    "hero": Look(
        ("fill-640x420", "fill-1280x840"),
        "(min-width: 60rem) 50vw, 100vw",
        is_lazy=False,
        is_first=True,
    ),
    # Three to two, cut around the focal point.
    "card": Look(_CARD, _CARD_SIZES),
    # The same, when it opens a page.
    "first-card": Look(_CARD, _CARD_SIZES, is_lazy=False, is_first=True),
    # The small picture of a listing entry, whose title says what it is about.
    "entry": Look(_CARD, "(min-width: 40rem) 11rem, 92vw", is_decoration=True),
    # Whole, within a frame of three to two: a poster would lose its edges.
    "gallery": Look(("max-480x480", "max-960x960"), _CARD_SIZES),
    # Four to three beside a text.
    "half": Look(("fill-400x300", "fill-800x600"), "(min-width: 52rem) 36rem, 92vw"),
    # Two to one: the picture of a goal.
    "wide": Look(("fill-400x200", "fill-800x400"), "(min-width: 52rem) 28rem, 92vw"),
    # The still of a film, sixteen to nine. The button on it says what it is.
    "poster": Look(("fill-480x270", "fill-960x540"), _TEXT_SIZES, is_decoration=True),
    # Beside a quotation that names the person.
    "portrait": Look(("fill-128x128",), is_decoration=True, css_class="quote-portrait"),
    "logo": Look(("max-320x160",)),
    # In the header of every page.
    "brand": Look(("height-88", "height-176"), "14rem", is_lazy=False, css_class="brand-logo"),
    # What others show when somebody shares a page.
    "sharing": Look(("fill-1200x630",), only=("jpeg",)),
    # The shapes in which search engines show an article: 16 to 9, 4 to 3, 1 to 1.
    "shapes": Look(("fill-1200x675", "fill-1200x900", "fill-1200x1200"), only=("jpeg",)),
    # The publisher of the site, for search engines.
    "publisher": Look(("max-600x60",), only=("png",)),
}

#: What an image is most likely to be used for, made as soon as it is uploaded.
LIKELY = ("text", "card")

#: Which looks an image has, by the field or block in which it was chosen. The innermost counts.
_LOOKS_AT = {
    "lead_image": ("lead", "card", "sharing", "shapes"),
    "hero_image": ("hero", "card", "sharing"),
    "social_image": ("sharing", "shapes"),
    "logo": ("brand", "publisher"),
    "gallery": ("gallery",),
    "card_grid": ("card",),
    "info_picture": ("half",),
    "logo_cloud": ("logo",),
    "goals": ("wide",),
    "portrait": ("portrait",),
    "poster": ("poster",),
}


def looks_at(place: str) -> tuple[str, ...]:
    """The looks of an image chosen at `place`, the path that Wagtail's reference index gives."""
    names = reversed(place.split("."))
    return next((_LOOKS_AT[name] for name in names if name in _LOOKS_AT), ("text",))


def opens_page(place: str) -> bool:
    """Whether the image is the first thing that a visitor sees there."""
    return any(LOOKS[name].is_first for name in looks_at(place))


def specs_of(names: Iterable[str]) -> list[str]:
    """The specs in all formats that renditions of these looks may have."""
    pairs = {
        spec(operation, format_name): None
        for name in names
        for operation in LOOKS[name].ladder
        for format_name in (LOOKS[name].only or FORMATS)
    }
    return list(pairs)
