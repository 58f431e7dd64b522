"""Telling the caches in front what to drop, in the background and until they have heard it.

Notes are effects (`newsroom.releases.effects`): rows of the transaction that changed something. A
thread of the process that committed takes them up at once, so that nobody who publishes waits for a
CDN; what it leaves behind, or what fails, the dispatcher takes up, after pauses that grow to an hour.
All notes that wait are purged together.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import close_old_connections, connection
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Page, ReferenceIndex

from newsroom.releases import effects
from newsroom.releases.models.dispatch import Effect
from pages import clock
from portal.delivery.cdn import addresses, keys
from portal.delivery.cdn.addresses import Addresses
from portal.delivery.cdn.backends import NotPurged, raising_what_is_logged
from portal.delivery.cdn.notes import KIND, Note, is_on

logger = logging.getLogger(__name__)

#: So many notes are purged together, and so many addresses told at once.
MOST_NOTES, BATCH = 1000, 500
#: Seconds in which a cache that has just failed is not asked again.
REST = 5.0
#: A note that is older has been missed by a cache, which people are told.
BEHIND = timedelta(seconds=45)
#: For so many seconds the thread is waited for at its end.
END_WITHIN = 10.0

#: None lets the thread end.
_waiting: SimpleQueue[list[int] | None] = SimpleQueue()
_thread: Thread | None = None
_starting = Lock()
_resting_until = 0.0


@dataclass
class Wanted:
    """What is to be dropped."""

    addresses: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    everything: bool = False

    def add(self, found: Addresses | None) -> None:
        """Addresses; None for everything."""
        if found is None:
            self.everything = True
        else:
            self.addresses |= found


def hand_over(ids: list[int]) -> None:
    """Do these effects in the background; returns at once."""
    global _thread
    _waiting.put(ids)
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = Thread(target=_run, name="cdn-purge", daemon=True)
            _thread.start()


def finish() -> None:
    """Wait until what was handed over has been told or put off, and let the thread end.

    A process that forks calls it before: what the thread holds in that moment, such as the lock of
    SQLite's library, would be held for ever in the other process.
    """
    global _thread
    with _starting:
        thread, _thread = _thread, None
    if thread is not None:
        _waiting.put(None)
        thread.join(END_WITHIN)


def is_behind() -> bool:
    """Whether a cache may have something that was changed a while ago."""
    long_ago = clock.database_now() - BEHIND
    return Effect.objects.filter(kind=KIND, created_at__lt=long_ago).exists()


@effects.handles(KIND, hand_over=hand_over)
def purge(payload: Note) -> None:
    """Purge what all waiting notes say. Raises NotPurged with one line."""
    global _resting_until
    if not is_on():
        return
    if time.monotonic() < _resting_until:
        raise NotPurged("the cache has just failed to answer")
    rows = list(Effect.objects.filter(kind=KIND).order_by("pk")[:MOST_NOTES])
    if not rows:
        # Purged with another one.
        return
    wanted = asked_by([row.payload for row in rows])
    try:
        for backend in get_backends(settings.WAGTAILFRONTENDCACHE).values():
            _tell(backend, wanted)
    except NotPurged as error:
        _resting_until = time.monotonic() + REST
        logger.warning("A cache in front of the site was not purged: %s", error)
        raise
    Effect.objects.filter(pk__in=[row.pk for row in rows]).delete()


def asked_by(notes: Iterable[Note]) -> Wanted:
    """What these notes want to have dropped, as the database is now."""
    wanted = Wanted()
    pages: dict[int, bool] = {}
    for note in notes:
        wanted.addresses.update(note.get("addresses", ()))
        wanted.everything |= note.get("everything", False)
        for topic in note.get("topics", ()):
            wanted.addresses |= addresses.about_topic(topic)
        if "page" in note:
            pages[note["page"]] = pages.get(note["page"], False) or note.get("renamed", False)
        if "below" in note:
            wanted.add(addresses.branch(note["below"]))
            wanted.keys.add(keys.EVERYTHING)
        if "former" in note:
            wanted.add(addresses.below_former(*note["former"]))
            wanted.keys.add(keys.EVERYTHING)
        if "referred" in note:
            _add_referring(wanted, *note["referred"])
        wanted.keys |= keys.of_addresses(note.get("addresses", ()))
    if len(pages) > addresses.MOST_PAGES:
        wanted.everything = True
    else:
        for page in Page.objects.filter(pk__in=pages).specific():
            wanted.add(addresses.of_page(page, renamed=pages[page.pk]))
            wanted.keys |= keys.of_page(page, renamed=pages[page.pk])
    return wanted


def _add_referring(wanted: Wanted, label: str, pk: int) -> None:
    model = apps.get_model(label)
    thing = model(pk=pk)
    own = ReferenceIndex._get_base_content_type(Page)
    if ReferenceIndex.get_references_to(thing).exclude(base_content_type=own).exists():
        wanted.everything = True
        return
    found = addresses.referring(thing)
    if len(found) > addresses.MOST_PAGES:
        wanted.everything = True
    for page in found:
        # A listing shows the picture of an item.
        wanted.add(addresses.of_page(page.specific, renamed=False))
        wanted.keys |= keys.of_page(page)
    wanted.keys |= keys.of_thing(label, pk)


def _tell(backend, wanted: Wanted) -> None:
    with raising_what_is_logged():
        if wanted.everything:
            if backend.purge_everything():
                return
            if settings.CDN_KEYS and backend.purge_keys([keys.EVERYTHING]):
                return
            _tell_addresses(backend, addresses.everything())
        elif settings.CDN_KEYS and wanted.keys:
            backend.purge_keys(sorted(wanted.keys))
        _tell_addresses(backend, sorted(wanted.addresses))


def _tell_addresses(backend, found: Iterable[str]) -> None:
    for batch in _batches(found):
        here = [
            address for address in batch if backend.invalidates_hostname(urlsplit(address).hostname)
        ]
        if here:
            backend.purge_batch(here)


def _batches(found: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for address in found:
        batch.append(address)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _run() -> None:
    while (ids := _next()) is not None:
        close_old_connections()
        try:
            effects.deliver(ids)
        except Exception:
            # Whatever the database raises: the dispatcher takes them up.
            logger.warning("what a cache is to drop could not be read; it is tried again later")
            connection.close()
    connection.close()


def _next() -> list[int] | None:
    try:
        return _waiting.get(timeout=10)
    except Empty:
        # No connection is kept for it, and none is left open for a test or a fork.
        connection.close()
        return _waiting.get()
