"""GIF89a: a screen descriptor, then extensions and images, each a chain of sub-blocks."""

from collections.abc import Iterator

from pages.media.formats.header import DamagedImageError, Header

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL, APPLICATION = 0xF9, 0xFF
# How often an animation repeats, and the colour profile.
NEEDED_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def starts(data: bytes) -> bool:
    return data.startswith((b"GIF87a", b"GIF89a"))


def read_header(data: bytes) -> Header:
    width, height = _pair(data, 6)
    frames = 0
    for kind, block in _blocks(data):
        if kind == IMAGE:
            frames += 1
            # A decoder widens the screen to a frame that reaches beyond it.
            (left, top), (wide, high) = _pair(block, 1), _pair(block, 5)
            width, height = max(width, left + wide), max(height, top + high)
    if not (width and height and frames):
        raise DamagedImageError("no image")
    return Header("gif", width, height, frames)


def without_metadata(data: bytes) -> bytes:
    kept = [data[: _after_screen(data)]]
    for kind, block in _blocks(data):
        needed = kind == IMAGE or (
            kind == EXTENSION
            and (
                block[1] == GRAPHIC_CONTROL
                or (block[1] == APPLICATION and block[3:14] in NEEDED_APPLICATIONS)
            )
        )
        if needed:
            kept.append(block)
    return b"".join(kept) + bytes((TRAILER,))


def _blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of each extension and image. A missing trailer is forgiven, as browsers do."""
    at = _after_screen(data)
    while at < len(data) and data[at] != TRAILER:
        kind = data[at]
        if kind == EXTENSION:
            first = at + 2
        elif kind == IMAGE and at + 10 <= len(data):
            # Descriptor, local colour table, and the code size before the pixels.
            first = at + 10 + _colour_table(data[at + 9]) + 1
        else:
            raise DamagedImageError("an unknown block")
        end = _after_sub_blocks(data, first)
        yield kind, data[at:end]
        at = end


def _after_sub_blocks(data: bytes, at: int) -> int:
    while at < len(data):
        size = data[at]
        at += 1 + size
        if size == 0:
            return at
    raise DamagedImageError("a block ends beyond the file")


def _after_screen(data: bytes) -> int:
    if len(data) < 13:
        raise DamagedImageError("no screen descriptor")
    return 13 + _colour_table(data[10])


def _colour_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _pair(data: bytes, at: int) -> tuple[int, int]:
    first, second = data[at : at + 2], data[at + 2 : at + 4]
    return int.from_bytes(first, "little"), int.from_bytes(second, "little")
