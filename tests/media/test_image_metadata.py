"""Nothing about the photographer, the camera or the place is kept; nothing else is lost."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps, ImageSequence, ImageStat

from pages.media import formats, metadata
from pages.models import SiteImage
from tests.media import samples

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]
EXTENSIONS = {"JPEG": "jpg"}


def cleaned(format: str, data: bytes) -> bytes:
    name = f"a.{EXTENSIONS.get(format, format.lower())}"
    return metadata.prepared_image(samples.upload(name, data), name).read()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def assert_nothing_told(data: bytes) -> None:
    assert [secret for secret in samples.SECRETS if secret in data] == []
    image = opened(data)
    assert dict(image.getexif()) == {}
    assert {"exif", "xmp", "XML:com.adobe.xmp", "Author", "comment", "photoshop"}.isdisjoint(
        image.info
    )


def assert_same_pixels(first: Image.Image, second: Image.Image) -> None:
    assert first.size == second.size
    assert ImageChops.difference(first.convert("RGBA"), second.convert("RGBA")).getbbox() is None


@pytest.mark.parametrize("format", FORMATS)
def test_the_samples_have_something_to_hide(format):
    data = samples.photo(format)
    assert b"Secret Author" in data
    assert b"Secret XMP" in data
    assert opened(data).getexif().get_ifd(0x8825)[2] == (1.0, 17.0, 12.5)


@pytest.mark.parametrize("format", FORMATS)
def test_author_place_camera_and_comments_are_cut_out(format):
    assert_nothing_told(cleaned(format, samples.photo(format)))


@pytest.mark.parametrize("format", FORMATS)
def test_pixels_and_colour_profile_are_kept_bit_by_bit(format):
    data = samples.photo(format)
    after = cleaned(format, data)
    assert_same_pixels(opened(data), opened(after))
    assert opened(after).info["icc_profile"] == samples.colour_profile()


def test_cleaning_codes_nothing_anew():
    """The file without metadata is the one that would have been written without any."""
    plain = samples.encoded(samples.picture(), "JPEG", icc_profile=samples.colour_profile())
    assert cleaned("JPEG", samples.photo("JPEG")) == plain


def test_iptc_and_the_thumbnail_before_cropping_are_cut_out():
    plain = samples.encoded(samples.picture(), "JPEG")
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x50\0\x0dSecret Author"
    thumbnail = b"JFXX\x00\x10Secret Camera"
    jfif = plain[: plain.index(b"\xff\xdb")]
    segments = b"".join(
        marker + (len(content) + 2).to_bytes(2, "big") + content
        for marker, content in ((b"\xff\xed", iptc), (b"\xff\xe0", thumbnail))
    )
    data = jfif + segments + plain[len(jfif) :] + b"Secret Comment after the end"
    assert cleaned("JPEG", data) == plain


def test_the_thumbnail_inside_the_jfif_header_is_cut_out():
    plain = samples.encoded(samples.picture(), "JPEG")
    assert plain[:6] == b"\xff\xd8\xff\xe0\x00\x10"
    data = plain[:4] + b"\x00\x13" + plain[6:18] + b"\x01\x01abc" + plain[20:]
    assert cleaned("JPEG", data) == plain


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_jpeg_on_its_side_is_turned_with_hardly_a_loss(orientation):
    data = samples.encoded(
        samples.soft_picture(),
        "JPEG",
        exif=samples.exif(orientation),
        icc_profile=samples.colour_profile(),
        quality=60,
    )
    after = cleaned("JPEG", data)
    assert_nothing_told(after)
    assert opened(after).info["icc_profile"] == samples.colour_profile()
    expected = ImageOps.exif_transpose(opened(data))
    assert opened(after).size == expected.size
    # A pixel may be off by a rounding, not by another generation of loss.
    difference = ImageStat.Stat(ImageChops.difference(expected, opened(after)))
    assert max(high for low, high in difference.extrema) <= 4
    assert max(difference.mean) < 0.5
    # What was rounded along the rows is now rounded along the columns.
    first, second = opened(data).quantization[0], opened(after).quantization[0]
    assert second[1] == first[8 if orientation >= 5 else 1] != first[1 if orientation >= 5 else 8]


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_the_other_formats_are_turned_too(format):
    data = samples.photo(format, orientation=6, **({"lossless": True} if format == "WEBP" else {}))
    after = cleaned(format, data)
    assert_nothing_told(after)
    image = opened(after).convert("RGB")
    assert image.size == (48, 64)
    assert image.getpixel((20, 5))[0] > 150
    assert image.getpixel((20, 59))[2] > 150


@pytest.mark.parametrize("format", ["GIF", "WEBP", "AVIF", "PNG"])
def test_an_animation_stays_one(format):
    data = samples.animation(format)
    before, after = opened(data), opened(cleaned(format, data))
    assert (after.n_frames, after.info.get("loop")) == (3, before.info.get("loop"))
    for first, second in zip(
        ImageSequence.Iterator(before), ImageSequence.Iterator(after), strict=True
    ):
        assert_same_pixels(first, second)
        assert first.info.get("duration") == second.info.get("duration")


@pytest.mark.parametrize("format", ["WEBP", "PNG", "AVIF"])
def test_an_animation_with_metadata_is_cleaned(format):
    data = samples.animation(format, exif=samples.exif())
    assert b"Secret Author" in data
    after = cleaned(format, data)
    assert_nothing_told(after)
    assert opened(after).n_frames == 3


@pytest.mark.parametrize("format", ["WEBP", "PNG"])
def test_an_animation_on_its_side_is_turned_frame_by_frame(format):
    data = samples.animation(format, exif=samples.exif(6), lossless=True)
    after = opened(cleaned(format, data))
    assert (after.size, after.n_frames) == ((40, 60), 3)
    greys = [frame.convert("RGB").getpixel((5, 5)) for frame in ImageSequence.Iterator(after)]
    assert greys == [(0, 99, 99), (20, 99, 99), (40, 99, 99)]


def test_comments_in_a_gif_are_cut_out_and_its_repeat_count_stays():
    data = samples.animation("GIF", comment=b"Secret Comment", loop=2)
    assert b"Secret Comment" in data
    after = cleaned("GIF", data)
    assert_nothing_told(after)
    assert (opened(after).n_frames, opened(after).info["loop"]) == (3, 2)


def test_transparency_is_kept():
    image = Image.new("RGBA", (4, 4), (10, 20, 30, 77))
    data = samples.encoded(image, "PNG", exif=samples.exif())
    assert opened(cleaned("PNG", data)).getpixel((1, 1)) == (10, 20, 30, 77)
    palette = samples.encoded(image.convert("P"), "PNG", transparency=0, exif=samples.exif())
    assert opened(cleaned("PNG", palette)).info["transparency"] is not None


@pytest.mark.parametrize("format", [*FORMATS, "GIF"])
def test_cleaning_twice_changes_nothing(format):
    once = formats.without_metadata(samples.encoded(samples.picture(), format))
    assert formats.without_metadata(once) == once


@pytest.mark.django_db
@pytest.mark.parametrize("format", FORMATS)
def test_neither_the_stored_original_nor_its_renditions_tell_anything(format):
    name = f"a.{EXTENSIONS.get(format, format.lower())}"
    image = SiteImage.objects.create(
        title="A", file=samples.upload(name, samples.photo(format, orientation=6))
    )
    assert (image.width, image.height) == (48, 64)
    assert_nothing_told(image.file.storage.open(image.file.name).read())
    for spec in ("original", "width-20", "fill-10x10|format-jpeg", "width-20|format-avif"):
        rendition = image.get_rendition(spec)
        assert rendition.width < rendition.height or spec.startswith("fill")
        assert_nothing_told(rendition.file.storage.open(rendition.file.name).read())


@pytest.mark.django_db
def test_a_rendition_is_cleaned_of_what_an_original_still_held():
    """An original that came into storage by another way must not tell through its renditions."""
    image = SiteImage.objects.create(title="A", file=samples.upload("a.jpg", samples.photo()))
    with open(image.file.path, "wb") as file:
        file.write(samples.photo())
    rendition = image.get_rendition("width-20")
    assert_nothing_told(rendition.file.storage.open(rendition.file.name).read())


@pytest.mark.django_db
def test_size_and_hash_are_those_of_the_stored_file():
    image = SiteImage.objects.create(title="A", file=samples.upload("a.jpg", samples.photo()))
    fresh = SiteImage.objects.get(pk=image.pk)
    before = (fresh.file_hash, fresh.file_size)
    fresh._set_image_file_metadata()
    assert (fresh.file_hash, fresh.file_size) == before
