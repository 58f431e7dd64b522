"""What is on a card: words that fit, in any script that the font has, on a ground that carries them."""

import io
import time

import pytest
from PIL import Image

from pages import theme
from pages.social_cards import SIZE, Card
from pages.social_cards.drawing import COLUMNS, MARGIN, SIZES, TILE, draw, wrapped
from pages.social_cards.lettering import letters, width


def card(title: str, accent: str = theme.DEFAULT_ACCENT, **other: str) -> Card:
    names = {"occasion": "Press release · 3 March 2026", "site_name": "Torrisk", "agency": "Office"}
    return Card(title=title, accent=accent, **(names | other))


def picture(drawn: Card) -> Image.Image:
    return Image.open(io.BytesIO(draw(drawn))).convert("RGB")


def white_in(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    part = image.crop(box).convert("L").point(lambda value: 255 if value > 250 else 0)
    return part.histogram()[255]


TITLE_BOX = (0, 120, SIZE[0], 450)
LONG = "A very long title about the strategy " * 6


@pytest.mark.parametrize(
    "title", ["Short", LONG[:200], "W" * 200, "Łódź, Ångström – “déjà vu”", "a", "i" * 200]
)
def test_the_words_stay_inside_their_margins(title) -> None:
    image = picture(card(title))
    assert image.size == SIZE
    assert white_in(image, TITLE_BOX) > 0
    right = SIZE[0] - MARGIN - COLUMNS * TILE
    assert white_in(image, (0, 0, MARGIN - 6, SIZE[1])) == 0
    assert white_in(image, (right + 6, 0, SIZE[0], SIZE[1])) == 0
    # Between the title and the names, but for the rule.
    assert white_in(image, (MARGIN + 70, 442, right, 455)) == 0


@pytest.mark.parametrize(
    "title", ["国家人工智能战略", "செயற்கை நுண்ணறிவு", "استراتيجية", "Стратегия", "🎉"]
)
def test_a_script_that_the_font_lacks_is_not_drawn_as_boxes(title) -> None:
    image = picture(card(title))
    assert white_in(image, (0, 0, SIZE[0], 400)) == 0
    # The names stand on a ground of their own.
    assert white_in(image, (0, 440, SIZE[0], SIZE[1])) > 500


def test_a_name_that_cannot_be_written_is_left_out() -> None:
    image = picture(card("国家", site_name="国家", agency="智能"))
    assert white_in(image, (0, 0, *SIZE)) == 0
    assert white_in(picture(card("A title", site_name="国家", agency="智能")), TITLE_BOX) > 0


def test_every_sign_of_european_languages_is_written() -> None:
    signs = "áàâäãåāăąæçćčďđéèêëēěęğģíìîïīįıķĺľłñńňņóòôöõøőœŕřśšşșßťțúùûüūůűųýÿžźżẽỳảạơưễ"
    for sign in signs + signs.upper():
        assert letters(sign) is not None, sign
    written = letters("é ș ø ł ễ")
    assert written is not None
    assert written.text == "e s o l e"
    assert written.marks[0] == "\u0301" and written.marks[8] == "\u0302\u0303"


def test_an_accent_is_visible() -> None:
    plain, accented = picture(card("e")), picture(card("é"))
    assert white_in(accented, TITLE_BOX) > white_in(plain, TITLE_BOX) + 20


@pytest.mark.parametrize("words", ["\u202e\u200b\x07Title", "Title\n\n\t of  two", " Title🎉 "])
def test_signs_that_are_no_letters_are_left_out(words) -> None:
    written = letters(words)
    assert written is not None
    assert written.text in ("Title", "Title of two")


def test_no_line_is_wider_than_its_room() -> None:
    for size in SIZES:
        text = "An antidisestablishmentarianist reads " + "m" * 60
        for start, end in wrapped(text, size, 600):
            assert width(text[start:end], size) <= 600
        joined = "".join(text[start:end] for start, end in wrapped(text, size, 600))
        assert joined.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("accent", ["#ffff00", "#ffffff", "nonsense", "#0b5563", "#000000"])
def test_white_can_be_read_on_the_ground(accent) -> None:
    red, green, blue = picture(card("A title", accent=accent)).getpixel((10, 10))
    ground = f"#{red:02x}{green:02x}{blue:02x}"
    # A palette may shift a colour by a shade.
    assert theme.contrast(ground, theme.WHITE) > theme.MINIMUM_CONTRAST - 0.2


def test_a_hostile_title_costs_no_more_than_another() -> None:
    draw(card("Warm"))
    for title in ("W" * 200, "a " * 100, "é́́́́" * 40, "\u0301" * 200):
        began = time.process_time()
        draw(card(title[:200]))
        assert time.process_time() - began < 0.3
