"""The manifest and the icons that it, the pages and browsers ask for."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from PIL import Image
from wagtail.models import Site

from fixtures import icons
from pages import theme
from pages.discovery import manifest
from pages.site_settings import SiteSettings

FOLDER = Path(django_settings.STATICFILES_DIRS[0]) / "icons"


def file_at(address: str) -> Path:
    return FOLDER.parent / address.removeprefix(django_settings.STATIC_URL)


def test_the_manifest_says_how_the_site_is_shown(home, client) -> None:
    chosen = SiteSettings.for_site(Site.objects.get())
    chosen.site_name, chosen.accent_colour = "Office of Ärger & Ülm", "#7a1f5c"
    chosen.save()
    response = client.get("/_site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json; charset=utf-8"
    told = json.loads(response.content)
    assert (told["name"], told["short_name"]) == ("Office of Ärger & Ülm", "Office of")
    assert (told["theme_color"], told["start_url"]) == ("#7a1f5c", "/")
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable"),
    }  # fmt: skip
    for icon in told["icons"]:
        with Image.open(file_at(icon["src"])) as image:
            assert (f"{image.width}x{image.height}", image.format) == (icon["sizes"], "PNG")
    assert client.head("/_site.webmanifest").status_code == 200


@pytest.mark.parametrize(
    ("name", "short"),
    [("Ferries", "Ferries"), ("Applied Intelligence", "Applied"), ("Bundesministerium", "B"),
     ("Verwaltungsgerichtshof des Landes", "VdL"), ("The Harbour Office of Torrisk", "The Harbour")],
)  # fmt: skip
def test_a_long_name_is_cut_between_words(name, short) -> None:
    assert manifest.short(name) == short


def test_a_site_without_a_name_has_a_manifest(home, client) -> None:
    assert json.loads(client.get("/_site.webmanifest").content)["name"]


def test_browsers_find_the_icon_they_ask_for(db, client) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Content-Type"]) == (200, "image/x-icon")
    assert response["X-Content-Type-Options"] == "nosniff"
    with Image.open(BytesIO(response.content)) as image:
        assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    head = client.head("/favicon.ico")
    assert (head.status_code, head.content) == (200, b"")


def test_a_page_names_its_icons_and_colours(home, client) -> None:
    chosen = SiteSettings.for_site(Site.objects.get())
    chosen.accent_colour = "#7a1f5c"
    chosen.save()
    head = BeautifulSoup(client.get(home.url).content, "lxml").head
    links = {link["rel"][0]: link["href"] for link in head.select("link[rel][href]")}
    assert links["manifest"] == "/_site.webmanifest"
    with Image.open(file_at(links["apple-touch-icon"])) as image:
        assert (image.size, image.mode in ("P", "RGB")) == ((180, 180), True)
    colours = {meta["media"]: meta["content"] for meta in head.select("meta[name=theme-color]")}
    assert colours == {
        "(prefers-color-scheme: light)": "#7a1f5c",
        "(prefers-color-scheme: dark)": theme.DARK_GROUND,
    }


def test_the_icons_are_those_that_are_drawn(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(icons, "FOLDER", tmp_path)
    icons.main()
    drawn = sorted(path.name for path in tmp_path.iterdir())
    assert len(drawn) == 6
    for name in drawn:
        with Image.open(tmp_path / name) as new, Image.open(FOLDER / name) as kept:
            assert new.convert("RGBA").tobytes() == kept.convert("RGBA").tobytes(), name
