"""Renditions in AVIF: they open, keep their colours, and are made at the measured speed."""

from io import BytesIO

import pytest
from PIL import Image as PillowImageModule
from PIL import ImageCms
from PIL.AvifImagePlugin import AvifImageFile
from willow.image import Image

from pages.media import encoding


def picture(mode: str = "RGB", **options) -> Image:
    """A picture of one strong colour, as Willow opens it."""
    data = BytesIO()
    colour = (0, 255, 255, 0) if mode == "CMYK" else (200, 40, 40)
    PillowImageModule.new(mode, (64, 48), colour).save(data, "JPEG", quality=95, **options)
    data.seek(0)
    return Image.open(data)


def encoded(image: Image, **options) -> PillowImageModule.Image:
    data = BytesIO()
    image.save_as_avif(data, **options)
    data.seek(0)
    return PillowImageModule.open(data)


@pytest.mark.parametrize("options", [{}, {"quality": 60}, {"lossless": True}])
def test_a_rendition_opens_with_its_colours(options) -> None:
    result = encoded(picture(), **options)
    assert isinstance(result, AvifImageFile)
    assert result.size == (64, 48)
    red, green, blue = result.convert("RGB").getpixel((10, 10))
    assert abs(red - 200) < 12 and abs(green - 40) < 12 and abs(blue - 40) < 12


def test_a_colour_profile_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert encoded(picture(icc_profile=profile)).info["icc_profile"] == profile


def test_a_picture_for_print_is_turned_into_colours_for_screens() -> None:
    red, green, blue = encoded(picture("CMYK")).convert("RGB").getpixel((10, 10))
    assert red > 180 and green < 90 and blue < 90


def test_the_encoder_runs_at_the_measured_speed(monkeypatch) -> None:
    asked = {}
    real = PillowImageModule.Image.save

    def listen(self, *args, **options):
        asked.update(options)
        return real(self, *args, **options)

    monkeypatch.setattr(PillowImageModule.Image, "save", listen)
    encoded(picture(), quality=60)
    assert (asked["speed"], asked["quality"]) == (encoding.AVIF_SPEED, 60)
    assert asked["advanced"] == encoding.AVIF_CHOICES


def test_the_encoder_knows_what_it_is_asked() -> None:
    # An option or a value that is not known is an error of the encoder's.
    plain = encoding.encoded(PillowImageModule.effect_noise((64, 48), 90).convert("RGB"), "avif")
    assert PillowImageModule.open(BytesIO(plain)).size == (64, 48)
