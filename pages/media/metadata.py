"""What is kept of an uploaded image: its pixels, its colour profile and its animation.

A photograph carries where and when it was taken, by whom, with which camera, and often a small
copy of the picture before it was cropped. All of it is cut from the file without coding the
pixels anew. The one thing that readers need from there is which way is up: an image that lies on
its side is turned first, and only then coded anew, with the settings it came with.
"""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin

from pages.media import formats, limits
from pages.media.formats import Header

ORIENTATION = 0x0112
UPRIGHT = 1
# From here on, rows and columns change places.
FIRST_ON_ITS_SIDE = 5
CHROMA_HALVED_BOTH_WAYS = 2


class PreparedImage(ContentFile):
    """A checked and cleaned image, ready for storage."""

    def __init__(self, data: bytes, name: str):
        super().__init__(data, name=name)
        self.sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()


def prepared_image(content: File, name: str) -> PreparedImage:
    """The image as it may be stored. Raises ValidationError, as `limits.checked_image` does.

    What is prepared already, by a form, is not prepared again.
    """
    if isinstance(content, PreparedImage):
        return content
    data, header = limits.checked_image(content, name)
    try:
        data = formats.without_metadata(_upright(data, header))
    except ValidationError:
        raise
    except Exception as error:
        # Decoders raise errors of many kinds when a file is broken: OSError, SyntaxError, …
        raise ValidationError(limits.DAMAGED, code="damaged_image") from error
    return PreparedImage(data, _usual_name(name, header))


def without_metadata(content: File) -> File:
    """A rendition's file without what its encoder may have copied into it."""
    content.seek(0)
    return ContentFile(formats.without_metadata(content.read()), name=content.name)


def _upright(data: bytes, header: Header) -> bytes:
    """The same bytes when the image stands upright, else the image turned and coded anew.

    Decodes every frame, so that a damaged image is found out now and not by a visitor.
    """
    with Image.open(BytesIO(data)) as image:
        orientation = image.getexif().get(ORIENTATION, UPRIGHT)
        if orientation == UPRIGHT or not 1 <= orientation <= 8:
            for frame in ImageSequence.Iterator(image):
                frame.load()
            return data
        frames = [ImageOps.exif_transpose(frame) for frame in ImageSequence.Iterator(image)]
        output = BytesIO()
        frames[0].save(output, header.format, **_settings(image, frames, orientation, data))
        return output.getvalue()


def _settings(image: Image.Image, frames: list[Image.Image], orientation: int, data: bytes) -> dict:
    """How to code a turned image so that as little as possible is lost."""
    settings: dict = {"icc_profile": image.info.get("icc_profile")}
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        # The same quantisation tables, turned with the image: values that were rounded once
        # round to themselves.
        tables = image.quantization
        if orientation >= FIRST_ON_ITS_SIDE:
            tables = {key: _transposed(table) for key, table in tables.items()}
        sampling = JpegImagePlugin.get_sampling(image)
        settings |= {
            "qtables": tables,
            "subsampling": sampling if sampling == CHROMA_HALVED_BOTH_WAYS else 0,
            "progressive": bool(image.info.get("progressive")),
            "optimize": True,
        }
    elif image.format == "WEBP":
        settings |= {"lossless": b"VP8L" in data, "quality": 95}
    elif image.format == "AVIF":
        settings |= {"quality": 90}
    if len(frames) > 1:
        settings |= {
            "save_all": True,
            "append_images": frames[1:],
            "duration": [frame.info.get("duration", 100) for frame in frames],
            "loop": image.info.get("loop", 0),
        }
    return settings


def _transposed(table: Sequence[int]) -> list[int]:
    return [table[column * 8 + row] for row in range(8) for column in range(8)]


def _usual_name(name: str, header: Header) -> str:
    """The name with an extension that every server knows: .jpg for .jfif."""
    path = PurePath(name)
    rare = path.suffix.lower() in (".jfif", ".jpe")
    return str(path.with_suffix(f".{header.extensions[0]}")) if rare else name
