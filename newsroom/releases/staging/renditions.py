"""Pictures that were resized inside a stage: their files outlive the rollback, so their rows do."""

from typing import Any

from django.db import Error, IntegrityError, models, transaction
from wagtail.images import get_image_model


class NewRenditions:
    """The renditions made since this object was: `collect()` before the rollback, `keep()` after.

    Without their rows the browser would still fetch the files, but every stage would make them
    anew and nothing would ever delete them.
    """

    def __init__(self) -> None:
        self._model = get_image_model().get_rendition_model()
        self._newest = self._model.objects.aggregate(newest=models.Max("pk"))["newest"] or 0
        self._rows: list[Any] = []

    def collect(self) -> None:
        """Read what the transaction has made so far; nothing when it is beyond reading."""
        try:
            self._rows = list(self._model.objects.filter(pk__gt=self._newest))
        except Error:
            self._rows = []

    def keep(self) -> None:
        """Write the rows again; the file of one that somebody else has made meanwhile goes."""
        if not self._rows:
            return
        try:
            with transaction.atomic():
                self._write()
        except IntegrityError:
            # The image was deleted at the same moment: no page shows these files.
            pass
        names = [row.file.name for row in self._rows]
        kept = set(self._model.objects.filter(file__in=names).values_list("file", flat=True))
        for row in self._rows:
            if row.file.name not in kept:
                row.file.storage.delete(row.file.name)

    def _write(self) -> None:
        images = {row.image_id for row in self._rows}
        stored = set(get_image_model().objects.filter(pk__in=images).values_list("pk", flat=True))
        for row in self._rows:
            row.pk = None
        self._model.objects.bulk_create(
            [row for row in self._rows if row.image_id in stored], ignore_conflicts=True
        )
