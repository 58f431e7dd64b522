"""Which renditions of an image are there: read from the database, never made.

Wagtail's own `get_rendition()` makes what is missing, asks the cache first and writes every hit
back to it. A public page asks here instead, and takes what is there.
"""

from collections.abc import Iterable
from functools import cache

from django.db.models import QuerySet
from wagtail.images.models import Filter

from pages.media.looks import specs_of
from pages.models.media import SiteImage, SiteRendition


def ready_rendition(image: SiteImage, spec: str) -> SiteRendition | None:
    """The rendition of an image as it is now, or None while there is none."""
    return ready_renditions(image, [spec]).get(spec)


def ready_renditions(image: SiteImage, specs: Iterable[str]) -> dict[str, SiteRendition]:
    """The renditions that are there, by filter spec: of this file and this focal point."""
    wanted = {spec: focal_point_key(image, spec) for spec in specs}
    found = {}
    for rendition in stored_renditions(image):
        if wanted.get(rendition.filter_spec) == rendition.focal_point_key:
            # So that its alt text is the one of the place where the image is shown.
            rendition.image = image
            found[rendition.filter_spec] = rendition
    return found


def stored_renditions(image: SiteImage) -> Iterable[SiteRendition]:
    """All renditions of an image: those that were fetched with it, else by a query of its own."""
    fetched = image._get_prefetched_renditions()
    if fetched is None:
        fetched = image.prefetched_renditions = list(image.renditions.all())
    return fetched


def fetch_renditions(images: Iterable[SiteImage], look: str = "") -> None:
    """Fetch the renditions of many images in one query, and leave them with the images.

    With `look`, only those of the one look in which they are about to be shown.
    """
    waiting = [image for image in images if image._get_prefetched_renditions() is None]
    if not waiting:
        return
    rows: dict[int, list[SiteRendition]] = {image.pk: [] for image in waiting}
    queryset = in_look(look) if look else SiteRendition.objects.all()
    for rendition in queryset.filter(image_id__in=rows):
        rows[rendition.image_id].append(rendition)
    for image in waiting:
        image.prefetched_renditions = rows[image.pk]


def in_look(name: str) -> QuerySet[SiteRendition]:
    """The rows that a listing prefetches: only those that it shows."""
    return SiteRendition.objects.filter(filter_spec__in=specs_of([name]))


def focal_point_key(image: SiteImage, spec: str) -> str:
    """What Wagtail names a rendition by, when the focal point decides what is cut."""
    return operations(spec).get_cache_key(image)


@cache
def operations(spec: str) -> Filter:
    """Wagtail's reading of a filter spec; it is the same for every image."""
    return Filter(spec=spec)
