"""Forms, maps and documents that live on other hosts."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail import blocks


def is_allowed_host(address: str) -> bool:
    """Whether a frame may show this address: https, on a host of `EMBED_HOSTS`."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname in settings.EMBED_HOSTS


class EmbedBlock(blocks.StructBlock):
    """A frame with a form, a map or a document."""

    url = blocks.URLBlock(label="Address", max_length=2000)
    title = blocks.CharBlock(max_length=255, help_text="Says what the frame holds.")
    height = blocks.ChoiceBlock(
        choices=[("small", "Low"), ("medium", "Medium"), ("tall", "Tall")], default="medium"
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned.get("url") and not is_allowed_host(cleaned["url"]):
            hosts = ", ".join(sorted(settings.EMBED_HOSTS))
            error = ValidationError(f"Only these hosts can be shown inside a page: {hosts}.")
            raise blocks.StructBlockValidationError(block_errors={"url": error})
        return cleaned

    class Meta:
        icon = "code"
        label = "Form, map or document"
        template = "blocks/embed.html"
        description = "Something from another host, in a frame"
        preview_value = {
            "url": "https://form.gov.sg/000000000000000000000000",
            "title": "Feedback form",
            "height": "medium",
        }
