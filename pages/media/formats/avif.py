"""AVIF (AV1 Image File Format on ISO/IEC 14496-12 boxes), still or animated.

A box tells where others lie by their offset in the file, so nothing is cut out: metadata is
overwritten with zeros where it stands, and what announced it is renamed to a kind that decoders
pass over. The file keeps its length and every coded pixel.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pages.media.formats.header import DamagedImageError, Header

BRANDS = (b"avif", b"avis")
# Boxes whose content is a row of boxes, and the bytes that come before the first of them.
CONTAINERS = {
    b"meta": 4, b"iinf": 6, b"iprp": 0, b"ipco": 0, b"moov": 0, b"trak": 0, b"mdia": 0,
    b"minf": 0, b"stbl": 0, b"stsd": 8,
}  # fmt: skip
# Text, times and anything of a vendor's own.
METADATA_BOXES = frozenset((b"udta", b"uuid", b"free", b"skip", b"udes", b"crtt", b"mdft"))
METADATA_ITEMS = frozenset((b"Exif", b"mime", b"uri "))
DATED_BOXES = frozenset((b"mvhd", b"tkhd", b"mdhd"))


class Box(NamedTuple):
    """A box's type, where the box, its content and what follows begin, and the types around it."""

    kind: bytes
    at: int
    start: int
    end: int
    parents: tuple[bytes, ...]


def starts(data: bytes) -> bool:
    size = int.from_bytes(data[:4], "big")
    if data[4:8] != b"ftyp" or not 16 <= size <= 256:
        return False
    return any(data[at : at + 4] in BRANDS for at in (8, *range(16, size, 4)))


def read_header(data: bytes) -> Header:
    sizes, frames = [], 1
    for box in _boxes(data):
        content = data[box.start : box.end]
        if box.kind == b"ispe":
            sizes.append((_number(content[4:8]), _number(content[8:12])))
        elif box.kind == b"av01" and b"stsd" in box.parents:
            sizes.append((_number(content[24:26]), _number(content[26:28])))
        elif box.kind == b"stsz":
            frames = max(frames, _number(content[8:12]))
    if not sizes or not all(map(all, sizes)):
        raise DamagedImageError("no image size")
    return Header("avif", max(w for w, h in sizes), max(h for w, h in sizes), frames)


def without_metadata(data: bytes) -> bytes:
    cleaned = bytearray(data)
    for box in _boxes(data):
        if box.kind in METADATA_BOXES:
            cleaned[box.at + 4 : box.at + 8] = b"free"
            _blank(cleaned, box.start, box.end)
        elif box.kind in DATED_BOXES:
            # Created and changed: 4 bytes each, or 8 in version 1.
            _blank(cleaned, box.start + 4, box.start + (20 if data[box.start] else 12))
        elif box.kind == b"meta":
            _blank_items(data, cleaned, box)
    return bytes(cleaned)


def _blank_items(data: bytes, cleaned: bytearray, meta: Box) -> None:
    """Overwrite the content of EXIF and XMP items and the type that announces them."""
    children = list(_boxes(data, meta.start + 4, meta.end, (b"meta",)))
    doomed = set()
    for box in children:
        if box.kind != b"infe":
            continue
        id_size = 4 if data[box.start] >= 3 else 2
        type_at = box.start + 4 + id_size + 2
        if data[type_at : type_at + 4] in METADATA_ITEMS:
            doomed.add(_number(data[box.start + 4 : box.start + 4 + id_size]))
            cleaned[type_at : type_at + 4] = b"none"
            _blank(cleaned, type_at + 4, box.end)
    stored = next((box.start for box in children if box.kind == b"idat"), 0)
    blanked = 0
    for box in children:
        if box.kind == b"iloc":
            for item, in_stored, start, length in _extents(data[box.start : box.end]):
                if item in doomed:
                    blanked += length
                    if blanked > len(data):
                        raise DamagedImageError("metadata longer than the file")
                    start += stored if in_stored else 0
                    _blank(cleaned, start, start + length)


def _extents(iloc: bytes) -> Iterator[tuple[int, bool, int, int]]:
    """Item id, whether it lies in the `idat` box, start and length of each piece of an item."""
    version = iloc[0]
    offset_size, length_size = iloc[4] >> 4, iloc[4] & 15
    base_size, index_size = iloc[5] >> 4, (iloc[5] & 15 if version else 0)
    id_size = 4 if version == 2 else 2
    at = 6
    if not length_size:
        raise DamagedImageError("an item without a length")

    def take(size: int) -> int:
        nonlocal at
        at += size
        if at > len(iloc):
            raise DamagedImageError("an item list ends too early")
        return _number(iloc[at - size : at])

    for _ in range(take(id_size)):
        item = take(id_size)
        in_stored = bool(take(2) & 15) if version else False
        take(2)
        base = take(base_size)
        for _ in range(take(2)):
            take(index_size)
            start = base + take(offset_size)
            yield item, in_stored, start, take(length_size)


def _boxes(
    data: bytes, at: int = 0, limit: int | None = None, parents: tuple[bytes, ...] = ()
) -> Iterator[Box]:
    """Every box of the file in order, the ones that hold boxes before what they hold."""
    limit = len(data) if limit is None else limit
    while at < limit:
        size, kind, start = _number(data[at : at + 4]), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, start = _number(data[at + 8 : at + 16]), at + 16
        end = limit if size == 0 else at + size
        if end < start or end > limit:
            raise DamagedImageError("a box ends beyond the file")
        yield Box(kind, at, start, end, parents)
        if kind in CONTAINERS and len(parents) < 8:
            # In `iinf` the count of entries is twice as wide from version 1 on.
            wider = 2 if kind == b"iinf" and data[start : start + 1] > b"\0" else 0
            yield from _boxes(data, start + CONTAINERS[kind] + wider, end, (*parents, kind))
        at = end


def _blank(cleaned: bytearray, start: int, end: int) -> None:
    end = min(end, len(cleaned))
    if start < end:
        cleaned[start:end] = bytes(end - start)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")
