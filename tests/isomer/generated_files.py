"""Pictures and documents of generated repositories: a few are made, the others differ in bytes."""

import io
import random
import struct
import zlib
from functools import cache

from PIL import Image, ImageFilter

#: Width, height and quality of photographs; their files have 40 to 200 KB.
_PHOTOGRAPHS = ((900, 600, 70), (1200, 800, 75), (1600, 900, 75), (800, 1000, 80))
_DRAWING = (1200, 700)


def image(number: int) -> tuple[str, bytes]:
    """The suffix and the bytes of a picture; each number has pixels of its own."""
    if number % 4 == 3:
        return "png", _drawing(number)
    return "jpg", _photograph(number)


def _photograph(number: int) -> bytes:
    """A JPEG: one of few, with a quantisation table that no other number has."""
    content = bytearray(_base(number % len(_PHOTOGRAPHS)))
    table = content.index(b"\xff\xdb") + 5
    rest = number // len(_PHOTOGRAPHS)
    for place in range(1, 9):
        content[table + place] = max(1, content[table + place] + rest % 4)
        rest //= 4
    return bytes(content)


@cache
def _base(kind: int) -> bytes:
    width, height, quality = _PHOTOGRAPHS[kind]
    chance = random.Random(kind)
    coarse = Image.frombytes("RGB", (24, 16), chance.randbytes(24 * 16 * 3))
    fine = Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))
    fine = fine.filter(ImageFilter.GaussianBlur(1.2))
    picture = Image.blend(coarse.resize((width, height), Image.Resampling.BICUBIC), fine, 0.25)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _drawing(number: int) -> bytes:
    """A PNG of 64 colours; its palette holds the number."""
    content = bytearray(_base_drawing())
    start = content.index(b"PLTE") + 4
    (length,) = struct.unpack(">I", content[start - 8 : start - 4])
    content[start : start + 3] = number.to_bytes(3, "big")
    checksum = zlib.crc32(content[start - 4 : start + length])
    content[start + length : start + length + 4] = struct.pack(">I", checksum)
    return bytes(content)


@cache
def _base_drawing() -> bytes:
    chance = random.Random("drawing")
    small = Image.frombytes("L", (400, 234), chance.randbytes(400 * 234))
    grey = small.resize(_DRAWING, Image.Resampling.NEAREST).point(lambda level: level // 4)
    picture = Image.frombytes("P", _DRAWING, grey.tobytes())
    picture.putpalette([part for level in range(64) for part in (level * 4, level * 3, level * 2)])
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def pdf(number: int) -> bytes:
    """A PDF of one empty page and about 30 KB."""
    filler = random.Random(f"pdf {number}").randbytes(30_000).hex().encode()[:30_000]
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(filler), filler),
    )
    content = bytearray(b"%PDF-1.4\n")
    offsets = []
    for place, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj%sendobj\n" % (place, body)
    start = len(content)
    content += b"xref\n0 5\n0000000000 65535 f \n"
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(content + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
