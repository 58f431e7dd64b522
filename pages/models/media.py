"""Images and documents. What may be uploaded, and what is kept of it: see `pages.media`."""

from typing import Any

from django.db import models, transaction
from django.db.models.base import ModelState
from django.utils.http import content_disposition_header
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    get_rendition_storage,
    get_rendition_upload_to,
    get_upload_to,
)
from wagtail.search import index

from pages.media import filetypes, metadata, paths
from pages.media.fields import DocumentField, ImageField, RenditionField


def get_document_upload_to(instance: "SiteDocument", filename: str) -> str:
    """Where a document is stored; a module-level function because migrations name it."""
    return instance.get_upload_to(filename)


class StoredFile(models.Model):
    """What images and documents share: one `file`, stored before its row is written."""

    # A field of the model that inherits this.
    file: Any
    #: The folder for a new file, where it was decided before; "" for a random one.
    upload_folder = ""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save; a file that replaces another one takes its place when the transaction commits.

        The new file is stored first, because cleaning it settles its size, hash and dimensions,
        which are columns of the same row.
        """
        fields = kwargs.get("update_fields")
        stored = self._stored_name() if fields is None or "file" in fields else None
        if self.has_new_file:
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)
        if stored and stored != self.file.name:
            self.file_replaced(stored)

    @property
    def has_new_file(self) -> bool:
        """Whether a file was assigned that is not in storage yet."""
        return bool(self.file) and not self.file._committed

    def file_replaced(self, old_name: str) -> None:
        """Delete the old file once nothing can bring it back."""
        storage = self.file.storage
        transaction.on_commit(lambda: storage.delete(old_name))

    def _stored_name(self) -> str | None:
        if self._state.adding:
            return None
        stored = type(self)._base_manager.filter(pk=self.pk).first()
        return stored.file.name if stored else None


class SiteImage(StoredFile, AbstractImage):
    """An image with its description for people who can't see it, and its credit."""

    file = ImageField(
        verbose_name="file", upload_to=get_upload_to, width_field="width", height_field="height"
    )
    alt_text = models.CharField(
        "alt text",
        max_length=255,
        blank=True,
        help_text=(
            "Say what the image shows to someone who can't see it, in one short sentence. "
            "Leave it empty for an image that is only decoration. "
            "Where the image is used, you can change it for that place."
        ),
    )
    credit = models.CharField(
        max_length=255,
        blank=True,
        help_text="Who made the image or holds its rights, as it should be printed.",
    )

    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("alt_text"),
        index.AutocompleteField("alt_text"),
        index.SearchField("credit"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    @property
    def default_alt_text(self) -> str:
        """The alt text, or nothing: a title or file name describes no image."""
        return self.alt_text

    def get_upload_to(self, filename: str) -> str:
        return paths.image_path(filename, self.upload_folder)

    def clean(self):
        """Refuse a new file that is too big, too large to decode, or no image; clean any other."""
        super().clean()
        if self.has_new_file:
            self.file.file = metadata.prepared_image(self.file.file, self.file.name)

    def file_replaced(self, old_name: str) -> None:
        """Delete the old file and the renditions made from it."""
        super().file_replaced(old_name)
        # One by one: deleting a rendition's row also deletes its file and its cache entry.
        for rendition in self.renditions.all():
            rendition.delete()


class SiteRendition(AbstractRendition):
    """A resized or converted copy of an image."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")
    file = RenditionField(
        upload_to=get_rendition_upload_to,
        storage=get_rendition_storage,
        width_field="width",
        height_field="height",
    )

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    @classmethod
    def from_db(cls, db, field_names, values):
        """As Django's own, without what tells others of each row, of which a page with pictures
        has dozens: nobody listens but the file, whose size is in the row.
        """
        if len(values) != len(cls._meta.concrete_fields):
            return super().from_db(db, field_names, values)
        rendition = cls.__new__(cls)
        rendition.__dict__.update(zip(field_names, values, strict=True))
        rendition._state = ModelState()
        rendition._state.adding, rendition._state.db = False, db
        return rendition

    def get_upload_to(self, filename: str) -> str:
        return paths.rendition_path(filename)


class SiteDocument(StoredFile, AbstractDocument):
    """A file for visitors to download."""

    file = DocumentField(verbose_name="file", upload_to=get_document_upload_to)
    accessible = models.BooleanField(
        "accessible version",
        default=False,
        help_text="Tick this when the file is tagged for screen readers.",
    )

    admin_form_fields = ("title", "file", "accessible", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"

    @property
    def content_type(self) -> str:
        """The media type that the file's extension stands for; the content was checked for it."""
        return filetypes.media_type(self.filename)

    @property
    def content_disposition(self) -> str:
        """Always a download: a file that opens inside the site could pass for a part of it."""
        return content_disposition_header(as_attachment=True, filename=self.filename) or ""

    @property
    def type_label(self) -> str:
        """The kind of file in a word or two, such as "PDF" or "Word document"."""
        return filetypes.label(self.filename)

    def get_upload_to(self, filename: str) -> str:
        return paths.document_path(filename, self.upload_folder)

    def clean(self):
        """Refuse a new file whose type is not allowed or whose content is something else."""
        if self.has_new_file:
            filetypes.check_upload(self.file.file, self.filename)
