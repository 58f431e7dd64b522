"""WebP (RFC 9649): a RIFF container, lossy, lossless or animated."""

from collections.abc import Iterator

from pages.media.formats.header import DamagedImageError, Header

NEEDED = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"))
HAS_EXIF, HAS_XMP = 0x08, 0x04
FRAME_HEADER = 16


def starts(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read_header(data: bytes) -> Header:
    sizes, frames = [], 0
    for kind, content in _file_chunks(data):
        if kind == b"VP8X":
            sizes.append((_number(content[4:7]) + 1, _number(content[7:10]) + 1))
        elif kind == b"ANMF":
            frames += 1
            sizes += [
                size for part in _chunks(content, FRAME_HEADER) if (size := _frame_size(*part))
            ]
        elif size := _frame_size(kind, content):
            sizes.append(size)
    if not sizes:
        raise DamagedImageError("no image")
    return Header("webp", max(w for w, h in sizes), max(h for w, h in sizes), frames or 1)


def without_metadata(data: bytes) -> bytes:
    kept = b""
    for kind, content in _file_chunks(data):
        if kind == b"VP8X":
            content = bytes((content[0] & ~(HAS_EXIF | HAS_XMP),)) + content[1:]
        elif kind == b"ANMF":
            parts = _chunks(content, FRAME_HEADER)
            content = content[:FRAME_HEADER] + b"".join(
                _chunk(*part) for part in parts if part[0] in NEEDED
            )
        if kind in NEEDED:
            kept += _chunk(kind, content)
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept


def _frame_size(kind: bytes, content: bytes) -> tuple[int, int] | None:
    """Width and height in the header of a lossy or lossless bit stream."""
    if kind == b"VP8 ":
        return _number(content[6:8]) & 0x3FFF, _number(content[8:10]) & 0x3FFF
    if kind == b"VP8L":
        bits = _number(content[1:5])
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    return None


def _file_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + _number(data[4:8])
    if end > len(data):
        raise DamagedImageError("the file is shorter than it says")
    return _chunks(data[:end], 12)


def _chunks(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], _number(data[at + 4 : at + 8])
        if at + 8 + size > len(data):
            raise DamagedImageError("a chunk ends beyond the file")
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")
