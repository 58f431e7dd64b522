"""Pictures and films."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from pages.blocks import features, samples
from pages.blocks.films import Film, film_at
from pages.blocks.links import LinkBlock


class FigureBlock(blocks.StructBlock):
    """One picture with what belongs to it."""

    image = ImageBlock()
    caption = blocks.RichTextBlock(features=features.INLINE, required=False)
    credit = blocks.CharBlock(
        required=False,
        max_length=255,
        help_text="Who made the picture. Left empty, the credit of the library is shown.",
    )
    size = blocks.ChoiceBlock(
        choices=[
            ("full", "As wide as the text"),
            ("large", "Large"),
            ("medium", "Medium"),
            ("small", "Small"),
        ],
        default="full",
        label="Width",
    )
    link = LinkBlock(label="Link of the picture")

    class Meta:
        icon = "image"
        label = "Image"
        template = "blocks/image.html"
        form_layout = blocks.BlockGroup(
            children=["image", "caption", "size"], settings=["credit", "link"]
        )
        description = "A picture with caption and credit"

        @staticmethod
        def preview_value():
            return {"image": samples.picture(), "caption": "<p>A caption says what to see.</p>"}


class GalleryItemBlock(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=255)

    class Meta:
        icon = "image"
        label = "Picture"


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    columns = blocks.ChoiceBlock(choices=[("2", "2"), ("3", "3"), ("4", "4")], default="3")
    images = blocks.ListBlock(GalleryItemBlock(), min_num=1, label="Pictures")

    class Meta:
        icon = "image"
        label = "Gallery"
        template = "blocks/gallery.html"
        description = "Several pictures side by side"

        @staticmethod
        def preview_value():
            images = [{"image": picture, "caption": ""} for picture in samples.pictures(3)]
            return {"columns": "3", "images": images}


class VideoValue(blocks.StructValue):
    """A film and its addresses; none of them is loaded before the visitor asks."""

    @cached_property
    def _film(self) -> Film | None:
        return film_at(self.get("url") or "")

    @property
    def provider(self) -> str | None:
        """`youtube`, `vimeo`, `file`, or None when nothing is chosen."""
        if self._film:
            return self._film.provider
        return "file" if self.get("file") else None

    @property
    def video_id(self) -> str | None:
        """The provider's name of the film; empty for a list of films."""
        return self._film.video_id if self._film else None

    @property
    def watch_url(self) -> str | None:
        """Where the film can be seen without our player."""
        if self._film:
            return self._film.watch_url
        return self["file"].url if self.get("file") else None

    @property
    def embed_url(self) -> str | None:
        """The player's address, in the form that sets no cookie before playing."""
        return self._film.embed_url if self._film else None


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
            children=["url", "title", "poster", "transcript"], settings=["file", "caption"]
        )
        description = "A film; nothing is loaded from elsewhere before the visitor asks"
        preview_value = {
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "title": "The strategy in two minutes",
        }
