"""Sample values for the previews that editors see when they choose a block."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model


def picture() -> dict:
    """An image value with the newest picture of the library, or an empty one."""
    newest = get_image_model().objects.order_by("-pk").first()
    return {"image": newest and newest.pk, "decorative": True, "alt_text": ""}


def pictures(count: int) -> list[dict]:
    """Values of the newest pictures of the library, `count` at most."""
    newest = get_image_model().objects.order_by("-pk").values_list("pk", flat=True)[:count]
    return [{"image": pk, "decorative": True, "alt_text": ""} for pk in newest]


def document_id() -> int | None:
    """The newest document of the library, if there is one."""
    return get_document_model().objects.order_by("-pk").values_list("pk", flat=True).first()
