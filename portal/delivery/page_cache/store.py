"""What is kept, within a number of bytes."""

import sys
from collections import OrderedDict
from threading import Lock

from portal.delivery.page_cache.answers import Entry
from portal.delivery.page_cache.key import Key

#: No answer takes more than this part of the room.
LARGEST = 8


class Store:
    """Entries by key. When there is no room left, those go first that nobody asked for a second
    time: the oldest is looked at, and spared once if it was asked for since it was last looked at.
    So a walk over all addresses of a site does not drive out the pages that are read.
    """

    def __init__(self, room: int) -> None:
        """`room` is in bytes, for bodies in all their codings and what else an entry takes."""
        self._room = room
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._taken = 0
        self._lock = Lock()
        #: The entry of a key, or None. A look-up in a dictionary needs no lock.
        self.get = self._entries.get

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def taken(self) -> int:
        """Bytes in use."""
        return self._taken

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an entry in place of an earlier one; not if it is too large."""
        scheme, host, path, query = key
        key = sys.intern(scheme), sys.intern(host), path, sys.intern(query)
        with self._lock:
            if earlier := self._entries.pop(key, None):
                self._taken -= earlier.counted
            if entry.size > self._room // LARGEST:
                return
            self._entries[key] = entry
            self._count(entry)
            self._make_room()

    def recount(self, key: Key, entry: Entry) -> None:
        """An entry has grown by a coding."""
        with self._lock:
            if self._entries.get(key) is entry:
                self._taken -= entry.counted
                self._count(entry)
                self._make_room()

    def _count(self, entry: Entry) -> None:
        entry.counted = entry.size
        self._taken += entry.counted

    def _make_room(self) -> None:
        spared, at_most = 0, len(self._entries)
        while self._taken > self._room:
            key = next(iter(self._entries))
            entry = self._entries[key]
            if entry.used and spared < at_most:
                entry.used = False
                spared += 1
                self._entries.move_to_end(key)
            else:
                del self._entries[key]
                self._taken -= entry.counted
