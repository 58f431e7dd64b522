"""The warnings are listed in the user's documentation, each with its meaning."""

import re

from portal.isomer.codes import Code
from tests.isomer.repository import ROOT

README = ROOT / "portal" / "isomer" / "README.md"


def test_every_warning_is_explained():
    table = README.read_text("utf-8").split("Every warning:")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", table, re.MULTILINE))
    assert rows == {code.value: code.label for code in Code}


def test_every_warning_can_occur():
    source = "".join(path.read_text("utf-8") for path in (ROOT / "portal" / "isomer").rglob("*.py"))
    assert [code for code in Code if f"Code.{code.name}" not in source] == []
