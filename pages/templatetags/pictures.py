"""Pictures in templates: `{% site_picture image "card" %}`."""

from django import template
from django.utils.safestring import SafeString

from pages.media.pictures import address, picture
from pages.models.media import SiteImage

register = template.Library()


@register.simple_tag
def site_picture(image: SiteImage | None, look: str, alt: str | None = None) -> SafeString | str:
    """An image in one of the looks of `pages.media.looks`; nothing without an image.

    `alt` says what it shows here, instead of what the library or the block says.
    """
    return picture(image, look, alt) if image else ""


@register.simple_tag
def picture_address(image: SiteImage | None, look: str) -> str:
    """The address of one file that shows an image; empty without one."""
    return address(image, look) if image else ""
