"""Search and reference index of a whole batch at once.

Wagtail updates both at every saving: four times for one imported page, each time with a look at
every title of the index, and reads the words of every stream once for each column of the index.
Here a saving is only noted, and `flush` indexes each object once, its words read once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import Indexed, get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


class Indexing:
    """What was saved since the last flush."""

    def __init__(self) -> None:
        self._saved: dict[type[Model], set] = {}

    def note(self, sender: type[Model], instance: Model, **kwargs) -> None:
        """Receives `post_save`."""
        self._saved.setdefault(sender, set()).add(instance.pk)

    def flush(self) -> None:
        """Index everything noted; inside the transaction that saved it."""
        saved, self._saved = self._saved, {}
        for model, keys in saved.items():
            found: list[Model] = []
            if model in _searchable():
                indexed = cast(type[Indexed], model).get_indexed_objects()
                found = list(indexed.filter(pk__in=keys))
                with _words_read_once():
                    for backend in get_search_backends(with_auto_update=True):
                        backend.add_bulk(model, found)
            if model in ReferenceIndex.tracked_models:
                others = keys - {instance.pk for instance in found}
                found += model._base_manager.filter(pk__in=others) if others else ()
                for instance in found:
                    ReferenceIndex.create_or_update_for_object(instance)

    def forget(self) -> None:
        """The transaction that saved it was rolled back."""
        self._saved.clear()


@contextmanager
def gathered() -> Iterator[Indexing]:
    """Note what is saved instead of indexing it, in this process; the last flush is the caller's.

    For a process that does nothing else: receivers of signals are shared by all its threads.
    """
    indexing = Indexing()
    models = {*_searchable(), *ReferenceIndex.tracked_models}
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_save.connect(indexing.note, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield indexing
    finally:
        for model in models:
            post_save.disconnect(indexing.note, sender=model)
        for model in _searchable():
            post_save.connect(post_save_signal_handler, sender=model)


@contextmanager
def _words_read_once() -> Iterator[None]:
    """Remember the words of each stream; for objects that live as long as this lasts."""
    read = StreamField.get_searchable_content
    known: dict[int, list[str]] = {}

    def remembered(field: StreamField, value: StreamValue) -> list[str]:
        if id(value) not in known:
            known[id(value)] = read(field, value)
        return known[id(value)]

    StreamField.get_searchable_content = remembered
    try:
        yield
    finally:
        StreamField.get_searchable_content = read


def _searchable() -> list[type[Model]]:
    return [m for m in get_indexed_models() if getattr(m, "search_auto_update", True)]
