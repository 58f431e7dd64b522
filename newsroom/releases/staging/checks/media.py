"""Pictures, films and files."""

from collections.abc import Iterator

from django.db import models
from wagtail.images.blocks import ImageBlock

from newsroom.releases.staging.checks.blocks import blocks_of
from newsroom.releases.staging.checks.visited import Visited
from newsroom.releases.staging.findings import Finding, error, warning
from pages.blocks.videos import VideoBlock
from pages.models import SiteDocument, SiteImage

#: Shown by other sites, which read no alternative text.
_NOT_SHOWN = {"social_image"}


def files_are_there(visited: Visited) -> Iterator[Finding]:
    """A picture or document whose file is missing in storage is a hole in the page."""
    for model, kind in ((SiteImage, "picture"), (SiteDocument, "document")):
        ids = {
            int(reference.to_object_id): reference.describe_source_field()
            for reference in visited.references
            if reference.to_content_type.model_class() is model
        }
        for stored in model._default_manager.filter(pk__in=ids).order_by("pk"):
            if not _is_stored(stored):
                yield error(
                    visited.page,
                    f"The file of the {kind} “{stored.title}” is missing ({ids[stored.pk]}). "
                    f"Upload it again, or take the {kind} out.",
                )


def pictures_are_described(visited: Visited) -> Iterator[Finding]:
    """A picture says what it shows, or is marked as decorative."""
    page = visited.page
    for place, block, picture in blocks_of(page):
        if isinstance(block, ImageBlock) and picture is not None and _is_silent(picture):
            yield warning(
                page,
                f"The picture “{picture.title}” has no description ({place}). "
                "Describe it, or mark it as decorative.",
            )
    for field in page._meta.get_fields():
        if not isinstance(field, models.ForeignKey) or field.related_model is not SiteImage:
            continue
        picture = getattr(page, field.name)
        if field.name not in _NOT_SHOWN and picture is not None and not picture.default_alt_text:
            yield warning(
                page,
                f"The picture “{picture.title}” has no description in the library "
                f"({str(field.verbose_name).capitalize()}). Describe it there, unless it is only "
                "decoration.",
            )


def films_are_complete(visited: Visited) -> Iterator[Finding]:
    """Somebody who can't see or hear a film can follow it all the same."""
    for place, block, film in blocks_of(visited.page):
        if not isinstance(block, VideoBlock):
            continue
        title = film.get("title") or ""
        if not title.strip():
            yield warning(visited.page, f"A film has no title ({place}). Say what it is.")
        if not str(film.get("transcript") or "").strip():
            yield warning(
                visited.page,
                f"The film “{title}” has no transcript ({place}). Add one, unless the film has "
                "captions.",
            )
        if film.provider is None:
            yield warning(
                visited.page,
                f"The film “{title}” has neither an address nor a file ({place}). Choose one.",
            )


def _is_silent(picture: SiteImage) -> bool:
    words = getattr(picture, "contextual_alt_text", "") or picture.default_alt_text
    return not getattr(picture, "decorative", False) and not words.strip()


def _is_stored(stored: SiteImage | SiteDocument) -> bool:
    try:
        return bool(stored.file) and stored.file.storage.exists(str(stored.file.name))
    except OSError:
        return False
