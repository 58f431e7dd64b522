"""Caches that a stage fills are thrown away with it.

Site roots, renditions and whatever else Django caches would otherwise be remembered as they are at
another instant, by every process.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache


@contextmanager
def scratch_caches() -> Iterator[None]:
    """Replace every cache by an empty one, in this thread only, inside the block."""
    real = {alias: caches[alias] for alias in caches}
    # Named for the thread: the backend keeps a store for each name as long as the process lives.
    thread = threading.get_ident()
    scratch = {alias: LocMemCache(f"stage-{thread}-{alias}", {}) for alias in real}
    _put(scratch)
    try:
        yield
    finally:
        _put(real)
        for cache in scratch.values():
            cache.clear()


def _put(backends) -> None:
    for alias, backend in backends.items():
        caches[alias] = backend
