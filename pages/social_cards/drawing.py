"""A card, drawn: 1200 by 630 pixels in the site's accent colour, with the arcs of its pattern."""

import io
from functools import cache

from PIL import Image, ImageChops, ImageColor, ImageDraw

from pages import theme
from pages.social_cards import SIZE, Card
from pages.social_cards.lettering import Letters, letters, width, write

WHITE = "#ffffff"
MARGIN = 72
#: The side of a tile of the pattern: six of them stand above each other.
TILE = 105
#: How many columns of the pattern stand beside a title.
COLUMNS = 3
SIZES = (104, 94, 84, 76, 68, 60, 54, 48, 43)
LINE = 1.24
#: Where the title may stand: below the occasion, above the names.
TOP, BOTTOM = 142, 440
_WEIGHT = 0.017


def draw(card: Card) -> bytes:
    """The card as PNG."""
    accent = _ground(card.accent)
    title = letters(card.title)
    columns = COLUMNS if title and title.text else SIZE[0] // TILE + 1
    canvas = Image.new("RGB", SIZE, accent)
    _pattern(canvas, accent, columns)
    room = SIZE[0] - 2 * MARGIN - (COLUMNS * TILE if columns == COLUMNS else 0)
    if columns == COLUMNS and title:
        _line(canvas, card.occasion, 100, 30, room)
        _title(canvas, title, room)
    names = list(dict.fromkeys(filter(None, [card.site_name, card.agency])))
    if columns == COLUMNS:
        _names(canvas, names, room)
    else:
        _plate(canvas, names, accent)
    stored = io.BytesIO()
    # Few colours: a palette makes it a fifth of the size.
    canvas.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        stored, "PNG", compress_level=7
    )
    return stored.getvalue()


def wrapped(text: str, size: int, room: float) -> list[tuple[int, int]]:
    """Where the lines of a text begin and end when none is wider than `room` pixels."""
    lines = []
    start = 0
    while start < len(text):
        end = _last_that_fits(text, start, size, room)
        lines.append((start, end))
        start = end + (end < len(text) and text[end] == " ")
    return lines


def _last_that_fits(text: str, start: int, size: int, room: float) -> int:
    if width(text[start:], size) <= room:
        return len(text)
    end, space = start, -1
    while end < len(text) and width(text[start : end + 1], size) <= room:
        if text[end] == " ":
            space = end
        end += 1
    if end < len(text) and text[end] == " ":
        return end
    # A word that is wider than the line is cut.
    return space if space > start else max(end, start + 1)


def _title(canvas: Image.Image, title: Letters, room: int) -> None:
    """The title in the largest size in which it fits, its lines about equally wide."""
    for size in SIZES:
        fitting = int((BOTTOM - TOP) // (size * LINE))
        lines = wrapped(title.text, size, room)
        cuts_a_word = any(
            end < len(title.text) and title.text[end] != " " for _, end in lines
        )  # fmt: skip
        if len(lines) <= fitting and not cuts_a_word:
            break
    lines = _balanced(title.text, size, room, lines) if len(lines) <= fitting else lines
    baseline = TOP + round(size * 0.86)
    for number, (start, end) in enumerate(lines[:fitting]):
        line = title.part(start, end)
        if number == fitting - 1 and len(lines) > fitting:
            line = _shortened(line, size, room)
        write(canvas, (MARGIN, baseline), line, size, WHITE, weight=_WEIGHT)
        baseline += round(size * LINE)


def _balanced(text: str, size: int, room: int, lines: list) -> list:
    narrowest, best = room * 0.6, lines
    for step in range(1, 7):
        tried = wrapped(text, size, room - (room - narrowest) * step / 6)
        if len(tried) > len(lines) or any(e < len(text) and text[e] != " " for _, e in tried):
            break
        best = tried
    return best


def _shortened(line: Letters, size: int, room: float) -> Letters:
    end = len(line.text)
    while end and width(line.text[:end].rstrip() + "…", size) > room:
        end -= 1
    kept = line.part(0, len(line.text[:end].rstrip()))
    return Letters(kept.text + "…", kept.marks)


def _names(canvas: Image.Image, names: list[str], room: int) -> None:
    """The site, and below it the agency, at the foot."""
    baseline = SIZE[1] - 64 - (40 if len(names) > 1 else 0)
    ImageDraw.Draw(canvas).rectangle(
        (MARGIN, baseline - 62, MARGIN + 56, baseline - 58), fill=WHITE
    )
    for number, name in enumerate(names):
        size, weight = ((32, _WEIGHT), (26, 0.0))[number]
        _line(canvas, name, baseline, size, room, weight)
        baseline += 40


def _line(canvas: Image.Image, words: str, baseline: int, size: int, room: int,
          weight: float = 0) -> None:  # fmt: skip
    line = letters(words)
    if line and line.text:
        if width(line.text, size) > room:
            line = _shortened(line, size, room)
        write(canvas, (MARGIN, baseline), line, size, WHITE, weight=weight)


def _plate(canvas: Image.Image, names: list[str], accent: str) -> None:
    """The names on a ground of their own, where the pattern fills the card."""
    written = [name for name in names if letters(name)]
    if written:
        top = 4 * TILE
        ImageDraw.Draw(canvas).rectangle((0, top, *SIZE), fill=accent)
        _names(canvas, written, SIZE[0] - 2 * MARGIN)


def _pattern(canvas: Image.Image, accent: str, columns: int) -> None:
    """Quarter circles at the right edge, darker and lighter than the ground."""
    leaves, arcs = _tiles(columns)
    left = SIZE[0] - leaves.width
    for mask, other, share in ((leaves, "#000000", 0.24), (arcs, WHITE, 0.34)):
        canvas.paste(_mixed(accent, other, share), (left, 0, SIZE[0], SIZE[1]), mask)


@cache
def _tiles(columns: int) -> tuple[Image.Image, Image.Image]:
    """The masks of the pattern: what is filled, and what is drawn in lines."""
    scale = 2
    side = TILE * scale
    size = (columns * side, SIZE[1] // TILE * side)
    filled, lines = Image.new("L", size), Image.new("L", size)
    pens = ImageDraw.Draw(filled), ImageDraw.Draw(lines)
    for column in range(columns):
        for row in range(size[1] // side):
            _tile(pens, column * side, row * side, side, column, row)
    small = (columns * TILE, SIZE[1])
    return tuple(m.resize(small, Image.Resampling.BOX) for m in (filled, lines))  # type: ignore[return-value]


def _tile(pens: tuple, x: int, y: int, side: int, column: int, row: int) -> None:
    """One tile: a leaf, arcs around a corner, a dot, or nothing, by its place."""
    filled, lines = pens
    kind = "LADALNANDLAA"[(column * 5 + row * 7 + column * row) % 12]
    turn = (column + 2 * row + column * row) % 4
    corner = (x + side * (turn in (1, 2)), y + side * (turn in (2, 3)))
    if kind == "L":
        opposite = (2 * x + side - corner[0], 2 * y + side - corner[1])
        leaf = Image.new("L", (side, side))
        for centre in (corner, opposite):
            disc = Image.new("L", (side, side))
            cx, cy = centre[0] - x, centre[1] - y
            ImageDraw.Draw(disc).ellipse((cx - side, cy - side, cx + side, cy + side), fill=255)
            leaf = disc if centre == corner else ImageChops.multiply(leaf, disc)
        filled.bitmap((x, y), leaf, fill=255)
    elif kind == "A":
        start = turn * 90
        for part in range(1, 5):
            radius = side * part / 4
            box = (corner[0] - radius, corner[1] - radius, corner[0] + radius, corner[1] + radius)
            lines.arc(box, start, start + 90, fill=255, width=4)
    elif kind == "D":
        middle, radius = (x + side / 2, y + side / 2), side * 0.13
        filled.ellipse((middle[0] - radius, middle[1] - radius,
                        middle[0] + radius, middle[1] + radius), fill=255)  # fmt: skip


def _ground(accent: str) -> str:
    """The accent colour when white can be read on it, as the settings make sure; else ours."""
    try:
        readable = theme.contrast(accent, WHITE) >= theme.MINIMUM_CONTRAST
    except ValueError:
        readable = False
    return accent if readable else theme.DEFAULT_ACCENT


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(ImageColor.getrgb(colour), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
