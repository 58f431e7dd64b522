"""Posters of films: asked for when a page is saved, fetched by the worker, shown by the page."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model, Q
from wagtail.models import Collection

from pages import clock
from pages.blocks.films import Film
from pages.blocks.videos import VideoValue
from pages.media import fetching, jobs, limits
from pages.media.walk import find_on
from pages.models.film_posters import FilmPoster
from pages.models.media import SiteImage

logger = logging.getLogger(__name__)

State = FilmPoster.State
COLLECTION = "Posters of films"
MAX_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)
#: A worker that has not finished by then is taken for dead.
LEASE = timedelta(minutes=2)


def ask_for_page(page: Model) -> None:
    """Have the posters fetched of the films on a page for which no editor chose one."""
    _ask_for(film for film, _ in _without_poster(page))


def show_on(page: Model) -> None:
    """Give the films on a page, as it is in memory, the posters that were fetched for them."""
    films = _without_poster(page)
    rows = _rows({(film.provider, film.video_id) for film, _ in films})
    found = {(row.provider, row.video_id): row.image for row in rows}
    for film, value in films:
        value["poster"] = found.get((film.provider, film.video_id))


def _without_poster(page: Model) -> list[tuple[Film, VideoValue]]:
    values = [value for value in find_on(page, VideoValue) if not value.get("poster")]
    return [(value.film, value) for value in values if value.film and value.film.video_id]


def _ask_for(films: Iterable[Film]) -> None:
    wanted = {(film.provider, film.video_id): film for film in films}
    known = {(row.provider, row.video_id) for row in _rows(wanted)}
    FilmPoster.objects.bulk_create(
        [
            FilmPoster(
                provider=film.provider, video_id=film.video_id, key=film.key, not_before=clock.now()
            )
            for name, film in wanted.items()
            if name not in known
        ],
        ignore_conflicts=True,
    )


def _rows(names: Iterable[tuple[str, str]]) -> list[FilmPoster]:
    either = Q()
    for provider, video_id in names:
        either |= Q(provider=provider, video_id=video_id)
    return list(FilmPoster.objects.filter(either).select_related("image")) if either else []


def take() -> FilmPoster | None:
    """The next poster to fetch, in this worker's hand for a while; None when nothing is due."""
    due = FilmPoster.objects.filter(state=State.WAITING, not_before__lte=clock.now())
    for row in due.order_by("not_before")[:5]:
        later = clock.now() + LEASE
        mine = due.filter(pk=row.pk, not_before=row.not_before)
        if mine.update(not_before=later, attempts=row.attempts + 1):
            row.attempts, row.not_before = row.attempts + 1, later
            return row
    return None


def fetch(row: FilmPoster) -> None:
    """Fetch one poster. Without it the page shows a plain panel, so that failing is quiet."""
    film = Film(row.provider, row.video_id, key=row.key)
    try:
        keep(row, fetching.still_of(film))
    except (fetching.NotThere, ValidationError) as reason:
        _give_up(row, reason)
    except fetching.Unreachable as reason:
        if row.attempts >= MAX_ATTEMPTS:
            _give_up(row, reason)
            return
        row.not_before = clock.now() + FIRST_WAIT * 4 ** (row.attempts - 1)
        row.save(update_fields=["not_before"])


def keep(row: FilmPoster, content: bytes) -> None:
    """Store a still as an image of the library, checked as every upload is.

    Raises ValidationError for what is no image.
    """
    header = limits.read_header(ContentFile(content))
    if header is None:
        raise ValidationError("The still is no image.")
    name = f"{row.provider}-{row.video_id}.{header.extensions[0]}"
    with transaction.atomic():
        image = SiteImage(
            title=f"Still of {row.provider} {row.video_id}",
            collection=_collection(),
            file=ContentFile(content, name=name),
        )
        image.save()
        row.image, row.state = image, State.DONE
        row.save()
        jobs.ask_for_places([(image.pk, "poster")])


def _give_up(row: FilmPoster, reason: Exception) -> None:
    logger.info("No poster for %s %s: %s", row.provider, row.video_id, reason)
    row.state = State.GIVEN_UP
    row.save(update_fields=["state"])


def _collection() -> Collection:
    found = Collection.objects.filter(name=COLLECTION).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)
