"""Films, from elsewhere or uploaded."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks

from pages.blocks import features
from pages.blocks.choosers import DocumentChooserBlock, ImageChooserBlock
from pages.blocks.films import Film, film_at


class VideoValue(blocks.StructValue):
    """A film and its addresses; none of them is loaded before the visitor asks."""

    @cached_property
    def film(self) -> Film | None:
        """The film at YouTube or Vimeo; None for an uploaded one."""
        return film_at(self.get("url") or "")

    @property
    def provider(self) -> str | None:
        """`youtube`, `vimeo`, `file`, or None when nothing is chosen."""
        if self.film:
            return self.film.provider
        return "file" if self.get("file") else None

    @property
    def video_id(self) -> str | None:
        """The provider's name of the film; empty for a list of films."""
        return self.film.video_id if self.film else None

    @property
    def watch_url(self) -> str | None:
        """Where the film can be seen without our player."""
        if self.film:
            return self.film.watch_url
        return self["file"].url if self.get("file") else None

    @property
    def embed_url(self) -> str | None:
        """The player's address, in the form that sets no cookie before playing."""
        return self.film.embed_url if self.film else None


class VideoBlock(blocks.StructBlock):
    """A film from YouTube, Vimeo or the document library."""

    url = blocks.URLBlock(
        required=False,
        label="Address at YouTube or Vimeo",
        help_text="Copy it from the address bar or the share button.",
    )
    file = DocumentChooserBlock(
        required=False, label="Or an uploaded film", help_text="An MP4 or WebM file."
    )
    title = blocks.CharBlock(
        max_length=255, help_text="Says what the film is, for those who can’t see it."
    )
    poster = ImageChooserBlock(
        required=False, help_text="The picture shown before the film starts."
    )
    caption = blocks.CharBlock(required=False, max_length=255)
    shown_since = blocks.DateBlock(
        required=False,
        label="Published on",
        help_text="The day on which the film was first shown. Search engines list a film from "
        "YouTube or Vimeo only when they know it.",
    )
    transcript = blocks.RichTextBlock(
        features=features.PROSE,
        required=False,
        help_text="What is said and shown, in words. Needed unless the film has captions.",
    )

    def clean(self, value):
        cleaned = super().clean(value)
        errors = {}
        if cleaned.get("url") and not film_at(cleaned["url"]):
            errors["url"] = ValidationError(
                "This is not the address of a film at YouTube or Vimeo. "
                "It looks like https://www.youtube.com/watch?v=…"
            )
        elif cleaned.get("url") and cleaned.get("file"):
            errors["file"] = ValidationError("Choose an address or a file, not both.")
        elif not (cleaned.get("url") or cleaned.get("file") or self.is_deferred_validation):
            errors["url"] = ValidationError("Give the film’s address, or choose an uploaded film.")
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "media"
        label = "Video"
        template = "blocks/video.html"
        value_class = VideoValue
        form_layout = blocks.BlockGroup(
            children=["url", "title", "poster", "transcript"],
            settings=["file", "caption", "shown_since"],
        )
        description = "A film; nothing is loaded from elsewhere before the visitor asks"
        preview_value = {
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "title": "The strategy in two minutes",
        }
