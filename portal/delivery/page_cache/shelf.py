"""Finished answers that the workers of one server hand to each other, and their turns at making
them.

The server makes a folder before it forks its workers, and takes it away when it ends: no answer in
it is older than the server, so that nothing has to be known of what happened before, while nobody
looked: a new version of the code or other settings, another database in the place of the old one,
a machine that was started anew with another clock, a counter that lost its last words with the
power, other machines whose word nobody heard.

- **What is believed.** An answer is sealed with a secret of this server's that stands nowhere but
  in the memory of its processes. What is cut short, written by somebody else or left from another
  server, in another container too, is as if it were not there. Whether it still holds, each worker
  asks the counter as for an answer of its own: instants are those of one clock, as all are forked
  on one machine; when the counter's file is replaced, the new one begins somewhere else, and what
  was made by the old one counts as changed.
- **Where.** In RUNTIME_DIR, or in the memory of the machine (`/dev/shm`), where writing waits for no
  disk; in the folder for temporary files where there is none. It never takes more than half of what
  is free there. What can't be written is not shared, and that is all.
- **Turns.** One worker renders what many are asked for: the others wait, with nothing in their hands
  but the visitor's line, until it is done or PATIENCE is over. The turn is a lock of a file, which
  ends with its process, whatever ends that. It is one at an address and a counter: who comes after
  a publication does not wait for what was begun before.
"""

import fcntl
import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path

from portal.delivery.page_cache.answers import Entry
from portal.delivery.page_cache.key import Key
from portal.delivery.page_cache.packing import packed, unpacked

logger = logging.getLogger(__name__)

#: No answer takes more than this part of the room, and after this part it is looked over.
LARGEST, PART = 8, 16
#: Addresses that share a turn by chance wait for each other.
TURNS = 1024
_PREFIX, _TURNS = "pages-", "turns"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC
#: What a file takes of its place is counted in these.
_BLOCK = 4096


class Shelf:
    """The folder, as the server and each of its workers have it."""

    def __init__(self, place: Path, room: int, shared: int) -> None:
        """Make one in the folder `place`, of at most `room` bytes. `shared` is for how many seconds
        others may keep a page. Raises OSError.
        """
        self._shared, self._maker = shared, os.getpid()
        self._secret = secrets.token_bytes(32)
        self._written = 0
        with _only(place):
            _remove_leftovers(place)
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
            # As long as one of its processes lives, nobody takes it for a leftover.
            self._in_use = _locked(self.folder)
        found = os.statvfs(self.folder)
        self.room = min(room, found.f_bavail * found.f_frsize // 2)
        self.folder.joinpath(_TURNS).mkdir(0o700)

    def remove(self) -> None:
        """Take it away, with all that lies there; not in a worker that ends."""
        if os.getpid() != self._maker:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._in_use is not None:
            os.close(self._in_use)
            self._in_use = None

    def get(self, key: Key) -> Entry | None:
        """What somebody has put there for this key, whether or not it still holds."""
        try:
            with open(os.open(self._path(key), os.O_RDONLY | _NO_LINK), "rb") as file:
                content = file.read()
        except OSError:
            return None
        return unpacked(content, key, self._secret, self._shared)

    def put(self, key: Key, entry: Entry) -> None:
        """Lay it there for the others, as far as there is room."""
        content, path = packed(key, entry, self._secret), self._path(key)
        if len(content) > self.room // LARGEST:
            return
        # Moved into its place whole: nobody reads what is half written.
        beside = f"{path}-{secrets.token_hex(8)}"
        try:
            self._write(beside, content)
            os.replace(beside, path)
        except OSError as error:
            logger.debug("a page is not shared with the other workers: %s", error)
            with suppress(OSError):
                os.unlink(beside)
            return
        self._written += _taken(len(content))
        if self._written > self.room // PART:
            self._written = 0
            self.tidy()

    @contextmanager
    def turn(self, key: Key, counter: int) -> Iterator[Callable[[], bool]]:
        """Yields what says whether no other worker renders the same: once it has said so, none does
        until the end of the block.
        """
        number = int(self._name(key, str(counter)), 16) % TURNS
        try:
            lock = os.open(
                f"{self.folder}/{_TURNS}/{number}", os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600
            )
        except OSError:
            yield lambda: True
            return
        try:
            yield partial(_takes, lock)
        finally:
            # Which also ends the lock.
            os.close(lock)

    def tidy(self) -> None:
        """Take away the oldest until there is room again for what comes next."""
        found = []
        with suppress(OSError):
            for file in os.scandir(self.folder):
                with suppress(FileNotFoundError):
                    if file.is_file(follow_symlinks=False):
                        known = file.stat(follow_symlinks=False)
                        found.append((known.st_mtime_ns, _taken(known.st_size), file.path))
        too_much = sum(size for _, size, _ in found) - self.room * (PART - 2) // PART
        for _, size, path in sorted(found):
            if too_much <= 0:
                break
            # Another worker may be doing the same.
            with suppress(OSError):
                os.unlink(path)
            too_much -= size

    def _write(self, path: str, content: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
        with open(os.open(path, flags, 0o600), "wb", buffering=0) as file:
            left = memoryview(content)
            while left:
                left = left[file.write(left) :]

    def _path(self, key: Key) -> str:
        return f"{self.folder}/{self._name(key)}"

    def _name(self, key: Key, *more: str) -> str:
        words = "\0".join((*key, *more)).encode("utf-8", "surrogatepass")
        return blake2b(words, key=self._secret, digest_size=16).hexdigest()


def _takes(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # What can't be locked is nobody's turn.
        return True
    return True


def _remove_leftovers(place: Path) -> None:
    """Take away what servers left that were killed."""
    for left in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            lock = _locked(left)
            if lock is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(lock)


def _locked(folder: Path) -> int | None:
    """A descriptor that holds the lock of a folder; None when somebody else has it."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _NO_LINK)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


@contextmanager
def _only(folder: Path) -> Iterator[None]:
    """Inside, nobody else does what is done to this folder."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _NO_LINK)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _taken(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK
