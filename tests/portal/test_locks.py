"""The lock files: hashes, no addresses, and one set of versions."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ]+)(?: ; (?P<marker>[^\\]+?))? \\$")


def pins(name: str) -> dict[tuple[str, str], str]:
    """The version of each package, by name and marker, as a lock file pins it."""
    lines = (ROOT / name).read_text().splitlines()
    found = (PIN.match(line) for line in lines if not line.startswith("    --hash="))
    return {(m["name"], m["marker"] or ""): m["version"] for m in found if m}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(name: str):
    lines = (ROOT / name).read_text().splitlines()
    hashes = [line for line in lines if re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)]
    assert len(pins(name)) + len(hashes) == len(lines)
    assert "://" not in "".join(lines)


def test_the_development_lock_holds_the_other_one():
    runtime, development = pins(LOCKS[0]), pins(LOCKS[1])
    assert runtime.items() <= development.items()
    assert ("pytest", "") in development
    assert ("pytest", "") not in runtime


def test_every_dependency_of_the_project_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in wanted}
    assert names <= {name for name, _ in pins(LOCKS[0])}
