"""The queue of the process that makes renditions: who asks, who takes, what became of it.

A visitor's request neither makes a rendition nor writes here. Work is asked for when an image is
saved, when a version of a page is saved and when a page goes live; and `sweep()` finds whatever
came into the database in another way.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from pages import clock
from pages.media import looks
from pages.media.references import images_of, stored_images
from pages.models.media import SiteImage
from pages.models.rendition_jobs import RenditionJob

logger = logging.getLogger(__name__)

State, Priority = RenditionJob.State, RenditionJob.Priority
MAX_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=10)
#: A worker that has not finished an image by then is taken for dead.
LEASE = timedelta(minutes=3)
#: Images in one query.
AT_ONCE = 500
_OVER = (State.DONE, State.GIVEN_UP)


def basis(image: SiteImage, names: Iterable[str]) -> str:
    """What the renditions of these looks depend on, in 40 characters."""
    specs = looks.specs_of(sorted(names))
    focus = image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height  # fmt: skip
    words = "|".join(map(str, (image.file.name, *focus, *specs)))
    return hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()


def ask_for_image(image: SiteImage) -> None:
    """Have the likely looks of an image made, and anew those that it has already."""
    job = RenditionJob.objects.filter(pk=image.pk).first()
    _ask(image, job, looks.LIKELY, Priority.LIBRARY)


def ask_for_page(page: Model) -> None:
    """Have everything made that a page or a settings object shows, as it is in memory."""
    ask_for_places(images_of(page))


def ask_for_places(places: Iterable[tuple[int, str]]) -> None:
    """Have images made for where they are shown: pairs of an image's number and its place."""
    wanted: dict[int, set[str]] = defaultdict(set)
    first: set[int] = set()
    for image_id, place in places:
        wanted[image_id].update(looks.looks_at(place))
        if looks.opens_page(place):
            first.add(image_id)
    for image in _images(list(wanted)):
        priority = Priority.FIRST_SCREEN if image.pk in first else Priority.PAGE
        _ask(image, getattr(image, "rendition_job", None), wanted[image.pk], priority)


def _images(ids: list[int]) -> Iterator[SiteImage]:
    for start in range(0, len(ids), AT_ONCE):
        some = SiteImage.objects.filter(pk__in=ids[start : start + AT_ONCE])
        yield from some.select_related("rendition_job")


def _ask(image: SiteImage, job: RenditionJob | None, names: Iterable[str], priority: int) -> None:
    if job is not None and _is_satisfied(job, image, names):
        return
    with transaction.atomic():
        job, _ = RenditionJob.objects.select_for_update().get_or_create(
            image_id=image.pk, defaults={"not_before": clock.now(), "priority": priority}
        )
        job.looks = sorted({*job.looks, *looks.LIKELY, *names})
        job.priority = priority if job.state in _OVER else min(job.priority, priority)
        job.state, job.attempts, job.not_before = State.WAITING, 0, clock.now()
        job.save()


def _is_satisfied(job: RenditionJob, image: SiteImage, names: Iterable[str]) -> bool:
    if not set(names) <= set(job.looks):
        return False
    # One that waits is made of the image as it will be then.
    return job.state == State.WAITING or job.made_of == basis(image, job.looks)


def take(images: Iterable[int] | None = None) -> RenditionJob | None:
    """The next job, now in hand; None when nothing is due. `images` narrows the choice.

    Of several workers each takes another one. One that a worker has died of too often is given up.
    """
    while _due(images).exists():
        with transaction.atomic():
            skipping = connection.features.has_select_for_update_skip_locked
            queue = _due(images).select_for_update(of=("self",), skip_locked=skipping)
            job = queue.order_by("priority", "not_before", "pk").first()
            if job is None:
                return None
            now = clock.now()
            job.attempts += 1
            job.state, job.not_before = State.IN_HAND, now + LEASE
            job.made_of = basis(job.image, job.looks)
            job.save()
        if job.attempts <= MAX_ATTEMPTS:
            return job
        give_up(job, "workers ended while they had it in hand")
    return None


def _due(images: Iterable[int] | None) -> QuerySet[RenditionJob]:
    queue = RenditionJob.objects.filter(state__in=RenditionJob.OPEN, not_before__lte=clock.now())
    return queue.select_related("image") if images is None else queue.filter(pk__in=images)


def _close(job: RenditionJob, **change) -> bool:
    """Whether the job was still this worker's; else it was asked for anew, or taken by another."""
    mine = RenditionJob.objects.filter(pk=job.pk, state=State.IN_HAND, not_before=job.not_before)
    return bool(mine.update(**change))


def finish(job: RenditionJob) -> bool:
    return _close(job, state=State.DONE, attempts=0)


def put_off(job: RenditionJob, reason: str) -> None:
    """Try again later, each time after twice as long; after the last attempt, give up."""
    if job.attempts >= MAX_ATTEMPTS:
        give_up(job, reason)
        return
    wait = FIRST_WAIT * 2 ** (job.attempts - 1)
    _close(job, state=State.WAITING, not_before=clock.now() + wait)


def give_up(job: RenditionJob, reason: str) -> None:
    """Leave the image as it is until somebody changes it; one line for the operator."""
    if _close(job, state=State.GIVEN_UP):
        logger.error(
            "Image %s (%s) has no renditions, and is not tried again: %s",
            job.pk,
            job.image.file.name,
            reason,
        )


def sweep() -> None:
    """Ask for what nobody has asked for: rows that were written past this module."""
    for image in SiteImage.objects.filter(rendition_job=None).iterator():
        ask_for_image(image)
    ask_for_places(stored_images())
    # Renditions that were deleted, or sizes that a new version of the site has.
    lost = RenditionJob.objects.filter(state=State.DONE, image__renditions=None)
    lost.update(state=State.WAITING, not_before=clock.now())
    for job in RenditionJob.objects.filter(state__in=_OVER).select_related("image").iterator():
        if job.made_of != basis(job.image, job.looks):
            _ask(job.image, job, job.looks, Priority.LIBRARY)
