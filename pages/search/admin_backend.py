"""The search of the admin, in the database: Wagtail's own, which takes as long as ever to learn of
one page when there are many.

Wagtail weighs titles by their length against the average length, for which it reads the whole index
at each saving. Here a typical length takes the place of the average until the index is made anew
(`manage.py update_index`).
"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Length
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend

#: As each database measures a title: PostgreSQL in words without the commonest, SQLite in letters.
TYPICAL_LENGTH = {"postgresql": 6.0, "sqlite": 50.0}


class _TypicalTitles:
    """Mixed into the index of either database."""

    def add_items(self, model: type[models.Model], objs: Iterable[models.Model]) -> None:
        objs = list(objs)
        super().add_items(model, objs)  # type: ignore[misc]
        kind = ContentType.objects.get_for_model(model)
        keys = [str(instance.pk) for instance in objs]
        # One is what a new entry has.
        new = self.entries.filter(content_type=kind, object_id__in=keys, title_norm=1.0)  # type: ignore[attr-defined]
        typical = Value(TYPICAL_LENGTH[connection.vendor], output_field=models.FloatField())
        measured = new.annotate(length=Length("title")).filter(length__gt=0)
        measured.update(title_norm=typical / F("length"))

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)  # type: ignore[misc]


def SearchBackend(params: dict) -> BaseSearchBackend:
    """Wagtail's search of the database in use; Wagtail looks for it by this name."""
    backend = database.SearchBackend(params)
    if connection.vendor in TYPICAL_LENGTH:
        own = backend.index_class
        backend.index_class = type(own.__name__, (_TypicalTitles, own), {})
    return backend
