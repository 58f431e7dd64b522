"""How renditions are encoded: AVIF at the speed where its files are still worth having.

On seven pictures of the demo, each 1200, 800 and 400 pixels wide, on one core:

AVIF, quality 60   speed 6: 320 KB, 8.4 s   7: 329 KB, 4.3 s   8: 365 KB, 1.6 s   9: 455 KB, 0.5 s
WebP, quality 78   method 2: 373 KB, 0.4 s   4: 356 KB, 0.7 s   6: 340 KB, 1.0 s
JPEG, quality 80   720 KB, 0.2 s

From speed 8 on AVIF is larger than WebP of the same fidelity. Willow leaves the encoder at 6.

At speed 7 the encoder's own choices for still pictures cost a fifth more than `AVIF_CHOICES`. Of six
pictures of the demo at the three widths, and of one with the noise of a photograph:

                         demo: bytes, CPU, SSIM     noise: bytes, CPU, SSIM
its own choices          1.00  2.65 s  0.9908       1.00  1.02 s  0.9350
tuned for SSIM           0.81  2.28 s  0.9910       1.05  0.91 s  0.9434
and the two below        0.91  1.97 s  0.9911       1.04  0.86 s  0.9434

Without predicting colours from brightness it is faster still, but colours lose a decibel.
"""

from io import BytesIO
from typing import IO, Any

from django.conf import settings
from PIL import Image
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage
from willow.registry import registry

AVIF_SPEED = 7
#: Options of libaom: judged by the likeness of structure, in small blocks, with fewer directions.
AVIF_CHOICES = {"tune": "ssim", "sb-size": "64", "enable-angle-delta": "0"}
WEBP_METHOD = 4
#: Which of the settings has the quality of a format.
_QUALITY = {
    "avif": "WAGTAILIMAGES_AVIF_QUALITY",
    "webp": "WAGTAILIMAGES_WEBP_QUALITY",
    "jpeg": "WAGTAILIMAGES_JPEG_QUALITY",
}
#: How long each format takes, beside the others, for as many pixels.
EFFORT = {"avif": 30, "webp": 6, "png": 2, "jpeg": 1}
# Threads come from whoever encodes several pictures.
_OPTIONS: dict[str, dict] = {
    "avif": {"speed": AVIF_SPEED, "max_threads": 1, "advanced": AVIF_CHOICES},
    "webp": {"method": WEBP_METHOD},
    "jpeg": {"progressive": True, "optimize": True},
    "png": {},
}


def encoded(picture: Image.Image, format_name: str) -> bytes:
    """The picture, in RGB or RGBA, as a file: `avif`, `webp`, `jpeg` or `png`."""
    options = {**_OPTIONS[format_name], "icc_profile": picture.info.get("icc_profile")}
    if format_name in _QUALITY:
        options["quality"] = getattr(settings, _QUALITY[format_name])
    if format_name == "jpeg" and picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    output = BytesIO()
    picture.save(output, format_name.upper(), **options)
    return output.getvalue()


def encoded_animation(frames: list[Image.Image], durations: list[int], loop: int) -> bytes:
    """The frames as a WebP file; `durations` in milliseconds, `loop` 0 for ever."""
    output = BytesIO()
    frames[0].save(
        output,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=loop,
        quality=settings.WAGTAILIMAGES_WEBP_QUALITY,
        method=2,
    )
    return output.getvalue()


def save_as_avif(
    image: PillowImage,
    f: IO[bytes],
    quality: int = 80,
    lossless: bool = False,
    apply_optimizers: bool = True,
) -> AvifImageFile:
    """Willow's operation of the same name; `apply_optimizers` has nothing to apply to AVIF."""
    if image.image.mode == "CMYK":
        image = image.transform_colorspace_to_srgb()
    options: dict[str, Any] = {"quality": quality, "advanced": AVIF_CHOICES}
    if lossless:
        options = {"quality": 100, "subsampling": "4:4:4"}
    profile = image.get_icc_profile()
    if profile is not None:
        options["icc_profile"] = profile
    image.image.save(f, "AVIF", speed=AVIF_SPEED, **options)
    return AvifImageFile(f)


def use_measured_speed() -> None:
    """Put the operation in place of Willow's."""
    registry.register_operation(PillowImage, "save_as_avif", save_as_avif)
