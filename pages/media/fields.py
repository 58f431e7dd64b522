"""The model fields for uploaded files: every file on its way into storage is checked here.

A form checks earlier, to answer the person; this is the guard that decides, and the one that an
importer or a script meets. A refused file raises ValidationError with a sentence for people, and
nothing is stored.
"""

from typing import Any

from django.db.models.fields.files import FieldFile, FileField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from pages.media import filetypes, limits, metadata
from pages.media.paths import MAX_PATH_LENGTH


class ImageFieldFile(WagtailImageFieldFile):
    """An image original: within the limits, upright, without metadata."""

    def save(self, name, content, save=True):
        """Store `content`, cleaned. Raises ValidationError for a file that may not be stored."""
        prepared = metadata.prepared_image(content, name)
        self.instance.file_size = prepared.size
        self.instance.file_hash = prepared.sha1
        super().save(prepared.name, prepared, save=save)

    def get_image_dimensions(self):
        """Width and height from the file's header: nothing is decoded to learn them.

        An upload that is no image has none; it is refused with a message when it is saved.
        """
        close = self.closed
        try:
            self.open()
            header = limits.read_header(self)
        finally:
            if close:
                self.close()
            else:
                self.seek(0)
        return (header.width, header.height) if header else (None, None)


class ImageField(WagtailImageField):
    """The file of an image; see `ImageFieldFile`."""

    attr_class = ImageFieldFile

    def __init__(self, *args, max_length=MAX_PATH_LENGTH, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)


class RenditionFieldFile(WagtailImageFieldFile):
    """A rendition: made from a cleaned original, and cleaned of what the encoder adds."""

    def save(self, name, content, save=True):
        """Store `content` without metadata."""
        super().save(name, metadata.without_metadata(content), save=save)


class RenditionField(WagtailImageField):
    """The file of a rendition; see `RenditionFieldFile`."""

    attr_class = RenditionFieldFile

    def __init__(self, *args, max_length=MAX_PATH_LENGTH, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)


class DocumentFieldFile(FieldFile):
    """A document: of an allowed type, and what its name says."""

    # A row with `file_size` and `file_hash`.
    instance: Any

    def save(self, name, content, save=True):
        """Store `content`. Raises ValidationError for a file that may not be stored."""
        checked = filetypes.checked_document(content, name)
        self.instance.file_size = checked.size
        self.instance.file_hash = checked.sha1
        super().save(name, content, save=save)


class DocumentField(FileField):
    """The file of a document; see `DocumentFieldFile`."""

    attr_class = DocumentFieldFile

    def __init__(self, *args, max_length=MAX_PATH_LENGTH, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)
