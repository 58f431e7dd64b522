"""A page as its own type, for whoever has found its number."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, QuerySet
from wagtail.models import Page

from pages.prepared import Given
from pages.visibility import PreparedQuery, PublicPageQuerySet


def fetch(pk: int, kind: int) -> Page | None:
    """The page of this number, with what its type wants to know when it is shown; `kind` is the
    number of the type. One query.
    """
    model = ContentType.objects.get_for_id(kind).model_class() or Page
    return next(iter(_shown.ask(model, pk=pk)), None)


def _to_show(model: type[Page]) -> QuerySet:
    pages = model._default_manager.filter(pk=Given("pk", BigIntegerField()))
    if isinstance(pages, PublicPageQuerySet):
        pages = pages.for_visit()
    return pages.order_by()


_shown = PreparedQuery(_to_show)
