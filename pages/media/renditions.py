"""Which renditions of an image are there: read from the database, never made.

Wagtail's own `get_rendition()` makes what is missing, asks the cache first and writes every hit
back to it. A public page asks here instead, and takes what is there.
"""

from collections.abc import Iterable
from functools import cache

from django.db.models import BigIntegerField, FilteredRelation, Model, Q, QuerySet
from wagtail.images.models import Filter

from pages import dependencies, together, visibility
from pages.media.looks import specs_of
from pages.models.media import SiteImage, SiteRendition
from pages.prepared import Prepared, places, spread


def ready_rendition(image: SiteImage, spec: str) -> SiteRendition | None:
    """The rendition of an image as it is now, or None while there is none."""
    return ready_renditions(image, [spec]).get(spec)


def ready_renditions(image: SiteImage, specs: Iterable[str]) -> dict[str, SiteRendition]:
    """The renditions that are there, by filter spec: of this file and this focal point."""
    wanted, found = set(specs), {}
    for rendition in stored_renditions(image):
        spec = rendition.filter_spec
        if spec in wanted and rendition.focal_point_key == focal_point_key(image, spec):
            # So that its alt text is the one of the place where the image is shown.
            rendition.image = image
            found[spec] = rendition
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


def fetch_with_images(shown: Iterable[int], as_cards: Iterable[int] = ()) -> None:
    """Fetch images and what is there of them, in one query, for whoever wants them (`together`).

    Of those that are shown as cards only, no more than a card needs.
    """
    known = together.of_kind(SiteImage)
    full = set(shown) - known.keys()
    cards = set(as_cards) - known.keys() - full
    if full or cards:
        together.keep(known, full | cards, _with_renditions(full, cards))


def as_cards(ids: Iterable[int]) -> dict[int, SiteImage]:
    """Images by number, with what is there of them for cards; one query for those not known yet."""
    wanted = set(ids)
    if visibility.scope() is None:
        return {image.pk: image for image in _with_renditions(set(), wanted)} if wanted else {}
    fetch_with_images((), wanted)
    known = together.of_kind(SiteImage)
    return {pk: known[pk] for pk in wanted if known[pk] is not None}


@together.loads(SiteImage)
def _fully(ids: set[int]) -> list[SiteImage]:
    return _with_renditions(ids, set())


def _with_renditions(ids: set[int], cards: set[int]) -> list[SiteImage]:
    """Images and all that is there of them, in one query: a row for each rendition."""
    names, made = _columns(SiteImage), _columns(SiteRendition)
    database, found = SiteImage.objects.db, dict[int, SiteImage]()
    full, numbers = spread("full", ids)
    small, others = spread("card", cards)
    with dependencies.reading(*map(dependencies.image, ids.union(cards))):
        rows = _made.ask(full, small, **numbers, **others)
    for row in rows:
        values, rendition = row[: len(names)], row[len(names) :]
        image = found.get(row[0])
        if image is None:
            image = found[row[0]] = SiteImage.from_db(database, names, values)
            image.prefetched_renditions = []
        if rendition[0] is not None:
            image.prefetched_renditions.append(SiteRendition.from_db(database, made, rendition))
    return list(found.values())


def _asked_for(full: int, small: int) -> QuerySet:
    """So many images with all that is there of them, and so many with what a card needs."""
    numbers = places("full", full, BigIntegerField())
    images = SiteImage.objects.filter(pk__in=[*numbers, *places("card", small, BigIntegerField())])
    relation = "renditions"
    if small:
        of_cards = Q(renditions__filter_spec__in=specs_of(["card"]))
        wanted = FilteredRelation(relation, condition=Q(pk__in=numbers) | of_cards)
        images, relation = images.annotate(made=wanted), "made"
    columns = (f"{relation}__{name}" for name in _columns(SiteRendition))
    return images.order_by().values_list(*_columns(SiteImage), *columns)


_made = Prepared(_asked_for)


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def in_look(name: str) -> QuerySet[SiteRendition]:
    """The rows that a listing prefetches: only those that it shows."""
    return SiteRendition.objects.filter(filter_spec__in=specs_of([name]))


def focal_point_key(image: SiteImage, spec: str) -> str:
    """What Wagtail names a rendition by, when the focal point decides what is cut."""
    return operations(spec).get_cache_key(image) if _varies(spec) else ""


@cache
def operations(spec: str) -> Filter:
    """Wagtail's reading of a filter spec; it is the same for every image."""
    return Filter(spec=spec)


@cache
def _varies(spec: str) -> bool:
    return any(getattr(one, "vary_fields", ()) for one in operations(spec).operations)
