"""ZIP archives, and the office files that are ZIP archives inside.

Only the list of parts and two small parts are read; nothing is unpacked. An archive that would
need much memory merely to be listed is taken for a broken one.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

LOCAL_HEADER = b"PK\x03\x04"
END_RECORD = b"PK\x05\x06"
END_RECORD_REACH = 22 + 65535
MAX_LIST_BYTES = 4 * 1024 * 1024
MAX_PART_BYTES = 1024 * 1024
OFFICE_TYPES = "[Content_Types].xml"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
OPEN_DOCUMENT_SCRIPTS = ("basic/", "scripts/")


class MacrosError(ValueError):
    """The office file carries macros."""


def is_office(main_part: str) -> Callable[[IO[bytes]], bool]:
    """A test for Office Open XML (ECMA-376) whose main part has this name.

    The test raises MacrosError for a file with macros, whatever its name.
    """

    def holds(file: IO[bytes]) -> bool:
        with _opened(file) as archive:
            if archive is None or not _is_office(archive):
                return False
            return main_part in archive.namelist()

    return holds


def is_open_document(kind: str) -> Callable[[IO[bytes]], bool]:
    """A test for OpenDocument (ISO/IEC 26300) of this kind; raises MacrosError, as above."""

    def holds(file: IO[bytes]) -> bool:
        with _opened(file) as archive:
            return archive is not None and _open_document_kind(archive) == kind.encode()

    return holds


def is_plain_zip(file: IO[bytes]) -> bool:
    """Whether the file is a ZIP archive and not an office file under another name."""
    with _opened(file) as archive:
        if archive is None:
            return False
        return not _is_office(archive) and _open_document_kind(archive) is None


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[zipfile.ZipFile | None]:
    """The archive, or None when the file is none or can't be listed."""
    archive = None
    if _is_listable(file):
        with suppress(zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            archive = zipfile.ZipFile(file)
    try:
        yield archive
    finally:
        if archive is not None:
            archive.close()


def _is_listable(file: IO[bytes]) -> bool:
    """Whether it begins as an archive, not with something else before it, and its list is short."""
    file.seek(0)
    if not file.read(4).startswith((LOCAL_HEADER, END_RECORD)):
        return False
    size = file.seek(0, 2)
    file.seek(max(0, size - END_RECORD_REACH))
    tail = file.read()
    at = tail.rfind(END_RECORD)
    return at >= 0 and int.from_bytes(tail[at + 12 : at + 16], "little") <= MAX_LIST_BYTES


def _is_office(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    if OFFICE_TYPES not in names:
        return False
    lowered = [name.lower() for name in names]
    if any("vbaproject" in name or "/macrosheets/" in name for name in lowered):
        raise MacrosError("a part holds macros")
    if b"macroEnabled" in _part(archive, OFFICE_TYPES):
        raise MacrosError("declared to hold macros")
    return True


def _open_document_kind(archive: zipfile.ZipFile) -> bytes | None:
    """What comes after the common beginning of an OpenDocument type, such as b"text"."""
    names = archive.namelist()
    if "mimetype" not in names:
        return None
    declared = _part(archive, "mimetype").strip()
    if not declared.startswith(OPEN_DOCUMENT):
        return None
    if any(name.lower().startswith(OPEN_DOCUMENT_SCRIPTS) for name in names):
        raise MacrosError("a part holds macros")
    return declared.removeprefix(OPEN_DOCUMENT)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a part; nothing when it is damaged or locked."""
    try:
        with archive.open(name) as part:
            return part.read(MAX_PART_BYTES)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        return b""
