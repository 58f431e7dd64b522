"""How big an image may be, asked before anything is decoded.

A small file can unfold into gigabytes of pixels, so its size in bytes is looked at first, then
the size in pixels that its header gives, and only then may a decoder have it. The limits are
WAGTAILIMAGES_MAX_UPLOAD_SIZE (bytes) and WAGTAILIMAGES_MAX_IMAGE_PIXELS.
"""

from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat

from pages.media import formats
from pages.media.formats import DamagedImageError, Header

DEFAULT_MAX_BYTES = 10 * 1024 * 1024
DEFAULT_MAX_PIXELS = 40_000_000
FORMAT_NAMES = "JPG, PNG, WebP, AVIF or GIF"
DAMAGED = "This image is damaged or incomplete. Export it again from the original and try again."


def max_bytes() -> int:
    return getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", None) or DEFAULT_MAX_BYTES


def max_pixels() -> int:
    return getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", None) or DEFAULT_MAX_PIXELS


def help_text() -> str:
    """What may be uploaded, in one line for the form."""
    size = filesizeformat(max_bytes())
    return f"{FORMAT_NAMES}, at most {size} and {_megapixels(max_pixels())} megapixels."


def read_within_limit(content: File, limit: int, kind: str) -> bytes:
    """The bytes of an upload. Raises ValidationError when there are more than `limit`."""
    if content.size is None or content.size <= limit:
        content.seek(0)
        data = content.read(limit + 1)
        if len(data) <= limit:
            return data
    raise too_big(content.size, limit, kind)


def too_big(size: int | None, limit: int, kind: str) -> ValidationError:
    found = f"is {filesizeformat(size)}" if size else "is too big"
    return ValidationError(
        f"This {kind} {found}; the limit is {filesizeformat(limit)}. "
        "Save it smaller and upload it again.",
        code="file_too_large",
    )


def checked_image(content: File, name: str) -> tuple[bytes, Header]:
    """The bytes and header of an image that may be decoded.

    Raises ValidationError, with a sentence for people, for a file that is too big, has too many
    pixels, is no image, is damaged, or is named for another format than it is in.
    """
    data = read_within_limit(content, max_bytes(), "image")
    try:
        header = formats.read_header(data)
    except DamagedImageError as error:
        raise ValidationError(DAMAGED, code="damaged_image") from error
    if header is None:
        raise ValidationError(f"This file is not a {FORMAT_NAMES} image.", code="invalid_image")
    _check_pixels(header)
    _check_extension(header, name)
    return data, header


def read_header(file: IO[bytes]) -> Header | None:
    """The header of an open file; None when it is no image in a format that we keep."""
    file.seek(0)
    try:
        return formats.read_header(file.read(4 * max_bytes()))
    except DamagedImageError:
        return None


def _check_pixels(header: Header) -> None:
    if header.pixels <= max_pixels():
        return
    size = f"{header.width:,} × {header.height:,}"
    if header.frames > 1:
        size = f"{header.frames:,} pictures of {size}"
    raise ValidationError(
        f"This image has {_megapixels(header.pixels)} megapixels ({size}); "
        f"the limit is {_megapixels(max_pixels())}. Make it smaller and upload it again.",
        code="file_too_many_pixels",
    )


def _check_extension(header: Header, name: str) -> None:
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension in header.extensions:
        return
    named = f"is named .{extension}" if extension else "has no extension in its name"
    usual = header.extensions[0]
    raise ValidationError(
        f"This file {named} but holds a {header.format.upper()} image. "
        f"Rename it to end in .{usual} and upload it again.",
        code="invalid_image_known_format",
    )


def _megapixels(pixels: int) -> str:
    """Megapixels with one decimal where it says something: 40, 40.1, 41.5."""
    return f"{-(-pixels // 100_000) / 10:,.1f}".removesuffix(".0")
