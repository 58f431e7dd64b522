"""Making renditions: an original is decoded once, and every size comes from that.

The cuts are Wagtail's, to the pixel of the original. Memory is bounded by the original's pixels,
which `pages.media.limits` bounds; a JPEG is decoded at no more than twice the size that is needed.
"""

import math
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageSequence
from willow.plugins.pillow import PillowImage

from pages.media import encoding
from pages.media.looks import LOOKS, spec
from pages.media.renditions import operations
from pages.models.media import SiteImage

#: Encoders leave Python's lock, so that threads use a core each.
ENCODERS = 2
#: Nearly all of the work is theirs, and they hold nothing that others wait for: visitors come first.
#: At 19, or in the class for idle times, a busy machine would not finish a picture within the time
#: after which its worker is taken for dead.
NICENESS = 15
#: A size is made from one that is larger by this factor, rather than from the original.
ENOUGH_TO_SHRINK = 1.5
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Cut:
    """A part of the original, and the size at which it is shown."""

    box: Box
    size: tuple[int, int]


@dataclass(frozen=True)
class Made:
    """A rendition that is not stored yet."""

    spec: str
    size: tuple[int, int]
    content: bytes


def cut(image: SiteImage, operation: str) -> Cut:
    """What an operation such as `fill-360x240` does to this image. Never larger than it is."""
    transform = operations(operation).get_transform(image, (image.width, image.height))
    return Cut(tuple(transform.get_rect().round()), tuple(transform.size))


def rungs(image: SiteImage, ladder: Iterable[str]) -> dict[str, Cut]:
    """The cuts of a ladder by operation, without those of a small original that come out alike."""
    different: dict[Cut, str] = {}
    for operation in ladder:
        different.setdefault(cut(image, operation), operation)
    return {operation: one for one, operation in different.items()}


def make(
    image: SiteImage, file: IO[bytes], looks: Iterable[str], done: frozenset[str]
) -> Iterator[Made]:
    """The renditions of these looks, but for the specs that are done.

    Raises whatever a decoder raises for a file that it can't read.
    """
    with Image.open(file) as original:
        is_animated = getattr(original, "n_frames", 1) > 1
        wanted = _wanted(image, looks, is_animated, done)
        if not wanted:
            return
        cuts = {one for one, _ in wanted.values()}
        moving = [name for name in wanted if is_animated and wanted[name][1] == "webp"]
        for name in moving:
            one, _ = wanted.pop(name)
            yield Made(name, one.size, encoding.encoded_animation(*_frames(original, one)))
        if is_animated:
            original.seek(0)
        sizes = _shrunk(_decoded(original, image, cuts), image, cuts)
    # What takes longest begins first, so that no core waits for the other at the end.
    ordered = sorted(wanted.items(), key=lambda item: _effort(*item[1]), reverse=True)
    with ThreadPoolExecutor(ENCODERS, initializer=_step_back) as pool:
        files = pool.map(lambda task: encoding.encoded(sizes[task[1][0]], task[1][1]), ordered)
        for (name, (one, _)), content in zip(ordered, files, strict=True):
            yield Made(name, one.size, content)


def _step_back() -> None:
    """Let others go before this thread."""
    # Elsewhere a priority is the whole process's.
    if sys.platform == "linux":
        thread = threading.get_native_id()
        nicer = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
        os.setpriority(os.PRIO_PROCESS, thread, nicer)


def _effort(one: Cut, format_name: str) -> int:
    """How long a file takes to be encoded, beside others."""
    return one.size[0] * one.size[1] * encoding.EFFORT[format_name]


def _wanted(
    image: SiteImage, looks: Iterable[str], is_animated: bool, done: frozenset[str]
) -> dict[str, tuple[Cut, str]]:
    return {
        name: (one, format_name)
        for look in (LOOKS[look] for look in looks)
        for operation, one in rungs(image, look.ladder).items()
        for format_name in look.formats(image.file.name, is_animated=is_animated)
        if (name := spec(operation, format_name)) not in done
    }


def _decoded(original: Image.Image, image: SiteImage, cuts: Iterable[Cut]) -> Image.Image:
    """The pixels in colours for screens, reduced to what the largest cut needs."""
    needed = min(1.0, max(one.size[0] / (one.box[2] - one.box[0]) for one in cuts))
    # A JPEG can be decoded at an eighth, a quarter or half of its size.
    size = math.ceil(image.width * needed), math.ceil(image.height * needed)
    original.draft(None, size)
    pixels = screen_colours(original)
    spare = min(pixels.width // size[0], pixels.height // size[1])
    return pixels.reduce(spare) if spare > 1 else pixels


def screen_colours(picture: Image.Image) -> Image.Image:
    """The picture as RGB, or RGBA when it has transparent places."""
    if picture.mode == "CMYK":
        return PillowImage(picture).transform_colorspace_to_srgb().image
    if picture.mode.startswith("I"):
        # Sixteen bits of grey.
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    picture.load()
    return picture if picture.mode == mode else picture.convert(mode)


def _shrunk(base: Image.Image, image: SiteImage, cuts: set[Cut]) -> dict[Cut, Image.Image]:
    """Every cut, from the largest to the smallest; small ones from what is made already."""
    made: dict[Cut, Image.Image] = {}
    for one in sorted(cuts, key=lambda one: one.size, reverse=True):
        larger = [
            made[other]
            for other in made
            if other.box == one.box and other.size[0] >= one.size[0] * ENOUGH_TO_SHRINK
        ]
        if larger:
            made[one] = larger[-1].resize(one.size, Image.Resampling.LANCZOS)
            continue
        across, down = base.width / image.width, base.height / image.height
        left, top, right, bottom = one.box
        box = (left * across, top * down, right * across, bottom * down)
        made[one] = base.resize(one.size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    for picture in made.values():
        if profile := base.info.get("icc_profile"):
            picture.info["icc_profile"] = profile
    return made


def _frames(original: Image.Image, one: Cut) -> tuple[list[Image.Image], list[int], int]:
    """The frames of an animation at one size, how long each stays, and how often all play."""
    pictures, durations = [], []
    for frame in ImageSequence.Iterator(original):
        durations.append(int(frame.info.get("duration") or 100))
        picture = frame.convert("RGBA")
        pictures.append(picture.resize(one.size, Image.Resampling.LANCZOS, box=one.box))
    return pictures, durations, int(original.info.get("loop", 0))
