"""PNG (W3C PNG third edition), animated or not: a signature and a row of chunks."""

from collections.abc import Iterator

from pages.media.formats.header import DamagedImageError, Header

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Pixels and palette, transparency, colour space, resolution, animation; no text, EXIF or time.
NEEDED = frozenset(
    (
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"pHYs", b"sBIT", b"sRGB", b"gAMA",
        b"cHRM", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
    )
)  # fmt: skip


def starts(data: bytes) -> bool:
    return data.startswith(SIGNATURE)


def read_header(data: bytes) -> Header:
    width = height = 0
    frames = 1
    for kind, chunk in _chunks(data):
        content = chunk[8:-4]
        if kind == b"IHDR":
            width, height = int.from_bytes(content[:4], "big"), int.from_bytes(content[4:8], "big")
        elif kind == b"acTL":
            frames = int.from_bytes(content[:4], "big")
    if not (width and height):
        raise DamagedImageError("no image header")
    return Header("png", width, height, frames)


def without_metadata(data: bytes) -> bytes:
    return SIGNATURE + b"".join(chunk for kind, chunk in _chunks(data) if kind in NEEDED)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and bytes of each chunk (length, type, content and checksum), up to the last one."""
    at = len(SIGNATURE)
    while True:
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if len(kind) < 4 or end > len(data):
            raise DamagedImageError("no end chunk")
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end
