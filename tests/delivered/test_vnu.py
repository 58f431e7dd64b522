"""The Nu validator of the HTML standard's authors finds no error in what is delivered."""

from pathlib import Path

import pytest

from tests.delivered import vnu
from tests.delivered.conftest import Delivery

pytestmark = pytest.mark.skipif(bool(vnu.why_not()), reason=vnu.why_not() or "it is here")


def test_the_validator_finds_no_error(delivery: Delivery, tmp_path: Path) -> None:
    assert vnu.errors(delivery.pages(), tmp_path) == []


def test_the_validator_finds_an_error(tmp_path: Path) -> None:
    wrong = "<!doctype html><html lang=en><title>T</title><p><object wide=1></object>"

    assert any("wide" in line for line in vnu.errors({"wrong": wrong}, tmp_path))
