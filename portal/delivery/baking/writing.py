"""The files of a tree: each answer as it is, and in gzip and Brotli where that makes it smaller.

Nobody waits, so they are packed as small as they get. What is as it was in the tree before is not
written again: both trees then have the same file.

The time of a file is no time: it is a number that grows from run to run and differs between the
codings of one answer. nginx makes its ETag of it and of the size, so that no two different answers
ever share one, however quickly one follows the other.
"""

import gzip
import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

import brotli

CODINGS = (".gz", ".br")
_SMALLEST = 400
_COMPRESSIBLE = ("text/", "application/", "image/svg+xml", "image/x-icon")
#: Archives, and documents that are archives of their parts.
_PACKED = ("application/zip", "application/vnd.openxmlformats", "application/gzip")
_GZIP_LEVEL, _BROTLI_QUALITY = 9, 11
_THREADS = max(os.cpu_count() or 1, 1)


def digest_of(body: bytes) -> str:
    """A short name for bytes."""
    return blake2b(body, digest_size=16).hexdigest()


def next_stamp(before: int) -> int:
    """The number of a run after the one with the number `before`: seconds, with room for codings."""
    return max(int(time.time()), before + len(CODINGS) + 1)


class Writer:
    """Writes files into a tree, packing them beside the renderings that go on."""

    def __init__(self, tree: Path, before: Path | None, stamp: int) -> None:
        """`before` is the tree that held until now, `stamp` this run's number."""
        self._tree, self._before, self._stamp = tree, before, stamp
        self._pool = ThreadPoolExecutor(_THREADS)
        self._waiting: list[Future] = []
        self._folders: set[Path] = set()
        self.written = 0

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)

    def write(self, name: str, body: bytes, media_type: str) -> None:
        """Write an answer into the file of this name."""
        target = self._ready(name)
        if len(self._waiting) > 8 * _THREADS:
            self._waiting.pop(0).result()
        self._waiting.append(self._pool.submit(self._pack, target, body, media_type))
        self.written += 1

    def keep(self, name: str) -> bool:
        """Take a file over from the tree before, in all its codings; False when it isn't there."""
        if self._before is None:
            return False
        target, source = self._ready(name), self._before / name
        try:
            _link(source, target)
        except FileNotFoundError:
            return False
        for coding in CODINGS:
            try:
                _link(Path(f"{source}{coding}"), Path(f"{target}{coding}"))
            except FileNotFoundError:
                continue
        return True

    def finish(self) -> None:
        """Wait for what is still being packed. Raises what went wrong there."""
        for future in self._waiting:
            future.result()
        self._waiting.clear()

    def _ready(self, name: str) -> Path:
        target = self._tree / name
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        return target

    def _pack(self, target: Path, body: bytes, media_type: str) -> None:
        _put(target, body, self._stamp)
        if len(body) < _SMALLEST or not media_type.startswith(_COMPRESSIBLE):
            return
        if media_type.startswith(_PACKED):
            return
        packed = (
            gzip.compress(body, _GZIP_LEVEL, mtime=0),
            brotli.compress(body, quality=_BROTLI_QUALITY),
        )
        for number, (coding, smaller) in enumerate(zip(CODINGS, packed, strict=True), start=1):
            if len(smaller) < len(body):
                _put(Path(f"{target}{coding}"), smaller, self._stamp + number)


def _put(target: Path, body: bytes, stamp: int) -> None:
    target.write_bytes(body)
    os.utime(target, (stamp, stamp))


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        # A file system without links of this kind, or a file with too many.
        body, found = source.read_bytes(), source.stat()
        _put(target, body, int(found.st_mtime))
