"""Sample values for the previews that editors see when they choose a block."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model


def picture() -> dict:
    """An image value with the newest picture of the library, or an empty one."""
    return next(iter(pictures(1)), {"image": None, "decorative": True, "alt_text": ""})


def pictures(count: int) -> list[dict]:
    """Image values of the newest pictures of the library, `count` at most."""
    newest = get_image_model().objects.order_by("-pk")[:count]
    return [{"image": image, "decorative": True, "alt_text": ""} for image in newest]


def document():
    """The newest document of the library, if there is one."""
    return get_document_model().objects.order_by("-pk").first()
