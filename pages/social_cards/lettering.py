"""Words in Pillow's built-in font, with the accents that it lacks drawn onto it.

The font has the letters of ASCII and typographic quotes. Letters with accents are taken apart
(Unicode's NFD) into a letter and marks, which are strokes of our own. Words in another script
can't be written; nothing is ever shown as a box.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

#: Lines through points, in ems or in parts of a letter's box.
Strokes = list[list[tuple[float, float]]]
Place = Callable[[float, float], tuple[float, float]]

#: Drawn larger and made smaller, which smooths the strokes.
SCALE = 2
#: Signs that the font lacks, in signs that it has.
_INSTEAD = str.maketrans({
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "„": ",,",
    "‚": ",", "•": "·", "′": "’", "″": "”", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ß": "ss", "€": "EUR ", "£": "GBP ", "×": "x", "½": " 1/2", "¼": " 1/4", "¾": " 3/4",
    "²": "2", "³": "3",
})  # fmt: skip
#: Letters that Unicode does not take apart: the letter of ASCII, and the stroke through it.
_STRUCK = {
    "ø": "o/", "Ø": "O/", "ł": "l|", "Ł": "L\\", "đ": "d=", "Đ": "D-", "ħ": "h+", "ı": "i.",
}  # fmt: skip
_ABOVE: dict[str, Strokes] = {
    "\u0300": [[(-0.12, -0.15), (0.07, 0)]],
    "\u0301": [[(0.12, -0.15), (-0.07, 0)]],
    "\u0302": [[(-0.15, 0), (0, -0.13), (0.15, 0)]],
    "\u0303": [[(-0.17, 0), (-0.09, -0.08), (0.07, -0.01), (0.17, -0.09)]],
    "\u0304": [[(-0.15, -0.05), (0.15, -0.05)]],
    "\u0306": [[(-0.15, -0.13), (-0.09, -0.02), (0.09, -0.02), (0.15, -0.13)]],
    "\u0307": [[(0, -0.06), (0, -0.06)]],
    "\u0308": [[(-0.12, -0.06), (-0.12, -0.06)], [(0.12, -0.06), (0.12, -0.06)]],
    "\u0309": [[(-0.06, -0.15), (0.06, -0.15), (0.06, -0.08), (0, -0.01)]],
    "\u030a": [[(0, -0.17), (0.08, -0.09), (0, -0.01), (-0.08, -0.09), (0, -0.17)]],
    "\u030b": [[(0.02, -0.15), (-0.12, 0)], [(0.2, -0.15), (0.06, 0)]],
    "\u030c": [[(-0.15, -0.13), (0, 0), (0.15, -0.13)]],
}
_BELOW: dict[str, Strokes] = {
    "\u0323": [[(0, 0.14), (0, 0.14)]],
    "\u0326": [[(0.02, 0.1), (-0.06, 0.24)]],
    "\u0327": [[(0.02, 0.01), (0, 0.08), (0.09, 0.14), (0, 0.23), (-0.09, 0.21)]],
    "\u0328": [[(0.1, 0), (0.02, 0.12), (0.08, 0.21), (0.16, 0.19)]],
}
#: A stroke through the letter, in parts of its own box.
_THROUGH: dict[str, Strokes] = {
    "/": [[(0.04, 1.03), (0.96, -0.03)]],
    "\\": [[(-0.04, 0.6), (0.6, 0.4)]],
    "|": [[(-0.8, 0.6), (1.8, 0.36)]],
    "-": [[(-0.06, 0.5), (0.45, 0.5)]],
    "=": [[(0.4, 0.14), (1.1, 0.14)]],
    "+": [[(-0.1, 0.14), (0.5, 0.14)]],
}
_HORN = "\u031b"
#: Beside these a caron is an apostrophe.
_TALL = frozenset("dtlL")
#: No language writes more on a letter.
MAX_MARKS = 3
#: How far apart two marks above each other stand, in ems.
_STEP = 0.17


@dataclass(frozen=True)
class Letters:
    """Words as the font can write them: its own signs, and the marks on some of them."""

    text: str
    marks: dict[int, str] = field(default_factory=dict)

    def part(self, start: int, end: int) -> "Letters":
        inside = {at - start: marks for at, marks in self.marks.items() if start <= at < end}
        return Letters(self.text[start:end], inside)


def letters(words: str) -> Letters | None:
    """Words for the font; None when it can't write them. Signs that are no letters are left out."""
    text: list[str] = []
    marks: dict[int, str] = {}
    plain = unicodedata.normalize("NFC", words).translate(_INSTEAD)
    for sign in unicodedata.normalize("NFD", plain):
        if sign in _STRUCK:
            marks[len(text)] = _STRUCK[sign][1]
            text.append(_STRUCK[sign][0])
        elif sign in _ABOVE or sign in _BELOW or sign == _HORN:
            if text and text[-1].isalpha():
                place = len(text) - 1
                marks[place] = (marks.get(place, "") + sign)[:MAX_MARKS]
        elif _is_in_font(sign):
            text.append(sign)
        elif unicodedata.category(sign)[0] in "LMN":
            return None
        else:
            text.append(" ")
    return _without_double_spaces(Letters("".join(text), marks))


def width(line: str, size: int) -> float:
    """How wide a line is at most, in pixels: letters that are moved together make it narrower."""
    return sum(map(_advance, line)) * size


def write(canvas: Image.Image, at: tuple[int, int], line: Letters, size: int, colour: str,
          *, weight: float = 0) -> None:  # fmt: skip
    """Write a line with its baseline at this place; `weight` thickens it, in parts of its size."""
    face, em = font(size * SCALE), size * SCALE
    extra = round(em * weight)
    room = (round(width(line.text, size) * SCALE) + em, em * 2)
    origin = (em // 2, round(em * 1.4))
    mask = Image.new("L", room)
    pen = ImageDraw.Draw(mask)
    pen.text(origin, line.text, font=face, fill=255, anchor="ls", stroke_width=extra)
    for place, marks in sorted(line.marks.items()):
        box = tuple(edge * em for edge in _ink(line.text[place]))
        # Where the letter ends takes the kerning before it into account.
        start = face.getlength(line.text[: place + 1]) - face.getlength(line.text[place])
        middle = origin[0] + start + (box[0] + box[2]) / 2
        _Marking(pen, em, origin[1], extra).draw(line.text[place], marks, middle, box)
    small = mask.resize((room[0] // SCALE, room[1] // SCALE), Image.Resampling.BOX)
    corner = (at[0] - origin[0] // SCALE, at[1] - origin[1] // SCALE)
    canvas.paste(colour, (*corner, corner[0] + small.width, corner[1] + small.height), small)


@dataclass(frozen=True)
class _Marking:
    pen: ImageDraw.ImageDraw
    em: int
    baseline: int
    extra: int

    def draw(self, letter: str, marks: str, middle: float, box: tuple) -> None:
        """Draw the marks of one letter whose ink has this box around the baseline's origin."""
        half, top = (box[2] - box[0]) / 2, self.baseline + box[1]
        if letter in "ij" and any(mark in _ABOVE or mark == "." for mark in marks):
            top = self.baseline + _ink("x")[1] * self.em
            # Its dot makes room.
            edge = self.em * 0.05
            self.pen.rectangle(
                (middle - half - edge, self.baseline - self.em, middle + half + edge, top - edge),
                fill=0,
            )
        above = top - self.em * 0.085 - self.extra
        for mark in marks:
            if mark in _THROUGH:
                self._strokes(_THROUGH[mark], self._within(middle - half, top, 2 * half))
            elif mark in _BELOW:
                self._strokes(_BELOW[mark], self._around(middle, self.baseline))
            elif mark == "\u030c" and letter in _TALL:
                self._strokes([[(0.07, 0.02), (0.03, 0.16)]], self._around(middle + half, top))
            elif mark == _HORN:
                self._strokes([[(-0.02, 0.1), (0.08, 0.03), (0.08, -0.07)]],
                              self._around(middle + half, top))  # fmt: skip
            elif mark in _ABOVE:
                self._strokes(_ABOVE[mark], self._around(middle, above))
                above -= self.em * _STEP

    def _around(self, x: float, y: float) -> Place:
        return lambda across, down: (x + across * self.em, y + down * self.em)

    def _within(self, left: float, top: float, wide: float) -> Place:
        tall = self.baseline - top
        return lambda across, down: (left + across * wide, top + down * tall)

    def _strokes(self, strokes: Strokes, place: Place) -> None:
        thick = round(self.em * 0.075) + self.extra
        for stroke in strokes:
            points = [place(*point) for point in stroke]
            self.pen.line(points, fill=255, width=thick, joint="curve")
            for x, y in (points[0], points[-1]):
                dot = thick / 2 * (1.25 if points[0] == points[-1] else 1)
                self.pen.ellipse((x - dot, y - dot, x + dot, y + dot), fill=255)


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return _built_in().font_variant(size=size)


@cache
def _built_in() -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(32)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType, so that it can't write on cards.")
    return face


@cache
def _advance(sign: str) -> float:
    """The width of a sign in ems. Only the signs of the font come here, so they are few."""
    return font(256).getlength(sign) / 256


@cache
def _ink(sign: str) -> tuple[float, ...]:
    """The box around what is black of a sign, in ems from where it stands on the baseline."""
    drawn = Image.new("L", (768, 768))
    ImageDraw.Draw(drawn).text((256, 512), sign, font=font(256), fill=255, anchor="ls")
    left, top, right, bottom = drawn.getbbox() or (256, 512, 256, 512)
    return (left / 256 - 1, top / 256 - 2, right / 256 - 1, bottom / 256 - 2)


@lru_cache(maxsize=1024)
def _is_in_font(sign: str) -> bool:
    """Whether the font has a sign, and not the box that stands for one it lacks."""
    if unicodedata.category(sign)[0] == "C":
        return False
    return sign == " " or _shape(sign) != _shape("\uffff")


def _shape(sign: str) -> tuple:
    mask = font(32).getmask(sign)
    return mask.size, bytes(mask)


def _without_double_spaces(words: Letters) -> Letters:
    text: list[str] = []
    marks = {}
    for place, sign in enumerate(words.text):
        if sign == " " and (not text or text[-1] == " "):
            continue
        if place in words.marks:
            marks[len(text)] = words.marks[place]
        text.append(sign)
    return Letters("".join(text).rstrip(), marks)
