"""The house rules that a reader of one file can't see: read from the source itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPLICATIONS = ("pages", "newsroom", "portal")
#: What each application may import of the others.
ALLOWED_IMPORTS = {
    "pages": {"pages"},
    "newsroom": {"newsroom", "pages"},
    "portal": {"portal", "newsroom", "pages", "fixtures"},
}
#: Ways to pages that go around the gate, and files that may take them because no visitor sees
#: what they find.
GATE = "pages/visibility.py"
AROUND_THE_GATE = {
    "live", "not_live", "in_menu", "get_children", "get_descendants", "get_siblings",
    "get_next_sibling", "get_prev_sibling", "get_next_siblings", "get_prev_siblings",
}  # fmt: skip
NOT_PUBLIC = ("portal/isomer/", "portal/management/")
CLOCK = "pages/clock.py"
TELLS_THE_TIME = {"now", "today", "utcnow", "localtime", "localdate"}
MAX_LINES = 300


def sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def imported_modules(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"relative import of {node.module}"
            yield node.module


def calls(tree: ast.Module) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func


def owner_of(call: ast.Attribute) -> str:
    return ast.unparse(call.value)


@pytest.mark.parametrize("application", APPLICATIONS)
def test_imports_run_one_way(application: str) -> None:
    ours = {*APPLICATIONS, "fixtures", "tests"}
    wrong = [
        f"{path} imports {module}"
        for path, tree in sources(application)
        for module in imported_modules(tree)
        if (top := module.split(".")[0]) in ours and top not in ALLOWED_IMPORTS[application]
    ]
    assert wrong == []


def test_the_fidelity_check_shares_nothing_with_the_importer() -> None:
    """Its verdict is worth something only while it reads the source in its own way."""
    importers_own = ("portal.isomer",)
    wrong = [
        f"{path} imports {module}"
        for path, tree in sources("portal/fidelity")
        for module in imported_modules(tree)
        if module.startswith(importers_own)
    ]
    shared = [
        f"{path} imports {module}"
        for path, tree in sources("portal/isomer")
        for module in imported_modules(tree)
        if module.startswith(("portal.fidelity", "selectolax"))
        or module.split(".")[0] == "markdown"
    ]
    assert wrong + shared == []


def test_nothing_finds_pages_around_the_gate() -> None:
    wrong = [
        f"{path}:{call.lineno} .{call.attr}()"
        for path, tree in sources(*APPLICATIONS)
        if path != GATE and not path.startswith(NOT_PUBLIC)
        for call in calls(tree)
        if call.attr in AROUND_THE_GATE
        or (call.attr == "public" and owner_of(call) != "visibility")
    ]
    assert wrong == []


def test_templates_do_not_look_for_pages() -> None:
    around = re.compile(rf"\.({'|'.join(AROUND_THE_GATE)})\b")
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "wagtailadmin" not in path.parts
        for match in around.finditer(path.read_text("utf-8"))
    ]
    assert wrong == []


def test_only_the_clock_tells_the_time() -> None:
    wrong = [
        f"{path}:{call.lineno} {owner_of(call)}.{call.attr}()"
        for path, tree in sources(*APPLICATIONS)
        if path != CLOCK
        for call in calls(tree)
        if call.attr in TELLS_THE_TIME and owner_of(call) != "clock"
    ]
    assert wrong == []


def test_templates_do_not_tell_the_time() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if re.search(r"{%\s*now\b", path.read_text("utf-8"))
    ]
    assert wrong == []


def test_files_can_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in (*APPLICATIONS, "tests", "fixtures")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text("utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_no_file_is_named_for_leftovers() -> None:
    names = {"utils.py", "helpers.py", "misc.py", "common.py"}
    found = [path for folder in APPLICATIONS for path in (ROOT / folder).rglob("*.py")]
    assert [str(path) for path in found if path.name in names] == []


def test_the_top_level_is_the_one_the_owner_fixed() -> None:
    folders = {
        path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")
    }
    fixed = {"portal", "pages", "newsroom", "templates", "static", "fixtures", "tests"}
    # `media` appears while the site runs; it is not part of the project.
    assert folders - {"media"} == fixed
