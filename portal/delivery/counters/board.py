"""The file that the processes of one machine share: the counter, and who is about to commit.

Bytes: a mark of the format, how many commits are under way, the counter, when the link to other
machines was last heard of, the file's own number, a slot for each process that writes, and for each
word of the places of `keys` the counter's value when something there was changed last.

- **Read** with `pread` through a library handle that keeps the interpreter's lock. A map would be
  faster by less than a microsecond, but reading a map whose file has been cut short or can't be
  filled because the disk is full ends the process; and `os.pread` gives the lock away, which beside
  a thread that renders costs milliseconds.
- **Written** under a lock of the file, one word at a time. Locks belong to a process and end with
  it, whatever ends it; a forked child has none of its parent's.
- **A process that commits says so before**, in its slot, and takes that back after it has moved the
  counter. While it stands nobody trusts the counter. When the process is gone, which its lock tells,
  the first reader who finds the mark moves the counter in its place.
"""

import ctypes
import fcntl
import os
import secrets
import struct
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.delivery.counters import place
from portal.delivery.counters.keys import LIMIT, OF_EVERYTHING, WORDS, words_of

FORMAT = 0x33544E554F434F50
#: Offsets of words. Commits under way come before the counter, and so are read before it.
_FORMAT, _WRITERS, _COUNTER, _HEARD, _FILE = range(0, 40, 8)
_SLOTS_AT, _SLOT_SIZE, SLOTS = 64, 64, 256
_CHANGES_AT = _SLOTS_AT + _SLOT_SIZE * SLOTS
SIZE = _CHANGES_AT + 8 * WORDS
#: In a slot: commits under way, the last one's number, and the last ones that were told here.
_UNDER_WAY, _LAST, _TOLD, _TOLD_KEPT = 0, 8, 16, 6
#: Bytes beyond the file's end, which only stand for locks.
_LOCK_WRITING, _LOCK_LINK, _LOCK_SLOTS = 1 << 20, (1 << 20) + 1, 1 << 21
#: What is changed by a change that nobody has declared.
ALL = (OF_EVERYTHING,)

_HEAD = struct.Struct("=4Q")
_WORD = struct.Struct("=Q")
_TIME = struct.Struct("=d")
_pread = ctypes.PyDLL(None).pread
_pread.restype = ctypes.c_ssize_t


class Gone(OSError):
    """The file is not what it was: cut short, or another one stands in its place."""


@dataclass(frozen=True)
class Commit:
    """A commit that is under way: the slot and the number it has there."""

    slot: int
    number: int


class Board:
    """The shared file, as this process has it open. One for each process and file: a second one
    would lose the locks of the first when it is closed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = place.open_shared(path, _fresh())
        self._inode = os.fstat(self._descriptor).st_ino
        self._head = ctypes.create_string_buffer(_HEAD.size)
        # As C has them, once: else each reading would take twice as long.
        self._reading = (
            ctypes.c_int(self._descriptor),
            ctypes.byref(self._head),
            ctypes.c_size_t(_HEAD.size),
            ctypes.c_long(0),
        )
        self._threads = threading.Lock()
        self._slot: int | None = None
        self.file = self._word(_FILE)

    def close(self) -> None:
        os.close(self._descriptor)

    def after_fork(self) -> None:
        """In a forked child: the parent's slot and locks are not the child's."""
        self._threads = threading.Lock()
        self._slot = None

    # What readers ask

    def read(self) -> tuple[int, int]:
        """How many commits are under way, and the counter. Raises Gone."""
        if _pread(*self._reading) != _HEAD.size:
            raise Gone(f"{self.path} was cut short")
        mark, writers, counter, _ = _HEAD.unpack_from(self._head)
        if mark != FORMAT:
            raise Gone(f"{self.path} was written over")
        return writers, counter

    def heard(self) -> float:
        """When the link was last heard of, by `time.monotonic()`."""
        [heard] = _TIME.unpack(self._bytes(_HEARD, 8))
        return heard

    def changes(self) -> bytes:
        """For each word of `keys`, as 64-bit numbers, the counter when something there was changed
        last.
        """
        return self._bytes(_CHANGES_AT, SIZE - _CHANGES_AT)

    def is_in_place(self) -> bool:
        """Whether the file still is the one that others find at its path, and whole."""
        try:
            found = os.stat(self.path, follow_symlinks=False)
            self.read()
        except (FileNotFoundError, Gone):
            return False
        return found.st_ino == self._inode and found.st_size >= SIZE

    # What writers do

    def bump(self, places: Iterable[int] = ALL) -> None:
        """Move the counter, for a change at these places."""
        with self._writing():
            self._move(places)

    def begin(self) -> Commit | None:
        """Say that a commit is about to happen. None when no slot is left; the counter then moves
        before the commit and after it.
        """
        with self._writing():
            if self._slot is None:
                self._slot = self._claim()
            if self._slot is None:
                self._move()
                return None
            at = _at(self._slot)
            number = self._word(at + _LAST) + 1
            self._write(at + _LAST, number)
            self._write(at + _UNDER_WAY, self._word(at + _UNDER_WAY) + 1)
            self._write(_WRITERS, self._word(_WRITERS) + 1)
            return Commit(self._slot, number)

    def end(
        self, commit: Commit | None, places: Iterable[int] = ALL, *, certain: bool = True
    ) -> None:
        """Say that it has happened. The counter moves for a change at these places; not without
        any. Without `certain`, nobody knows whether the database will carry it out yet, and the
        word of it from there counts.
        """
        with self._writing():
            changed = bool(places)
            if changed:
                self._move(places)
            if commit is None:
                return
            at = _at(commit.slot)
            if changed and certain:
                told = at + _TOLD + 8 * (commit.number % _TOLD_KEPT)
                self._write(told, commit.number)
            self._write(at + _UNDER_WAY, max(self._word(at + _UNDER_WAY) - 1, 0))
            self._write(_WRITERS, max(self._word(_WRITERS) - 1, 0))

    def takes_care_of(self, commit: Commit) -> bool:
        """Whether this machine moves the counter for a commit of its own without being told."""
        at = _at(commit.slot)
        told = at + _TOLD + 8 * (commit.number % _TOLD_KEPT)
        return self._word(told) == commit.number or self._word(at + _UNDER_WAY) > 0

    def bury(self) -> None:
        """Move the counter for processes that were ended between a commit and telling of it."""
        if not self._someone_is_dead():
            return
        with self._writing():
            under_way = 0
            for slot, commits in self._marked():
                if slot != self._slot and self._lock(_LOCK_SLOTS + slot):
                    self._move()
                    self._write(_at(slot) + _UNDER_WAY, 0)
                    self._unlock(_LOCK_SLOTS + slot)
                else:
                    under_way += commits
            self._write(_WRITERS, under_way)

    def _someone_is_dead(self) -> bool:
        """Asked without the lock that those who commit need; also true when nobody is marked."""
        marked = self._marked()
        with self._threads:
            for slot, _ in marked:
                if slot != self._slot and self._lock(_LOCK_SLOTS + slot):
                    self._unlock(_LOCK_SLOTS + slot)
                    return True
        return not marked

    def _marked(self) -> list[tuple[int, int]]:
        """Slots with commits under way, and how many."""
        words = memoryview(self._bytes(_SLOTS_AT, _SLOT_SIZE * SLOTS)).cast("Q")
        first = words[_UNDER_WAY :: _SLOT_SIZE // 8].tolist()
        return [(slot, commits) for slot, commits in enumerate(first) if commits]

    # What the one process does that listens for the machine

    def take_link(self) -> bool:
        """Whether this process is the one now. It stays so until it ends."""
        with self._threads:
            return self._lock(_LOCK_LINK)

    def give_link_up(self) -> None:
        self._unlock(_LOCK_LINK)

    def set_heard(self, instant: float) -> None:
        os.pwrite(self._descriptor, _TIME.pack(instant), _HEARD)

    # The file itself

    def _claim(self) -> int | None:
        for slot in range(SLOTS):
            if self._lock(_LOCK_SLOTS + slot):
                at = _at(slot)
                if left := self._word(at + _UNDER_WAY):
                    self._move()
                    self._write(at + _UNDER_WAY, 0)
                    self._write(_WRITERS, max(self._word(_WRITERS) - left, 0))
                return slot
        return None

    def _move(self, places: Iterable[int] = ALL) -> None:
        counter = (self._word(_COUNTER) + 1) % LIMIT
        # Whoever finds the counter moved finds there for what.
        for word in {word for at in places for word in words_of(at)}:
            self._write(_CHANGES_AT + 8 * word, counter)
        self._write(_COUNTER, counter)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._threads:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX, 1, _LOCK_WRITING)
            try:
                yield
            finally:
                self._unlock(_LOCK_WRITING)

    def _lock(self, byte: int) -> bool:
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _unlock(self, byte: int) -> None:
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, byte)

    def _word(self, at: int) -> int:
        [word] = _WORD.unpack(self._bytes(at, 8))
        return word

    def _bytes(self, at: int, count: int) -> bytes:
        found = os.pread(self._descriptor, count, at)
        if len(found) != count:
            raise Gone(f"{self.path} was cut short")
        return found

    def _write(self, at: int, word: int) -> None:
        os.pwrite(self._descriptor, _WORD.pack(word), at)


def _at(slot: int) -> int:
    return _SLOTS_AT + _SLOT_SIZE * slot


def _fresh() -> bytes:
    """A new file. Its counter begins somewhere: what was valid by an older file is not by this."""
    counter = secrets.randbits(62)
    head = struct.pack("=3QdQ", FORMAT, 0, counter, 0.0, secrets.randbits(63))
    return head.ljust(_CHANGES_AT, b"\0") + _WORD.pack(counter) * WORDS
