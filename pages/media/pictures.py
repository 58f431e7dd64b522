"""A picture in a page, as HTML: of what is there, and of nothing that would have to be made first.

While a picture is new, its look is not ready for a moment. Then another look of it is shown, or
the original if that is no burden, or an empty place of the same size: nothing moves when the page
is loaded again.
"""

from collections.abc import Iterable
from html import escape

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pages.media import posters
from pages.media.looks import FORMATS, LOOKS, Look, spec, specs_of
from pages.media.making import cut
from pages.media.renditions import as_cards, fetch_renditions, ready_renditions
from pages.media.walk import find_on
from pages.models.media import SiteImage, SiteRendition

#: Formats of originals that browsers show, and up to how many bytes one may stand in.
_WEB = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
SMALL_ORIGINAL = 3 * 1024 * 1024


def picture(image: SiteImage, name: str, alt: str | None = None, css_class: str = "") -> SafeString:
    """The `<picture>` of an image in a look. Without `alt`, the text is the image's own."""
    look = LOOKS[name]
    attributes = {
        "alt": _alt_text(image, look) if alt is None else alt,
        "class": css_class or look.css_class or None,
        "decoding": "async" if look.is_lazy else None,
        "fetchpriority": "high" if look.is_first else None,
        "loading": "lazy" if look.is_lazy else None,
    }
    found = ready_renditions(image, specs_of([name]))
    ladders = {
        format_name: _different(found, look, format_name) for format_name in look.only or FORMATS
    }
    sets = [(format_name, ladder) for format_name, ladder in ladders.items() if ladder]
    if not sets:
        return _stand_in(image, look, attributes)
    *others, (_, last) = sets
    sources = "".join(
        f"<source{_attributes(**_choice(ladder, look), type=f'image/{format_name}')}>"
        for format_name, ladder in others
    )
    # Where there is one file only, its address says everything.
    choice = _choice(last, look) if len(last) > 1 else {}
    shown = _attributes(
        src=last[-1].url, width=last[-1].width, height=last[-1].height, **choice, **attributes
    )
    return mark_safe(f"<picture>{sources}<img{shown}></picture>")


def file(image: SiteImage, name: str) -> FieldFile | None:
    """One file that shows the image in a look, or at least shows it; None while there is none."""
    look, found = LOOKS[name], ready_renditions(image, specs_of([name]))
    for format_name in ("jpeg", "webp", "png"):
        if ladder := _different(found, look, format_name):
            return ladder[-1].file
    return _any_file(image)


def address(image: SiteImage, name: str) -> str:
    """The address of one file that shows the image in a look, or at least shows it; else ""."""
    shown = file(image, name)
    return shown.url if shown else ""


def _alt_text(image: SiteImage, look: Look) -> str:
    if look.is_decoration or image.decorative:
        return ""
    return image.contextual_alt_text or image.default_alt_text


def _different(
    found: dict[str, SiteRendition], look: Look, format_name: str
) -> list[SiteRendition]:
    """The renditions of one format, each width once, from the smallest to the largest."""
    ready = (found.get(spec(operation, format_name)) for operation in look.ladder)
    by_width = {rendition.width: rendition for rendition in ready if rendition}
    return [by_width[width] for width in sorted(by_width)]


def _choice(ladder: list[SiteRendition], look: Look) -> dict[str, str | None]:
    """`srcset`, and `sizes` where a browser has something to choose."""
    if len(ladder) == 1:
        return {"srcset": ladder[0].url}
    addresses = (f"{rendition.url} {rendition.width}w" for rendition in ladder)
    return {"srcset": ", ".join(addresses), "sizes": look.sizes or "100vw"}


def _stand_in(image: SiteImage, look: Look, attributes: dict) -> SafeString:
    """What is shown until the look is ready, in the size that the look will have."""
    width, height = cut(image, look.ladder[-1]).size
    if source := _any_file(image):
        shown = _attributes(src=source.url, width=width, height=height, **attributes)
        return format_html("<picture><img{}></picture>", shown)
    said = {"role": "img", "aria-label": attributes["alt"]}
    shown = _attributes(
        **{"class": attributes["class"], "width": width, "height": height},
        viewBox=f"0 0 {width} {height}",
        **(said if attributes["alt"] else {"aria-hidden": "true"}),
    )
    return format_html("<svg{}></svg>", shown)


def _any_file(image: SiteImage) -> FieldFile | None:
    """Something that shows the image: a middling rendition, or a small original."""
    others = ready_renditions(image, specs_of(LOOKS))
    for name in ("text", "card", "gallery", "half", "hero", "wide", "poster"):
        for format_name in ("webp", "jpeg", "png"):
            if ladder := _different(others, LOOKS[name], format_name):
                return ladder[len(ladder) // 2].file
    is_light = image.file_size is not None and image.file_size <= SMALL_ORIGINAL
    return image.file if is_light and image.file.name.lower().endswith(_WEB) else None


def _attributes(**values: str | int | None) -> SafeString:
    """Attributes with their values escaped; those without one are left out."""
    return mark_safe(
        "".join(
            f' {name}="{value if isinstance(value, SafeString) else escape(str(value))}"'
            for name, value in sorted(values.items())
            if value is not None
        )
    )


def fetch_for_page(page: Model) -> None:
    """Fetch in one query what is there of all pictures that a page itself shows.

    One more, if it has films without a poster of their own, finds those that were fetched.
    """
    posters.show_on(page)
    fetch_renditions(find_on(page, SiteImage))


def fetch_for_cards(pages: Iterable[Model], field: str) -> None:
    """Fetch the image in a field of each page, and what a card needs of it, in one query.

    For a list of pages of many types, some of which have no such field.
    """
    having = [page for page in pages if getattr(page, f"{field}_id", None)]
    ids = {getattr(page, f"{field}_id") for page in having}
    images = as_cards(ids)
    for page in having:
        setattr(page, field, images.get(getattr(page, f"{field}_id")))
