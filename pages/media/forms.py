"""The upload forms of the admin: single, several at once, and from a chooser.

Wagtail builds all of them from the two classes here (WAGTAILIMAGES_IMAGE_FORM_BASE and
WAGTAILDOCS_DOCUMENT_FORM_BASE). They ask the same questions as the model fields, early enough to
show the answer beside the upload.
"""

from django.forms import FileField, Form
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from pages.media import filetypes, limits, metadata


class ImageUploadField(WagtailImageField):
    """An image that was checked by its header and cleaned before anything else reads it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.help_text = limits.help_text()

    def to_python(self, data):
        if data in self.empty_values:
            return None
        return super().to_python(metadata.prepared_image(data, data.name))

    def check_image_file_size(self, f):
        """Nothing is left to ask: `prepared_image` asks first."""

    def check_image_pixel_size(self, f):
        """Nothing is left to ask: `prepared_image` asks first."""


class DocumentUploadField(WagtailDocumentField):
    """A document of an allowed type whose content is what its name says."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.help_text = (
            f"At most {self.max_upload_size_text}: {', '.join(sorted(filetypes.TYPES))}."
        )
        self.widget.attrs["accept"] = ",".join(f".{name}" for name in filetypes.TYPES)

    def to_python(self, data):
        if data in self.empty_values:
            return None
        filetypes.check_upload(data, data.name)
        return super().to_python(data)


class SiteImageForm(BaseImageForm):
    """The admin's form for an image."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _replace_file_field(self, ImageUploadField)

    def save(self, commit=True):
        # The model removes a replaced file and its renditions when the transaction commits;
        # Wagtail would remove them at once, also for a change that is then rolled back.
        self.original_file = None
        return super().save(commit=commit)


class SiteDocumentForm(BaseDocumentForm):
    """The admin's form for a document."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _replace_file_field(self, DocumentUploadField)

    def save(self, commit=True):
        # As for images: Wagtail would remove the old file before the new one is stored.
        self.original_file = None
        return super().save(commit=commit)


def _replace_file_field(form: Form, field_class: type[FileField]) -> None:
    """Put our field where Wagtail, which knows only its own, has put the file's."""
    theirs = form.fields.get("file")
    if theirs is not None:
        form.fields["file"] = field_class(
            label=theirs.label, required=theirs.required, widget=theirs.widget
        )
