"""What a process of the site loads when it starts."""

import subprocess
import sys
from pathlib import Path

import pytest
import wagtail

from portal.unused_api import STAND_INS
from tests.portal.served import ROOT

LOADED = """
import sys, django
django.setup()
import portal.wsgi
print(*sys.modules, sep="\\n")
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules of a process that has the application."""
    words = [sys.executable, "-c", LOADED]
    found = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    return set(found.stdout.split())


def test_any_server_loads_the_application():
    """Which, unlike `serve`, does not load Django first."""
    words = [sys.executable, "-c", "import portal.wsgi"]
    found = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr


def test_an_api_that_has_no_address_is_not_loaded(loaded: set[str]):
    assert "ninja" not in loaded
    assert "wagtail.api.v3.routers.pages" not in loaded
    # What is there of it stands for something that Wagtail asks for.
    assert loaded >= set(STAND_INS)


@pytest.mark.parametrize("name", STAND_INS)
def test_each_stand_in_is_of_a_module_that_wagtail_has(name: str):
    place = Path(wagtail.__file__).parent.joinpath(*name.split(".")[1:])
    assert place.is_dir() or place.with_suffix(".py").is_file()
