"""The site's accent colour and the shades made from it, and where the site is, for paper.

Contrast is the ratio of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): text needs
4.5 against its background.
"""

import colorsys
import hashlib
import re
from functools import lru_cache
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.urls import reverse

DEFAULT_ACCENT = "#0b5563"
MINIMUM_CONTRAST = 4.5
WHITE = "#ffffff"
#: The page background of the dark scheme in static/css/tokens.css.
DARK_GROUND = "#10181c"
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def validate_accent(colour: str) -> None:
    """Refuse what is not `#rrggbb`, or too pale for white text. Raises ValidationError."""
    if not _HEX.fullmatch(colour):
        raise ValidationError("Write the colour as # and six hexadecimal digits, like #0b5563.")
    ratio = contrast(colour, WHITE)
    if ratio < MINIMUM_CONTRAST:
        raise ValidationError(
            f"White text on this colour would be hard to read: the contrast is {ratio:.1f} to 1, "
            f"and {MINIMUM_CONTRAST} to 1 is needed. Choose a darker colour."
        )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=100)
def stylesheet(accent: str, origin: str = "") -> str:
    """Custom properties for both colour schemes, each readable on its ground.

    `origin` is the site's scheme and host: paper shows addresses whole, and a style sheet can't
    complete them by itself.
    """
    strong = _mix(accent, "#000000", 0.25)
    light = _readable_on(DARK_GROUND, accent)
    return (
        f":root{{--accent:{accent};--accent-strong:{strong};--on-accent:{WHITE};"
        f'--origin:"{quote(origin, safe=":/[]")}"}}\n'
        "@media (prefers-color-scheme:dark){"
        f":root{{--accent:{light};--accent-strong:{_mix(light, WHITE, 0.25)};"
        f"--on-accent:{DARK_GROUND}}}}}\n"
    )


@lru_cache(maxsize=100)
def fingerprint(css: str) -> str:
    """A short name for what a stylesheet says, so that its address changes with it."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def address(css: str) -> str:
    """Where this stylesheet is served."""
    return f"{reverse('theme_css')}?v={fingerprint(css)}"


def _readable_on(ground: str, colour: str) -> str:
    """The colour raised until it reads well on the ground: paler, and still of its own hue."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _channels(colour)))
    raised = colour
    while contrast(raised, ground) < 7 and lightness < 1:
        lightness = min(1.0, lightness + 0.02)
        parts = colorsys.hls_to_rgb(hue, lightness, saturation * 0.6)
        raised = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
    return raised


def _mix(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in _channels(colour)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
