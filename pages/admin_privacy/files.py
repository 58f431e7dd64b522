"""Pictures and documents that a person may know of."""

from django.db.models import Model, QuerySet
from wagtail.permissions import policy_registry

from pages.admin_privacy.viewer import Person

RIGHTS = ("choose", "change")


def known_files(model: type[Model], user: Person) -> QuerySet:
    """The pictures or documents that the user may pick or change; their own uploads too."""
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, RIGHTS)
