"""How many bytes stored files have. A name is given once, so the storage is asked once for each."""

import logging
from collections.abc import Iterable

from django.core.cache import cache
from django.db.models.fields.files import FieldFile

logger = logging.getLogger(__name__)
_KEY = "file-size:"


def sizes_of(files: Iterable[FieldFile]) -> dict[str, int]:
    """The sizes of files in bytes, by their names; one that can't be asked for is left out."""
    by_key = {f"{_KEY}{file.name}": file for file in files}
    known = cache.get_many(by_key)
    asked = {}
    for key in by_key.keys() - known.keys():
        try:
            asked[key] = by_key[key].size
        except Exception as error:
            # Storages have errors of their own.
            logger.warning("A file's size is not known: %s", type(error).__name__)
    if asked:
        cache.set_many(asked, timeout=None)
    return {key.removeprefix(_KEY): size for key, size in {**known, **asked}.items()}
