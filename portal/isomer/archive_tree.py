"""A repository in a ZIP, as GitHub makes it; nothing of it is ever written to a disk."""

import re
import stat
import zipfile
import zlib
from pathlib import Path

from portal.isomer.codes import Code, Note
from portal.isomer.errors import ImportStop, TooLarge, Unreadable
from portal.isomer.source_tree import (
    MAX_FILE_BYTES,
    SKIPPED_FOLDERS,
    SourceTree,
    is_commit,
    is_usable,
)

MAX_ENTRIES = 200_000
#: What all files together may come to; the largest repository met has 2 GB.
MAX_TOTAL_BYTES = 8 * 1024**3
#: Above this many bytes an archive may not be packed more tightly than this.
RATIO_FROM_BYTES, MAX_RATIO = 256 * 1024**2, 100
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DRIVE = re.compile(r"[A-Za-z]:")
_UTF8_FLAG, _ENCRYPTED_FLAGS = 0x800, 0x1 | 0x40 | 0x2000
_CHUNK = 1024 * 1024
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError,
            NotImplementedError)  # fmt: skip


class ArchiveTree(SourceTree):
    """The files of a ZIP. One folder around everything, as GitHub puts it, does not count."""

    def __init__(self, path: Path):
        try:
            self._zip = zipfile.ZipFile(path)
            entries = self._zip.infolist()
        except _DAMAGED as error:
            reason = str(error).splitlines()[0] if str(error) else "damaged"
            raise ImportStop(f"{path} is no ZIP that can be read: {reason}.") from error
        _refuse_bombs(path, entries)
        left_out: dict[str, Note] = {}
        kept: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = _name(entry)
            if entry.is_dir() or name.endswith("/") or _is_skipped(name):
                continue
            problem = _problem(entry, name)
            if problem is None and name in kept:
                left_out[name] = Note(Code.ARCHIVE_ENTRY, "the name occurs twice; the last counts")
            if problem is None:
                kept[name] = entry
            else:
                left_out[_shown(name)] = problem
        top = _top_folder(kept)
        self._entries = {name.removeprefix(top): entry for name, entry in kept.items()}
        super().__init__(top.rstrip("/") or path.stem, self._entries)
        self.left_out += [(name.removeprefix(top), note) for name, note in left_out.items()]

    @property
    def commit(self) -> str:
        text = self._zip.comment.decode("ascii", "replace").strip()
        return text if is_commit(text) else ""

    def size(self, path: str) -> int:
        entry = self._entries.get(path)
        return entry.file_size if entry else 0

    def read_bytes(self, path: str, limit: int = MAX_FILE_BYTES) -> bytes:
        entry = self._entries.get(path)
        if entry is None:
            raise ImportStop(f"{path} is not a file of the repository.")
        if entry.file_size > limit:
            raise TooLarge(f"larger than {limit // 1024 // 1024} MB")
        parts, length = [], 0
        try:
            with self._zip.open(entry) as file:
                # Counted while it is unpacked: what the archive says of a size is only a claim.
                while part := file.read(_CHUNK):
                    parts.append(part)
                    length += len(part)
                    if length > limit:
                        raise TooLarge(f"larger than {limit // 1024 // 1024} MB")
        except _DAMAGED as error:
            reason = str(error).splitlines()[0] if str(error) else "damaged"
            raise Unreadable(f"damaged in the archive: {reason}") from error
        return b"".join(parts)

    def close(self) -> None:
        self._zip.close()


def _refuse_bombs(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise ImportStop(f"{path} holds {len(entries)} entries; {MAX_ENTRIES} are the most.")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise ImportStop(f"{path} unpacks to {total // 1024**3} GB; that is no repository.")
    if total > RATIO_FROM_BYTES and total > packed * MAX_RATIO:
        raise ImportStop(f"{path} unpacks to {total // max(packed, 1)} times its size; refused.")


def _name(entry: zipfile.ZipInfo) -> str:
    """An entry's name with slashes; UTF-8 also where the archive does not say so."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.orig_filename
    return name.replace("\\", "/").removeprefix("./")


def _is_skipped(name: str) -> bool:
    parts = name.split("/")
    return any(part in SKIPPED_FOLDERS for part in parts[:-1]) or parts[-1].startswith("._")


def _problem(entry: zipfile.ZipInfo, name: str) -> Note | None:
    """Why an entry is not taken; None when it is a file like any other."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return Note(Code.SYMLINK)
    parts = name.split("/")
    reasons = {
        "not a plain file": kind not in {0, stat.S_IFREG},
        "encrypted": bool(entry.flag_bits & _ENCRYPTED_FLAGS),
        "packed by a method that is not read": entry.compress_type not in _METHODS,
        "its name leads out of the archive": (
            name.startswith("/") or ".." in parts or bool(_DRIVE.match(name) and len(parts) > 1)
        ),
        "its name is not clean": not is_usable(name) or "" in parts or "." in parts,
    }
    reason = next((reason for reason, holds in reasons.items() if holds), "")
    return Note(Code.ARCHIVE_ENTRY, reason) if reason else None


def _top_folder(names: dict[str, zipfile.ZipInfo]) -> str:
    """The folder around everything, with its slash; "" when there is none."""
    tops = {name.split("/", 1)[0] for name in names}
    if len(tops) != 1:
        return ""
    top = f"{next(iter(tops))}/"
    return top if f"{top}_config.yml" in names else ""


def _shown(name: str) -> str:
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in name)[:700]
