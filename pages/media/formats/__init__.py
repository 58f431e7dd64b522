"""The five image formats that may be uploaded, read and cleaned without decoding a pixel.

Each module walks the structure of one format and offers two functions on the bytes of a file:
`read_header` returns a Header, `without_metadata` the same file without EXIF, XMP, IPTC, comments
and thumbnails. Pixels, colour profiles and animations are kept bit by bit. Both raise
DamagedImageError when the structure does not hold.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from pages.media.formats import avif, gif, jpeg, png, webp
from pages.media.formats.header import DamagedImageError, Header

__all__ = ["DamagedImageError", "Header", "format_of", "read_header", "without_metadata"]

FORMATS = {"jpeg": jpeg, "png": png, "gif": gif, "webp": webp, "avif": avif}


def format_of(data: bytes) -> str | None:
    """The format that the first bytes of a file announce, or None."""
    return next((name for name, module in FORMATS.items() if module.starts(data)), None)


def read_header(data: bytes) -> Header | None:
    """What the file says about itself; None when it is in none of the five formats."""
    name = format_of(data)
    with _index_errors_as_damage():
        return FORMATS[name].read_header(data) if name else None


def without_metadata(data: bytes) -> bytes:
    """The file without metadata; a file in another format comes back as it is."""
    name = format_of(data)
    with _index_errors_as_damage():
        return FORMATS[name].without_metadata(data) if name else data


@contextmanager
def _index_errors_as_damage() -> Iterator[None]:
    try:
        yield
    except IndexError as error:
        raise DamagedImageError("a part ends too early") from error
