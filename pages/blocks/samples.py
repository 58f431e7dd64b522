"""Sample values for the previews that editors see when they choose a block."""

from django.db.models import Model, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from pages.admin_privacy.files import known_files
from pages.admin_privacy.viewer import viewer


def picture() -> dict:
    """An image value with the newest picture of the library, or an empty one."""
    return next(iter(pictures(1)), {"image": None, "decorative": True, "alt_text": ""})


def pictures(count: int) -> list[dict]:
    """Image values of the newest pictures of the library, `count` at most."""
    newest = _known(get_image_model()).order_by("-pk")[:count]
    return [{"image": image, "decorative": True, "alt_text": ""} for image in newest]


def document():
    """The newest document of the library, if there is one."""
    return _known(get_document_model()).order_by("-pk").first()


def _known(model: type[Model]) -> QuerySet:
    """What the person who looks may know of; outside the admin nobody looks."""
    person = viewer()
    return model._default_manager.all() if person is None else known_files(model, person)
