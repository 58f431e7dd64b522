"""What the tests of pictures share."""

from bs4 import BeautifulSoup, Tag
from django.core.files.base import ContentFile

from fixtures.factories import SiteImageFactory
from pages.media.pictures import picture
from pages.models import SiteImage
from tests.media import samples


def photograph(size: tuple[int, int] = (1600, 1000), format: str = "JPEG", **fields) -> SiteImage:
    """An image of the library, red on the left and blue on the right; nothing is made of it yet."""
    return from_file(samples.encoded(samples.picture(size), format), format, **fields)


def from_file(content: bytes, format: str, **fields) -> SiteImage:
    extension = {"JPEG": "jpg"}.get(format, format.lower())
    return SiteImageFactory(file=ContentFile(content, name=f"photo.{extension}"), **fields)


def shown(image: SiteImage, look: str, **options) -> Tag:
    """The element that stands for a picture, as a visitor gets it."""
    fresh = SiteImage.objects.get(pk=image.pk)
    return BeautifulSoup(picture(fresh, look, **options), "lxml").body.contents[0]


def widths(element: Tag) -> list[int]:
    """The widths that a `srcset` offers."""
    return [int(part.split()[1].removesuffix("w")) for part in element["srcset"].split(", ")]
