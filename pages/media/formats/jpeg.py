"""JPEG (ITU-T T.81, annex B): a row of marker segments, some followed by coded pixels."""

import re
from collections.abc import Iterator

from pages.media.formats.header import DamagedImageError, Header

SOI, EOI, SOS, APP0, APP2, APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE2, 0xEE
FRAME_STARTS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Tables, frames, scans and restart settings: what a decoder needs.
NEEDED = FRAME_STARTS | {0xC4, 0xCC, 0xDA, 0xDB, 0xDC, 0xDD}
# In coded pixels FF is followed by 00 or a restart marker; anything else begins a segment.
NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def starts(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff")


def read_header(data: bytes) -> Header:
    width = height = 0
    for marker, segment in _segments(data):
        if marker in FRAME_STARTS and len(segment) >= 9:
            height = max(height, int.from_bytes(segment[5:7], "big"))
            width = max(width, int.from_bytes(segment[7:9], "big"))
    if not (width and height):
        raise DamagedImageError("no frame header")
    return Header("jpeg", width, height)


def without_metadata(data: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    for marker, segment in _segments(data):
        content = segment[4:]
        if marker == APP0 and content.startswith(b"JFIF\0"):
            # Version, units and density; the thumbnail that may follow is left out.
            kept.append(b"\xff\xe0\x00\x10" + content[:12].ljust(12, b"\0") + b"\0\0")
        elif (
            marker in NEEDED
            or (marker == APP2 and content.startswith(b"ICC_PROFILE\0"))
            # Says whether the components are RGB, YCbCr, CMYK or YCCK.
            or (marker == APP14 and content.startswith(b"Adobe"))
        ):
            kept.append(segment)
    return b"".join(kept) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment between start and end of image; scans with their pixels."""
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 2 > len(data) or data[at] != 0xFF:
            raise DamagedImageError("no end of image")
        marker = data[at + 1]
        if marker == EOI:
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(data):
            raise DamagedImageError("a segment ends beyond the file")
        if marker == SOS:
            following = NEXT_MARKER.search(data, end)
            if following is None:
                raise DamagedImageError("no end of image")
            end = following.start()
        yield marker, data[at:end]
        at = end
