"""Where the shared file lies, and how it is made so that nobody else can put one there.

Every process of the machine that works on the same database finds the same file: beside the
database of SQLite, as its own `-wal` and `-shm` lie; for PostgreSQL in a folder of this user.
`RUNTIME_DIR` names another folder. Processes in separate containers may have a file each on
PostgreSQL, which then tells one of the other; on SQLite they have to share the folder.
"""

import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

#: Files of Linux that lie in memory.
MEMORY = Path("/dev/shm")  # noqa: S108
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC


class UnsafePlace(OSError):
    """The folder or file is not this user's alone; the message says which and what to do."""


def path_for(database: Mapping[str, Any]) -> Path:
    """The file for a database, which is given as Django's settings for it."""
    name = str(database["NAME"])
    if database["ENGINE"].endswith("sqlite3"):
        name = os.path.realpath(name)
    where = "|".join((str(database.get("HOST") or ""), str(database.get("PORT") or ""), name))
    digest = hashlib.sha256(where.encode()).hexdigest()[:16]
    if settings.RUNTIME_DIR:
        return Path(settings.RUNTIME_DIR) / f"counter-{digest}"
    if database["ENGINE"].endswith("sqlite3"):
        return Path(f"{name}-counter")
    return Path(tempfile.gettempdir()) / f"portal-{os.getuid()}" / f"counter-{digest}"


def passing_folder() -> Path:
    """A folder for what lasts no longer than a server: RUNTIME_DIR, else one of this user's in the
    machine's memory, or where there is none, below that of temporary files. Raises OSError,
    UnsafePlace among them.
    """
    folder = Path(settings.RUNTIME_DIR or _memory() / f"portal-{os.getuid()}")
    _make_folder(folder)
    return folder


def _memory() -> Path:
    with suppress(OSError):
        # Where all may write, nobody may put a folder of theirs in the place of another one's.
        if os.stat(MEMORY).st_mode & stat.S_ISVTX and os.access(MEMORY, os.W_OK | os.X_OK):
            return MEMORY
    return Path(tempfile.gettempdir())


def open_shared(path: Path, fresh: bytes) -> int:
    """A descriptor for the file at `path`, which is made with the bytes `fresh` when there is none,
    or one that is shorter or begins with other eight bytes. Raises OSError, UnsafePlace among them.
    """
    if settings.RUNTIME_DIR or path.parent.name == f"portal-{os.getuid()}":
        _make_folder(path.parent)
    found = _open(path, fresh)
    if found is not None:
        return found
    with _only_maker(path):
        found = _open(path, fresh)
        if found is None:
            _make(path, fresh)
            found = _open(path, fresh)
    if found is None:
        raise OSError(f"{path} vanished as soon as it was made")
    return found


def _make_folder(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check(path, os.lstat(path), is_folder=True)


def _open(path: Path, fresh: bytes) -> int | None:
    try:
        descriptor = os.open(path, os.O_RDWR | _NO_LINK)
    except FileNotFoundError:
        return None
    try:
        found = os.fstat(descriptor)
        _check(path, found, is_folder=False)
    except BaseException:
        os.close(descriptor)
        raise
    if found.st_size >= len(fresh) and os.pread(descriptor, 8, 0) == fresh[:8]:
        return descriptor
    os.close(descriptor)
    return None


def _make(path: Path, fresh: bytes) -> None:
    # Written beside it and moved into place whole: nobody opens a file that is half made. What
    # stood there stays what it is for those who have it open, and they see that it was replaced.
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)
    try:
        os.write(descriptor, fresh)
    finally:
        os.close(descriptor)
    Path(name).replace(path)


@contextmanager
def _only_maker(path: Path) -> Iterator[None]:
    lock = os.open(f"{path}-lock", os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _check(path: Path, found: os.stat_result, *, is_folder: bool) -> None:
    kind = stat.S_ISDIR if is_folder else stat.S_ISREG
    what = "folder" if is_folder else "file"
    if not kind(found.st_mode):
        raise UnsafePlace(f"{path} is no plain {what}. Remove it, or set RUNTIME_DIR.")
    if found.st_uid != os.geteuid() or found.st_mode & stat.S_IWOTH:
        raise UnsafePlace(
            f"{path} belongs to another user or can be written by all. Remove it, or set RUNTIME_DIR."
        )
