"""Files made for the tests: photographs with things to hide, bombs, and documents of every type."""

import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

# Words that must be in no stored file; the place is the Merlion's.
SECRETS = (b"Secret Author", b"Secret Camera", b"Secret Comment", b"Secret Title", b"Secret XMP")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description dc:title="Secret XMP"/></x:xmpmeta>'
RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def soft_picture() -> Image.Image:
    """A picture of gradual changes, as photographs are made of."""
    slope, ring = Image.linear_gradient("L"), Image.radial_gradient("L")
    bands = (slope, ring, slope.transpose(Image.Transpose.ROTATE_90))
    return Image.merge(
        "RGB", [band.resize((256, 192)).point(lambda value: 70 + value // 3) for band in bands]
    )


@cache
def colour_profile() -> bytes:
    """Always the same one: a new profile holds the second in which it was made."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(orientation: int = 1) -> Image.Exif:
    """Who took the picture, with what, and where."""
    data = Image.Exif()
    data[ExifTags.Base.Artist] = "Secret Author"
    data[ExifTags.Base.Model] = "Secret Camera"
    data[ExifTags.Base.Orientation] = orientation
    data.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "N", 2: (1.0, 17.0, 12.5), 3: "E", 4: (103.0, 51.0, 16.1)}
    )
    return data


def photo(format: str = "JPEG", *, orientation: int = 1, **options) -> bytes:
    """A photograph with EXIF, XMP, a colour profile, and comments where the format has them."""
    options = {"exif": exif(orientation), "icc_profile": colour_profile()} | options
    if format == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "Secret Author")
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = text
    else:
        options["xmp"] = XMP
    if format == "JPEG":
        options["comment"] = "Secret Comment"
    return encoded(picture(), format, **options)


def animation(format: str, frames: int = 3, size=(60, 40), **options) -> bytes:
    images = [Image.new("RGB", size, (20 * number, 99, 99)) for number in range(frames)]
    options = {"save_all": True, "append_images": images[1:], "duration": 80, "loop": 0} | options
    return encoded(images[0], format, **options)


def encoded(image: Image.Image, format: str, **options) -> bytes:
    output = BytesIO()
    image.save(output, format, **options)
    return output.getvalue()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def png_claiming(width: int, height: int) -> bytes:
    """A small, sound PNG file whose header announces this size: what a bomb looks like."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def jpeg_claiming(width: int, height: int) -> bytes:
    """A JPEG file whose frame header was rewritten to announce this size."""
    data = bytearray(encoded(picture(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP archive with these parts, in this order."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return output.getvalue()


def office(main_part: str, **more: str | bytes) -> bytes:
    """An Office Open XML file with this main part."""
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return archive({"[Content_Types].xml": types, main_part: "<document/>", **more})


def open_document(kind: str, **more: str | bytes) -> bytes:
    return archive(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>", **more}
    )


PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
DOCX = office("word/document.xml")
ZIP = archive({"readme.txt": "Hello"})

DOCUMENTS = {
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": office("xl/workbook.xml"),
    "pptx": office("ppt/presentation.xml"),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "odp": open_document("presentation"),
    "csv": "name;café\r\n".encode("cp1252"),
    "txt": b"Three < four, says the report.\n",
    "ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    "zip": ZIP,
    "mp3": b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(64),
    "mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64),
    "webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm",
    "vtt": b"\xef\xbb\xbfWEBVTT\n\n00:00.000 --> 00:02.000\nHello\n",
}
