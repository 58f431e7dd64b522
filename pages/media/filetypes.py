"""Which documents may be uploaded: a list of types, each recognised by its content.

The extension decides how a visitor's computer opens a file, so it must tell the truth. Web pages,
SVG pictures and programs are not on the list, and office files with macros are refused. A type
that is added here needs a test that recognises its content; nothing is believed for its name.
"""

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pages.media import archives, limits

DEFAULT_MAX_BYTES = 50 * 1024 * 1024
CHUNK = 1024 * 1024

MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ")
CONTROL_CHARACTERS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# Text as well, but more than plain text: web pages, PDF, rich text.
NOT_PLAIN = re.compile(
    rb"\s*(<(!doctype|!--|\?xml|html|head|body|script|svg|iframe|meta)|%PDF-|\{\\rtf)", re.I
)
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class FileType:
    """A type of document: what people call it, how it is sent, how its content is recognised."""

    label: str | Promise
    media_type: str
    holds: Callable[[IO[bytes]], bool]


@dataclass(frozen=True)
class CheckedDocument:
    """What is known of a document's content after it was checked."""

    size: int
    sha1: str


def _begins(*starts: bytes) -> Callable[[IO[bytes]], bool]:
    return lambda file: _first(file, 64).startswith(starts)


def _first(file: IO[bytes], size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def _is_pdf(file: IO[bytes]) -> bool:
    return re.match(rb"(\xef\xbb\xbf)?\s{0,16}%PDF-\d", _first(file, 32)) is not None


def _is_text(file: IO[bytes]) -> bool:
    """No control characters, so in an encoding that spells out characters, and plain."""
    start = _first(file, 512)
    if start.startswith(UTF16_MARKS):
        return _is_utf16_text(file)
    if NOT_PLAIN.match(start.removeprefix(codecs.BOM_UTF8)):
        return False
    return not any(CONTROL_CHARACTERS.search(chunk) for chunk in _chunks(file))


def _is_utf16_text(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        texts = [decoder.decode(chunk).encode("utf-8") for chunk in _chunks(file)]
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return not NOT_PLAIN.match(texts[0]) and not any(map(CONTROL_CHARACTERS.search, texts))


def _is_text_after(start: bytes) -> Callable[[IO[bytes]], bool]:
    def holds(file: IO[bytes]) -> bool:
        first = _first(file, 64).removeprefix(codecs.BOM_UTF8).lstrip()
        return first.startswith(start) and _is_text(file)

    return holds


def _is_mp3(file: IO[bytes]) -> bool:
    start = _first(file, 3)
    # A tag, or the first frame: eleven set bits, then MPEG layer III.
    frame = start[:1] == b"\xff" and len(start) > 1 and start[1] & 0xE6 == 0xE2
    return start == b"ID3" or frame


def _is_mp4(file: IO[bytes]) -> bool:
    start = _first(file, 64)
    size = int.from_bytes(start[:4], "big")
    brands = {start[at : at + 4] for at in range(8, min(size, 64), 4) if at != 12}
    return start[4:8] == b"ftyp" and not brands.isdisjoint(MP4_BRANDS)


def _is_webm(file: IO[bytes]) -> bool:
    start = _first(file, 64)
    return start.startswith(b"\x1aE\xdf\xa3") and b"B\x82\x84webm" in start


TYPES = {
    "pdf": FileType("PDF", "application/pdf", _is_pdf),
    "docx": FileType(
        _("Word document"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        archives.is_office("word/document.xml"),
    ),
    "xlsx": FileType(
        _("Excel workbook"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        archives.is_office("xl/workbook.xml"),
    ),
    "pptx": FileType(
        _("PowerPoint presentation"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        archives.is_office("ppt/presentation.xml"),
    ),
    "odt": FileType(
        _("OpenDocument text"),
        "application/vnd.oasis.opendocument.text",
        archives.is_open_document("text"),
    ),
    "ods": FileType(
        _("OpenDocument spreadsheet"),
        "application/vnd.oasis.opendocument.spreadsheet",
        archives.is_open_document("spreadsheet"),
    ),
    "odp": FileType(
        _("OpenDocument presentation"),
        "application/vnd.oasis.opendocument.presentation",
        archives.is_open_document("presentation"),
    ),
    "csv": FileType(_("CSV table"), "text/csv", _is_text),
    "txt": FileType(_("Text"), "text/plain", _is_text),
    "ics": FileType(_("Calendar file"), "text/calendar", _is_text_after(b"BEGIN:VCALENDAR")),
    "zip": FileType(_("ZIP archive"), "application/zip", archives.is_plain_zip),
    "mp3": FileType(_("MP3 audio"), "audio/mpeg", _is_mp3),
    "mp4": FileType(_("MP4 video"), "video/mp4", _is_mp4),
    "webm": FileType(_("WebM video"), "video/webm", _is_webm),
    "vtt": FileType(_("Captions"), "text/vtt", _is_text_after(b"WEBVTT")),
}


def max_bytes() -> int:
    return getattr(settings, "WAGTAILDOCS_MAX_UPLOAD_SIZE", None) or DEFAULT_MAX_BYTES


def help_text() -> str:
    """What may be uploaded, in one line for the form."""
    return f"At most {filesizeformat(max_bytes())}. Types: {', '.join(sorted(TYPES))}."


def extension(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def label(name: str) -> str:
    """What people call the type of the file with this name, such as "PDF"."""
    known = TYPES.get(extension(name))
    return str(known.label) if known else extension(name).upper()


def media_type(name: str) -> str:
    """The media type to send the file with this name as."""
    known = TYPES.get(extension(name))
    return known.media_type if known else "application/octet-stream"


def check_upload(content: File, name: str) -> None:
    """Raise ValidationError, with a sentence for people, for a file that may not be kept."""
    if content.size is not None and content.size > max_bytes():
        raise limits.too_big(content.size, max_bytes(), "file")
    named = extension(name)
    if named not in TYPES:
        raise ValidationError(_not_allowed(named), code="invalid_extension")
    try:
        holds = content.size != 0 and TYPES[named].holds(content)
    except archives.MacrosError as error:
        raise ValidationError(
            "This file contains macros, which are small programs. "
            "Save it without macros and upload it again.",
            code="macros",
        ) from error
    finally:
        content.seek(0)
    if not holds:
        raise ValidationError(
            f"This file is named .{named} but its content is something else or is damaged. "
            "Save it as the right type and upload it again.",
            code="content_mismatch",
        )


def checked_document(content: File, name: str) -> CheckedDocument:
    """Size and hash of a document that may be kept. Raises ValidationError, as `check_upload`."""
    check_upload(content, name)
    size, sha1 = 0, hashlib.sha1(usedforsecurity=False)
    for chunk in _chunks(content):
        size += len(chunk)
        if size > max_bytes():
            raise limits.too_big(None, max_bytes(), "file")
        sha1.update(chunk)
    content.seek(0)
    return CheckedDocument(size, sha1.hexdigest())


def _not_allowed(named: str) -> str:
    found = f"Files of the type .{named}" if named else "Files without a type in their name"
    return f"{found} can't be uploaded. Allowed types: {', '.join(sorted(TYPES))}."


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
