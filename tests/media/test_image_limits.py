"""Images that are too big, too large to decode, damaged or not images are refused unread."""

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from pages.media import formats, limits, metadata
from tests.media import samples

MEGA = 1024 * 1024


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        metadata.prepared_image(samples.upload(name, data), name)
    [message] = caught.value.messages
    assert "\n" not in message
    return message


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_the_header_tells_size_and_format(format):
    data = samples.encoded(samples.picture((61, 43)), format)
    assert formats.read_header(data) == formats.Header(format.lower(), 61, 43, 1)


@pytest.mark.parametrize("format", ["PNG", "GIF", "WEBP", "AVIF"])
def test_the_header_counts_the_frames_of_an_animation(format):
    assert formats.read_header(samples.animation(format, frames=4)).frames == 4


def test_a_lossless_webp_tells_its_size():
    data = samples.encoded(samples.picture((61, 43)), "WEBP", lossless=True)
    assert formats.read_header(data) == formats.Header("webp", 61, 43, 1)


def test_a_progressive_jpeg_tells_its_size():
    data = samples.encoded(samples.picture((61, 43)), "JPEG", progressive=True)
    assert formats.read_header(data) == formats.Header("jpeg", 61, 43, 1)


@pytest.mark.parametrize(
    ("name", "make"), [("a.png", samples.png_claiming), ("a.jpg", samples.jpeg_claiming)]
)
def test_a_bomb_is_refused_before_decoding(no_decoding, name, make):
    data = make(20_000, 20_000)
    assert len(data) < 2000
    assert refusal(name, data) == (
        "This image has 400 megapixels (20,000 × 20,000); the limit is 40. "
        "Make it smaller and upload it again."
    )


def test_forty_one_megapixels_are_too_many(no_decoding):
    message = refusal("a.png", samples.png_claiming(8200, 5000))
    assert message.startswith("This image has 41 megapixels (8,200 × 5,000); the limit is 40.")


def test_one_pixel_too_many_is_too_many(no_decoding):
    message = refusal("a.png", samples.png_claiming(40_000_001, 1))
    assert message.startswith("This image has 40.1 megapixels")


def test_forty_megapixels_are_allowed():
    data = samples.encoded(Image.new("L", (8000, 5000)), "PNG")
    prepared = metadata.prepared_image(samples.upload("a.png", data), "a.png")
    assert formats.read_header(prepared.read()).pixels == 40_000_000


def test_an_animation_counts_with_all_its_frames(no_decoding, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60 * 40 * 5
    assert refusal("a.gif", samples.animation("GIF", frames=6)).startswith(
        "This image has 0.1 megapixels (6 pictures of 60 × 40)"
    )


def test_a_gif_frame_beyond_its_screen_counts(no_decoding, settings):
    data = bytearray(samples.encoded(samples.picture(), "GIF"))
    at = data.index(b"\x2c\0\0\0\0")
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    assert "65,535 × 65,535" in refusal("a.gif", bytes(data))


def test_eleven_megabytes_are_too_many(no_decoding):
    data = samples.png_claiming(10, 10) + bytes(11 * MEGA)
    assert refusal("a.png", data) == (
        "This image is 11.0\xa0MB; the limit is 10.0\xa0MB. Save it smaller and upload it again."
    )


def test_ten_megabytes_are_allowed():
    data = samples.encoded(samples.picture(), "PNG")
    data += bytes(10 * MEGA - len(data))
    assert metadata.prepared_image(samples.upload("a.png", data), "a.png").size < 1000


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_truncated_file_is_refused(format, part):
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    data = samples.encoded(noise, format)
    extension = "jpg" if format == "JPEG" else format.lower()
    assert refusal(f"a.{extension}", data[: int(len(data) * part)]) == limits.DAMAGED


def test_damaged_pixels_are_refused():
    data = bytearray(samples.encoded(samples.picture(), "PNG"))
    at = data.index(b"IDAT")
    data[at + 4 : at + 20] = bytes(16)
    assert refusal("a.png", bytes(data)) == limits.DAMAGED


def test_an_extension_of_another_format_is_refused(no_decoding):
    assert refusal("photo.png", samples.photo("JPEG")) == (
        "This file is named .png but holds a JPEG image. "
        "Rename it to end in .jpg and upload it again."
    )


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"",
        b"\x00\x00\x01\x00\x01\x00",
        b"BM" + bytes(60),
        b"II*\x00" + bytes(60),
    ],
    ids=["html", "svg", "empty", "ico", "bmp", "tiff"],
)
def test_what_is_no_image_is_refused(no_decoding, data):
    message = refusal("a.png", data)
    assert message == "This file is not a JPG, PNG, WebP, AVIF or GIF image."


def test_a_rare_extension_is_stored_as_the_usual_one():
    prepared = metadata.prepared_image(samples.upload("a.jfif", samples.photo()), "a.jfif")
    assert prepared.name == "a.jpg"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_no_broken_structure_raises_anything_but_damage(format):
    """Every byte of the file's structure set to 0 and to 255, and the file cut off everywhere."""
    data = samples.encoded(samples.picture((8, 8)), format)
    broken = [data[:end] for end in range(12, len(data), 3)]
    for at in range(12, min(len(data), 700)):
        broken += [data[:at] + bytes((value,)) + data[at + 1 :] for value in (0, 255)]
    for attempt in broken:
        try:
            formats.read_header(attempt)
            formats.without_metadata(attempt)
        except formats.DamagedImageError:
            continue
