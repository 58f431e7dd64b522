"""`manage.py import_isomer`: its options, its output, its refusals."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from pages import clock
from pages.models import HomePage
from portal.isomer.models import ImportRun, RunState
from tests.isomer.repository import ROOT


def import_isomer(*args, **options):
    call_command("import_isomer", *[str(arg) for arg in args], **options)


def refusal(*args, **options) -> str:
    """The one line with which the command stops."""
    with pytest.raises(CommandError) as stop:
        import_isomer(*args, **options)
    assert stop.value.returncode == 2
    assert "\n" not in str(stop.value)
    return str(stop.value)


@pytest.mark.django_db
def test_report_progress_and_summary(make_repository, tmp_path, capsys):
    report = tmp_path / "report.json"
    rules = tmp_path / "map"
    rules.write_text("/plan/ = strategy\n")
    import_isomer(make_repository(), map_file=str(rules), report=str(report))
    data = json.loads(report.read_text())
    assert data["repository"] == "harbour.example"
    assert {item["source"]: item["page_type"] for item in data["items"]}["pages/plan.md"] == (
        "StrategyPage"
    )
    output = capsys.readouterr().out
    assert "12 of 12 pages" in output
    assert "Settings → Imports" in output
    assert "14 created, 1 entry." in output
    assert "_data/footer.yml /privacy/" in output


@pytest.mark.django_db
def test_an_import_below_a_chosen_home_page(make_repository):
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Other", slug="other"))
    assert "belongs to no site" in refusal(make_repository(), root="other")
    Site.objects.create(hostname="other.example", root_page=home)
    for name in (str(home.pk), "other", "/other/"):
        import_isomer(make_repository(), root=name)
    home.refresh_from_db()
    assert home.get_children().filter(slug="plan").exists()
    assert isinstance(Site.objects.get(hostname="other.example").root_page.specific, HomePage)
    assert not isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)


@pytest.mark.django_db
@pytest.mark.parametrize("root", ["999999", "nowhere", "1"])
def test_a_root_that_is_no_home_page(make_repository, root):
    assert "no such home page" in refusal(make_repository(), root=root)
    assert Page.objects.filter(slug="plan").count() == 0


@pytest.mark.django_db
def test_a_site_with_another_root_is_not_taken_over(make_repository):
    site = Site.objects.get()
    site.root_page.add_child(instance=Page(title="Something", slug="something"))
    assert "give --root" in refusal(make_repository())


@pytest.mark.django_db
def test_refusals(make_repository, tmp_path):
    folder = make_repository()
    assert "does not exist" in refusal(tmp_path / "nowhere")
    assert "no _config.yml" in refusal(tmp_path)
    assert "can't be read" in refusal(folder, map_file=str(tmp_path / "nowhere"))
    (tmp_path / "map").write_text("/plan/ = brochure\n")
    assert "line 1" in refusal(folder, map_file=str(tmp_path / "map"))
    assert "does not exist" in refusal(folder, report=str(tmp_path / "no" / "report.json"))
    assert Page.objects.count() == 2


@pytest.mark.django_db
def test_a_file_that_fails_while_it_is_read(make_repository, monkeypatch):
    folder = make_repository()

    def fail(full, limit):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("portal.isomer.folder_tree._read_plain", fail)
    assert "can't be read: Input/output error" in refusal(folder)
    assert Page.objects.count() == 2


def test_the_process_ends_with_one_line_and_2(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    done = subprocess.run(
        [sys.executable, "manage.py", "import_isomer", str(tmp_path / "nowhere")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "does not exist" in done.stderr


def test_a_database_without_tables_ends_with_one_line_too(make_repository, tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "import_isomer", str(make_repository())],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Is it migrated?" in done.stderr


@pytest.mark.django_db
def test_an_import_that_was_asked_for_and_taken_back(make_repository, tmp_path, capsys, settings):
    settings.IMPORT_ROOT = str(tmp_path / "asked")
    folder = make_repository()
    archive = shutil.make_archive(str(tmp_path / "harbour"), "zip", folder)
    run = ImportRun(source="harbour.zip", rules="/plan/ = strategy\n")
    run.archive.save("harbour.zip", ContentFile(Path(archive).read_bytes()))
    import_isomer(run=run.pk)
    run.refresh_from_db()
    assert (run.state, run.repository) == (RunState.FINISHED, "harbour.example")
    assert not run.archive
    assert [path for path in Path(settings.IMPORT_ROOT).rglob("*") if path.is_file()] == []
    assert run.items.get(source="pages/plan.md").page_type == "StrategyPage"
    import_isomer(rollback=run.pk)
    run.refresh_from_db()
    assert run.state == RunState.ROLLED_BACK
    assert "pages removed, 0 returned" in capsys.readouterr().out
    assert "taken back already" in refusal(rollback=run.pk)


@pytest.mark.django_db
def test_a_run_whose_archive_is_broken_says_so_in_its_row(tmp_path, settings):
    settings.IMPORT_ROOT = str(tmp_path / "asked")
    run = ImportRun(source="harbour.zip")
    run.archive.save("harbour.zip", ContentFile(b"no archive"))
    message = refusal(run=run.pk)
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.STOPPED, message)


@pytest.mark.django_db
def test_numbers_and_paths_that_mean_nothing(make_repository):
    folder = make_repository()
    assert "There is no import 99" in refusal(run=99)
    assert "There is no import 99" in refusal(rollback=99)
    assert "Give the folder" in refusal()
    assert "Give the folder" in refusal(folder, run=1)
    without = ImportRun.objects.create(source="folder")
    assert "has no archive" in refusal(run=without.pk)


@pytest.mark.django_db
def test_one_import_at_a_time_writes_to_a_site(make_repository):
    folder = make_repository()
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        ImportRun.objects.create(
            site=Site.objects.get(), repository="other.example", source="other",
            state=RunState.RUNNING, process=f"{socket.gethostname()}:{sleeper.pid}",
            started_at=clock.now(), seen_at=clock.now(),
        )  # fmt: skip
        assert "Another import of other.example is running" in refusal(folder)
        assert Page.objects.filter(slug="plan").count() == 0
    finally:
        sleeper.kill()
        sleeper.wait()
    import_isomer(folder)
    assert Page.objects.filter(slug="plan").count() == 1
