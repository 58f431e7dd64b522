"""Bad arguments end with one line and exit code 2; the report's word is taken for losses."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.fidelity.compare.reported import EXCUSES
from portal.isomer.codes import Code
from tests.fidelity.conftest import page_titled


def is_refused(outcome, *words: str) -> bool:
    """Whether the command stopped with one line that holds these words."""
    one_line = bool(outcome.error) and "\n" not in outcome.error
    return outcome.code == 2 and one_line and all(word in outcome.error for word in words)


def test_a_folder_that_does_not_exist(check, tmp_path) -> None:
    assert is_refused(check(folder=tmp_path / "nowhere"), "nowhere", "no folder")


def test_a_folder_that_is_no_repository(check, tmp_path) -> None:
    assert is_refused(check(folder=tmp_path), "_config.yml")


@pytest.mark.parametrize("threshold", ["101", "-1", "nan"])
def test_a_threshold_that_is_no_percentage(check, threshold: str) -> None:
    assert is_refused(check(f"--threshold={threshold}"), "threshold")


@pytest.mark.parametrize(
    "address", ["ftp://site.example", "site.example", "http://", "http://site.example:port"]
)
def test_an_address_that_is_none(check, address: str) -> None:
    assert is_refused(check("--base-url", address), "no address of a site")


def test_a_site_that_does_not_answer(check) -> None:
    # Nothing listens on the port that is kept for tests of this kind.
    outcome = check("--base-url", "http://127.0.0.1:1")
    assert is_refused(outcome, "http://127.0.0.1:1", "does not answer")


@pytest.mark.parametrize("option", ["--report", "--expected"])
def test_a_file_that_does_not_exist(check, tmp_path, option: str) -> None:
    assert is_refused(check(option, str(tmp_path / "none.json")), "none.json", "can't be read")


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ("--report", "no JSON"),
        ("--report", "[]"),
        ("--report", '{"items": [1]}'),
        ("--expected", "no JSON"),
        ("--expected", "[1]"),
        ("--expected", '{"path": "nowhere.md", "html": "<p>x</p>"}'),
    ],
)
def test_a_file_with_something_else(check, tmp_path, option: str, content: str) -> None:
    file = tmp_path / "given.json"
    file.write_text(content + "\n", "utf-8")
    assert is_refused(check(option, str(file)), "given.json")


def test_a_json_file_that_can_not_be_written(check, tmp_path, imported_folder) -> None:
    with pytest.raises(Exception, match="does not exist"):
        call_command("check_isomer", str(imported_folder), json_file=str(tmp_path / "a" / "b"))


def test_a_pattern_that_fits_nothing(check) -> None:
    assert is_refused(check("--only", "/nothing/*"), "/nothing/*")


def test_only_what_fits_the_pattern_is_checked(check) -> None:
    outcome = check("--only", "newsroom/media-releases/*")
    assert [row["source"] for row in outcome.data["rows"]] == [
        "newsroom/media-releases/index.html",
        "newsroom/media-releases/_posts/2023-06-01-post-berths.md",
        "newsroom/media-releases/_posts/2023-08-01-post-more.md",
    ]


def test_a_threshold_replaces_those_of_the_criteria(check) -> None:
    page = page_titled("Everything afloat")
    page.title = "Everything sunk"
    page.save()
    assert check("--only", "/afloat/", "--threshold", "0").code == 0
    outcome = check("--only", "/afloat/", "--threshold", "50")
    assert (outcome.code, outcome.error) == (1, "Below the threshold: titles.")


def report_of(folder: Path, warnings: list[dict], tmp_path: Path) -> str:
    file = tmp_path / "report.json"
    items = [{"source": "pages/afloat.md", "address": "/afloat/", "warnings": warnings}]
    file.write_text(json.dumps({"items": items}), "utf-8")
    return str(file)


def test_a_loss_that_the_import_reported_is_no_loss(check, imported_folder, tmp_path) -> None:
    page = page_titled("Everything afloat")
    page.title = "Everything sunk"
    page.save()
    warnings = [{"code": "title-shortened", "detail": "", "line": None}]
    outcome = check(
        "--only", "/afloat/", "--report", report_of(imported_folder, warnings, tmp_path)
    )
    assert (outcome.code, outcome.imperfect()) == (0, {"titles"})
    assert "  reported  titles:" in outcome.output


def test_a_warning_about_something_else_excuses_nothing(check, imported_folder, tmp_path) -> None:
    page = page_titled("Everything afloat")
    page.title = "Everything sunk"
    page.save()
    warnings = [{"code": "link-unresolved", "detail": "/plan/", "line": 3}]
    report = report_of(imported_folder, warnings, tmp_path)
    outcome = check("--only", "/afloat/", "--report", report)
    assert outcome.below() == {"titles"}


def test_a_link_to_a_draft_is_lost_unless_the_import_reported_it(
    check, imported_folder, import_report, tmp_path
) -> None:
    silent = json.loads(import_report.read_text("utf-8"))
    for item in silent["items"]:
        item["warnings"] = [note for note in item["warnings"] if note["code"] != "link-hidden"]
    silent_report = tmp_path / "silent.json"
    silent_report.write_text(json.dumps(silent), "utf-8")
    outcome = check("--only", "/announced/", "--report", str(silent_report))
    assert outcome.below() == {"links"}
    outcome = check("--only", "/announced/", "--report", str(import_report))
    assert (outcome.code, outcome.imperfect()) == (0, {"links"})
    assert "reported  links: leads to nothing in the repository: /not-yet/" in outcome.output


def test_only_warnings_that_the_importer_gives_excuse_anything() -> None:
    assert frozenset().union(*EXCUSES.values()) <= set(Code.values)
