"""Wagtail's indexes learn of a publication once.

Wagtail asks for a task whenever a page or one of its rows is saved: one for the search, one for the
index of references. Each fetches the page anew. What is saved inside `once()` is indexed when the
block ends, in its transaction, and the page in hand is not fetched.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import DatabaseError
from modelcluster.fields import ParentalKey
from modelsearch.backends import get_search_backends_with_name
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page, ReferenceIndex
from wagtail.tasks import update_reference_index_task

from pages.tasks import left_to_caller

logger = logging.getLogger(__name__)

#: Of WAGTAILSEARCH_BACKENDS: what visitors search.
SITE = "site"


@contextmanager
def once(page: Page, *, admin_later: bool = False) -> Iterator[None]:
    """Index what is saved inside the block when it ends, each object once.

    With `admin_later` the search of the admin is not told of the page: the caller sees to
    `tell_admin()`. The caller has opened a transaction.
    """
    with left_to_caller(insert_or_update_object_task, update_reference_index_task) as asked:
        yield
    label = (page._meta.app_label, page._meta.model_name, str(page.pk))
    # A page that is not of its own type is fetched as that, by the task.
    is_own_type = type(page) is page.specific_class
    # The rows of a page are saved with it.
    has_page = (update_reference_index_task, label) in asked
    for task, args in asked:
        if args != label or not is_own_type:
            if not (has_page and _is_row_of(page, *args[:2])):
                task.enqueue(*args)
        elif task == update_reference_index_task:
            _guarded(ReferenceIndex.create_or_update_for_object, page)
        else:
            _add(page, lambda name: name == SITE or not admin_later)


def tell_admin(page: Page) -> None:
    """Index a page, of its own type and as it is stored, for every search but that of visitors."""
    _add(page, lambda name: name != SITE)


def _add(page: Page, wanted: Callable[[str], bool]) -> None:
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        if wanted(name):
            _guarded(backend.add, page)


def _is_row_of(page: Page, app_label: str, model_name: str) -> bool:
    """Whether objects of a model belong to a page such as this one."""
    fields = apps.get_model(app_label, model_name)._meta.get_fields()
    return any(
        isinstance(field, ParentalKey) and isinstance(page, field.related_model) for field in fields
    )


def _guarded(index: Callable[[Page], object], page: Page) -> None:
    """What is not found is a lesser evil than what is not published. What the database refuses has
    spoilt the transaction."""
    try:
        index(page)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("page %s could not be indexed", page.pk)
