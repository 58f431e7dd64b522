"""The accent colour: readable on both grounds, or refused."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from pages import theme
from pages.site_settings import SiteSettings


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # Reference values of the WCAG definition: black on white, equal colours, the classic #777.
    [("#000000", "#ffffff", 21.0), ("#123456", "#123456", 1.0), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_the_ratio_of_wcag(one, other, ratio) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert theme.contrast(other, one) == theme.contrast(one, other)


@pytest.mark.parametrize("colour", ["#0b5563", "#7a0019", "#767676", "#000000"])
def test_a_dark_colour_is_accepted(colour) -> None:
    theme.validate_accent(colour)


@pytest.mark.parametrize("colour", ["#ffd700", "#777777", "#ffffff"])
def test_a_pale_colour_is_refused_with_its_contrast(colour) -> None:
    with pytest.raises(ValidationError, match=r"the contrast is \d+\.\d to 1"):
        theme.validate_accent(colour)


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#12345g", "#0b5563;}body{", "#0b5563\n"])
def test_what_is_no_colour_is_refused(colour) -> None:
    with pytest.raises(ValidationError, match="hexadecimal"):
        theme.validate_accent(colour)


def properties(css: str, name: str) -> list[str]:
    return [part.split(";")[0].split("}")[0] for part in css.split(f"{name}:")[1:]]


@pytest.mark.parametrize("colour", ["#0b5563", "#7a0019", "#000000", "#3b2f8f"])
def test_the_accent_is_readable_in_both_schemes(colour) -> None:
    light, dark = properties(theme.stylesheet(colour), "--accent")
    assert light == colour
    assert theme.contrast(light, "#ffffff") >= 4.5
    assert theme.contrast(dark, theme.DARK_GROUND) >= 4.5


def test_an_origin_cannot_end_its_string() -> None:
    css = theme.stylesheet("#0b5563", 'https://a"}b\\c.example:8000')
    assert properties(css, "--origin") == ['"https://a%22%7Db%5Cc.example:8000"']


@pytest.mark.django_db
def test_another_host_gives_the_stylesheet_another_address(home) -> None:
    settings = SiteSettings.for_site(home.get_site())
    before = settings.theme_address
    settings.site.hostname = "www.example.org"
    assert settings.theme_address != before


@pytest.mark.django_db
def test_the_stylesheet_is_served_and_kept_for_a_year_under_its_fingerprint(home) -> None:
    settings = SiteSettings.for_site(home.get_site())
    settings.accent_colour = "#7a0019"
    settings.save()
    response = Client().get(settings.theme_address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    root = home.get_site().root_url
    assert response.content.decode() == theme.stylesheet("#7a0019", root)
    assert f'--origin:"{root}"' in response.content.decode()
    assert "immutable" in response["Cache-Control"]
    assert response["Cache-Control"] != Client().get("/theme.css?v=other")["Cache-Control"]
