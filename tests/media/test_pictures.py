"""What a visitor gets for a picture: every format and size that is there, and no waiting."""

from io import BytesIO

import pytest
from PIL import Image

from pages.media.looks import LOOKS, spec
from pages.media.renditions import ready_rendition
from pages.media.worker import work_off
from pages.models import SiteImage, SiteRendition
from tests.media import samples
from tests.media.pictures import from_file, photograph, shown, widths

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(monkeypatch):
    """Shows a picture and fails the test when anything is encoded for it."""

    def visit(image: SiteImage, look: str):
        with monkeypatch.context() as guarded:
            guarded.setattr(Image.Image, "save", lambda *_, **__: pytest.fail("encoded"))
            return shown(image, look)

    return visit


def opened(rendition: SiteRendition) -> Image.Image:
    return Image.open(BytesIO(rendition.file.read()))


def test_it_is_offered_in_every_format_and_width() -> None:
    image = photograph()
    work_off()
    element = shown(image, "text")
    assert element.name == "picture"
    sources = element.find_all("source")
    assert [source["type"] for source in sources] == ["image/avif", "image/webp"]
    shown_last = element.img
    for source in [*sources, shown_last]:
        assert widths(source) == [400, 800, 1200]
        assert source["sizes"] == LOOKS["text"].sizes
    assert (shown_last["width"], shown_last["height"]) == ("1200", "750")
    assert shown_last["src"].endswith(".jpg")
    assert shown_last["alt"] == "A plain surface"


def test_files_are_what_their_rows_say() -> None:
    image = photograph()
    work_off()
    for rendition in image.renditions.all():
        with opened(rendition) as file:
            assert file.size == (rendition.width, rendition.height)
            assert file.format.lower() == rendition.filter_spec.rpartition("-")[2]
            red, _, blue = file.convert("RGB").getpixel((2, file.height // 2))
            assert red > 150 > blue


def test_only_the_first_picture_of_a_page_is_hurried() -> None:
    image = photograph()
    work_off()
    first, other = shown(image, "lead").img, shown(image, "text").img
    assert first["fetchpriority"] == "high" and "loading" not in first.attrs
    assert other["loading"] == "lazy" and "fetchpriority" not in other.attrs


def test_the_place_has_its_own_words_for_it() -> None:
    image = photograph()
    work_off()
    assert shown(image, "logo", alt="The harbour").img["alt"] == "The harbour"
    assert shown(image, "entry").img["alt"] == ""


def test_a_small_original_is_not_enlarged_nor_offered_twice() -> None:
    image = photograph((600, 400))
    work_off()
    assert widths(shown(image, "text").img) == [400, 600]
    assert shown(image, "text").img["width"] == "600"
    tiny = photograph((120, 80))
    work_off()
    only = shown(tiny, "text").img
    assert "srcset" not in only.attrs and only["width"] == "120"
    # HTML allows `sizes` only where widths stand beside the addresses.
    assert "sizes" not in shown(tiny, "text").source.attrs


def test_a_transparent_ground_stays_transparent() -> None:
    clear = Image.new("RGBA", (300, 200), (10, 20, 30, 0))
    image = from_file(samples.encoded(clear, "PNG"), "PNG")
    work_off()
    assert shown(image, "text").img["src"].endswith(".png")
    for rendition in image.renditions.all():
        with opened(rendition) as file:
            assert file.convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_picture_of_256_colours_or_for_print_keeps_its_colours() -> None:
    few = from_file(samples.encoded(samples.picture((300, 200)).convert("P"), "PNG"), "PNG")
    ink = from_file(samples.encoded(samples.picture((300, 200)).convert("CMYK"), "JPEG"), "JPEG")
    work_off()
    for image in (few, ink):
        with opened(image.renditions.filter(filter_spec__contains="webp").first()) as file:
            red, _, blue = file.convert("RGB").getpixel((2, 2))
            assert red > 150 > blue


@pytest.mark.parametrize("format", ["GIF", "WEBP"])
def test_an_animation_goes_on_moving(format) -> None:
    image = from_file(samples.animation(format, frames=4, size=(900, 600)), format)
    work_off()
    element = shown(image, "text")
    assert element.find("source") is None
    assert widths(element.img) == [400, 800, 900]
    rendition = image.renditions.get(filter_spec="width-400|format-webp")
    with opened(rendition) as file:
        assert (file.n_frames, file.size) == (4, (400, 266))


def test_the_cut_follows_the_focal_point() -> None:
    focus = {"focal_point_width": 20, "focal_point_height": 20}
    image = photograph((1600, 400), focal_point_x=1550, focal_point_y=200, **focus)
    work_off()
    rendition = image.renditions.get(filter_spec="fill-360x240|format-webp")
    with opened(rendition) as file:
        red, _, blue = file.convert("RGB").getpixel((5, 120))
        assert blue > 150 > red


def test_renditions_of_an_earlier_focal_point_are_not_shown() -> None:
    image = photograph()
    work_off()
    before = shown(image, "card").img["src"]
    image.focal_point_x, image.focal_point_y = 1500, 500
    image.focal_point_width = image.focal_point_height = 50
    image.save()
    assert shown(image, "card").img["src"] != before
    work_off()
    assert shown(image, "card").img["src"] not in {before, ""}
    assert shown(image, "card").source is not None


def test_until_it_is_ready_a_small_original_stands_in(visit) -> None:
    image = photograph((1600, 1000))
    element = visit(image, "card")
    assert element.img["src"] == SiteImage.objects.get(pk=image.pk).file.url
    assert (element.img["width"], element.img["height"]) == ("720", "480")


def test_another_look_that_is_ready_stands_in(visit) -> None:
    image = photograph()
    work_off()
    element = visit(image, "hero")
    assert "width-800" in element.img["src"]
    assert (element.img["width"], element.img["height"]) == ("1280", "840")


def test_a_large_original_leaves_an_empty_place_of_its_size(visit) -> None:
    image = photograph()
    SiteImage.objects.update(file_size=4_000_000)
    element = visit(image, "card")
    assert element.name == "svg"
    assert (element["width"], element["height"]) == ("720", "480")
    assert (element["role"], element["aria-label"]) == ("img", "A plain surface")
    assert "href" not in str(element) and "src" not in str(element)


def test_a_rendition_that_is_not_there_is_not_made() -> None:
    assert ready_rendition(photograph(), spec("fill-1200x630", "jpeg")) is None
