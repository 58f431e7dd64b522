"""The style sheet that visitors get is made of every source, once."""

import gc
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from portal.delivery.stylesheet import BUNDLE, PRINT, SOURCES, StyleSheetFinder, bundle

ROOT = Path(settings.STATICFILES_DIRS[0]) / "css"
#: For the admin, for the error pages, which stand alone, and for the style guide's own frame.
APART = {
    "admin.css", "calendar.css", "error.css", "imports.css", "releases.css", "style-guide.css",
}  # fmt: skip


def test_every_source_is_in_the_bundle():
    named = {path for pattern in SOURCES for path in ROOT.glob(pattern)} | {ROOT / PRINT}

    assert {path for path in ROOT.rglob("*.css") if path.name not in APART} == named


def test_the_layers_are_declared_before_anything_else():
    first = bundle().splitlines()[0]

    assert first == "@layer tokens, base, layout, components, blocks, print;"


def test_braces_balance_and_comments_are_gone():
    text = bundle()

    assert text.count("{") == text.count("}")
    assert "/*" not in text


def test_addresses_in_the_bundle_lead_to_files():
    addresses = re.findall(r'url\("([^"]+)"\)', bundle())

    assert addresses
    for address in addresses:
        assert (ROOT / address).resolve().is_file(), address


def test_the_static_files_server_finds_it():
    found = finders.find(BUNDLE)

    assert isinstance(found, str)
    assert Path(found).read_text(encoding="utf-8") == bundle()


def test_a_finder_that_is_thrown_away_leaves_the_file_to_the_others():
    finder = StyleSheetFinder()
    path = Path(finder.find(BUNDLE))
    del finder
    gc.collect()

    assert path.read_text(encoding="utf-8") == bundle()
