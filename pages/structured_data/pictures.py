"""Pictures as search engines and social networks want them: JPEG, cut around the focal point.

Only what is there: a visitor's request makes no rendition (`pages.media.looks`).
"""

from urllib.parse import urljoin

from wagtail.models import Site

from pages.media.looks import specs_of
from pages.media.renditions import ready_renditions
from pages.models.media import SiteImage, SiteRendition


def renditions(image: SiteImage | None, look: str) -> list[SiteRendition]:
    """What is there of an image in a look, in the order of the look; no two of the same shape."""
    if image is None:
        return []
    found = ready_renditions(image, specs_of([look]))
    ready = (found.get(spec) for spec in specs_of([look]))
    shapes = {(one.width, one.height): one for one in ready if one}
    return list(shapes.values())


def addresses(image: SiteImage | None, look: str, site: Site | None) -> list[str]:
    """The full addresses of the renditions of an image."""
    return [full_address(rendition.url, site) for rendition in renditions(image, look)]


def largest(image: SiteImage | None, look: str, site: Site | None) -> str:
    """The full address of the last and largest rendition in a look; empty without one."""
    return next(reversed(addresses(image, look, site)), "")


def full_address(address: str, site: Site | None) -> str:
    """Wagtail would write the address of the admin before it, which may be another host."""
    return urljoin(site.root_url if site else "", address)
