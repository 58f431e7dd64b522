"""The process that makes renditions, so that no visitor waits for one; and that writes the addresses
below a large section that was renamed or moved, so that no editor does.
"""

import logging
import time
from collections.abc import Callable, Iterable

from django.core.files.base import ContentFile
from django.db import Error, transaction
from django.dispatch import Signal

from pages import dependencies, relocation
from pages.media import jobs, making, posters
from pages.media.paths import fitting_name
from pages.media.renditions import focal_point_key
from pages.models.media import SiteImage, SiteRendition
from pages.models.rendition_jobs import RenditionJob
from pages.resident import Resident

logger = logging.getLogger(__name__)

#: Seconds after which it looks again, when there was nothing to do.
NAP = 2.0
#: Seconds between two searches for what nobody has asked for.
SWEEP_EVERY = 600.0

#: Sent in the transaction that stores new sizes, with the `image` they are of.
sizes_made = Signal()


class Changed(Exception):
    """The image was replaced or deleted while its renditions were being made."""


class Worker(Resident):
    """Makes renditions until it is told to stop."""

    def __init__(self, say: Callable[[str], None], *, parent: int | None = None) -> None:
        super().__init__(say, parent=parent)
        self._sweep_at = 0.0

    def look(self) -> float:
        """Do one job; returns for how many seconds there is nothing to do."""
        if time.monotonic() >= self._sweep_at:
            jobs.sweep()
            self._sweep_at = time.monotonic() + SWEEP_EVERY
        if relocation.work():
            return 0.0
        if job := jobs.take():
            carry_out(job)
            return 0.0
        # Pictures that are here come before those that are elsewhere.
        if poster := posters.take():
            posters.fetch(poster)
            return 0.0
        return NAP


def work_off(images: Iterable[int] | None = None) -> int:
    """Do everything that is due, for these images or for all; returns the number of jobs."""
    number, chosen = 0, None if images is None else list(images)
    while job := jobs.take(chosen):
        carry_out(job)
        number += 1
    return number


def carry_out(job: RenditionJob) -> None:
    """Make what is missing of one image, and say in the queue what became of it."""
    try:
        store(job.image, job.looks)
    except Changed:
        # Its job waits already, or went with it.
        return
    except Error:
        raise
    except Exception as error:
        # Decoders raise errors of many kinds when a file is broken, and storages theirs.
        jobs.put_off(job, f"{type(error).__name__}: {error}")
        return
    jobs.finish(job)


def store(image: SiteImage, looks: Iterable[str]) -> None:
    """Make the renditions of these looks that are missing. Raises Changed, and decoders' errors."""
    rows = image.renditions.values_list("filter_spec", "focal_point_key")
    done = frozenset(spec for spec, key in rows if key == focal_point_key(image, spec))
    made: list[SiteRendition] = []
    try:
        with image.file.storage.open(image.file.name, "rb") as file:
            for one in making.make(image, file, looks, done):
                made.append(_stored(image, one))
        _write_rows(image, made)
    except BaseException:
        _delete_files(made)
        raise


def _stored(image: SiteImage, one: making.Made) -> SiteRendition:
    """A rendition whose file is in storage and whose row is not yet written."""
    operation, _, format_name = one.spec.partition("|format-")
    extension = "jpg" if format_name == "jpeg" else format_name
    stem = fitting_name(image.file.name).rpartition(".")[0][:30]
    rendition = SiteRendition(
        image=image,
        filter_spec=one.spec,
        focal_point_key=focal_point_key(image, one.spec),
    )
    rendition.file.save(f"{stem}.{operation}.{extension}", ContentFile(one.content), save=False)
    rendition.width, rendition.height = one.size
    return rendition


def _write_rows(image: SiteImage, made: list[SiteRendition]) -> None:
    """All at once, so that a look is there in all its sizes or not at all."""
    with transaction.atomic(), dependencies.changing(dependencies.image(image.pk)):
        stored = SiteImage.objects.select_for_update().filter(pk=image.pk).first()
        if stored is None or stored.file.name != image.file.name:
            raise Changed
        SiteRendition.objects.bulk_create(made, ignore_conflicts=True)
        sizes_made.send(SiteRendition, image=stored)
    # Somebody may have made the same ones meanwhile, as the admin does for its own use.
    names = [rendition.file.name for rendition in made]
    kept = set(SiteRendition.objects.filter(file__in=names).values_list("file", flat=True))
    _delete_files([rendition for rendition in made if rendition.file.name not in kept])


def _delete_files(renditions: Iterable[SiteRendition]) -> None:
    for rendition in renditions:
        rendition.file.storage.delete(rendition.file.name)
