"""All renditions of one photograph, made in a process of its own: `python -m
tests.benchmarks.photographs stock|ours FILE [SPEED]` prints, as JSON, seconds of CPU and bytes.

`stock` is what Wagtail does for each of them: decode, resize, encode, with Willow as it comes. The
sizes and formats are the same fifteen.
"""

import json
import sys
from io import BytesIO
from pathlib import Path
from time import process_time

from PIL import Image

SIZE = (4000, 3000)
QUALITY = {"avif": 60, "webp": 78, "jpeg": 80}


def photograph(seed: int) -> Image.Image:
    """Twelve megapixels with the detail of a photograph: noise of all sizes, in colour."""
    bands = []
    for band in range(3):
        picture = Image.effect_noise((16 + seed + band, 12 + seed), 120).resize(SIZE)
        for divisor, share in ((64, 0.5), (16, 0.35), (4, 0.2), (1, 0.06)):
            small = SIZE[0] // divisor, SIZE[1] // divisor
            detail = Image.effect_noise(small, 90).resize(SIZE, Image.Resampling.BICUBIC)
            picture = Image.blend(picture, detail, share)
        bands.append(picture)
    return Image.merge("RGB", bands)


def stock(path: Path) -> int:
    """Every rendition from the file, one after the other; returns the bytes of all."""
    # Without Django: the project replaces what Willow does.
    from willow.image import Image as WillowImage

    total = 0
    for width, height in ((400, 300), (800, 600), (1200, 900), (360, 240), (720, 480)):
        for name, quality in QUALITY.items():
            with path.open("rb") as file:
                image = WillowImage.open(file).auto_orient()
                if (width, height) in ((360, 240), (720, 480)):
                    image = image.crop((0, 166, 4000, 2833))
                image = image.resize((width, height))
                output = BytesIO()
                getattr(image, f"save_as_{name}")(output, quality=quality)
                total += len(output.getvalue())
    return total


def ours(path: Path) -> None:
    """What the worker makes of a new photograph."""
    import django

    django.setup()
    from pages.media import making
    from pages.media.looks import LIKELY
    from pages.models import SiteImage

    image = SiteImage(width=SIZE[0], height=SIZE[1], file=path.name, collection_id=1)
    began = process_time()
    with path.open("rb") as file:
        total = sum(len(made.content) for made in making.make(image, file, LIKELY, frozenset()))
    report(process_time() - began, total)


def report(seconds: float, total: int) -> None:
    """One line for the process that asked."""
    print(json.dumps({"cpu": seconds, "bytes": total}))


if __name__ == "__main__":
    way, name, *speed = sys.argv[1:]
    if way == "make":
        photograph(int(speed[0])).save(name, quality=92)
    elif way == "stock":
        began = process_time()
        total = stock(Path(name))
        report(process_time() - began, total)
    else:
        ours(Path(name))
