"""Actions on several objects at once: what the person may not know of is not mentioned.

Wagtail lists by title what the action can't be done with, whatever numbers it was asked for. All
its bulk actions find their objects in one method, which offers no rule.
"""

from functools import wraps

from django.db.models import Model
from django.http import Http404
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.admin_privacy.files import RIGHTS
from pages.admin_privacy.policy import knows
from pages.admin_privacy.viewer import Person

_stock = BulkAction.get_actionable_objects


@wraps(_stock)
def actionable_objects(action: BulkAction) -> tuple[list, dict]:
    """What the action can be done with, and the known ones among the rest.

    Raises Http404 when that is nothing, as for numbers that nothing has.
    """
    able, others = _stock(action)
    refused = others["items_with_no_access"]
    known = [thing for thing in refused if _knows(action.request.user, thing)]
    if refused and not (able or known):
        raise Http404
    return able, {**others, "items_with_no_access": known}


def limit() -> None:
    """Let every bulk action use it. Called once, when models are ready."""
    BulkAction.get_actionable_objects = actionable_objects


def _knows(user: Person, thing: Model) -> bool:
    if isinstance(thing, Page):
        return knows(user, thing)
    if isinstance(thing, (get_image_model(), get_document_model())):
        policy = policy_registry.get(thing)
        return policy.user_has_any_permission_for_instance(user, RIGHTS, thing)
    return True
