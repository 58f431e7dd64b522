"""What the form takes, what it refuses, and what it starts."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse

from fixtures import factories as make
from portal.isomer import background
from portal.isomer.models import ImportRun, RunState
from tests.isomer.admin.conftest import soup, words
from tests.isomer.archives import zipped

NEW = "/admin/imports/new/"


@pytest.fixture
def ask(client, superuser, home, spawned, archive, django_capture_on_commit_callbacks):
    """A function that sends the form; fields replace the usual ones."""

    def send(content: bytes | None = None, name: str = "harbour-main.zip", **fields):
        upload = SimpleUploadedFile(name, archive if content is None else content)
        data = {"archive": upload, "home": home.pk, **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(
                reverse("imports:new"), {k: v for k, v in data.items() if v is not None}
            )

    return send


def errors(response) -> dict[str, str]:
    """The messages at the fields, by field; those of no field under ""."""
    page = soup(response)
    found = {
        field.select_one("[name]")["name"]: words(message)
        for field in page.select(".w-field__wrapper")
        if (message := field.select_one(".error-message"))
    }
    if general := page.select_one(".help-critical"):
        found.setdefault("", words(general))
    return found


def test_a_good_archive_starts_an_import(ask, superuser, home, site, spawned) -> None:
    response = ask(rules="/plan/ = strategy\n", dry_run="on")
    run = ImportRun.objects.get()
    assert response["Location"] == reverse("imports:progress", args=[run.pk])
    assert spawned == [["manage.py", "import_isomer", "--run", str(run.pk)]]
    assert (run.user, run.site, run.root) == (superuser, site, str(home.pk))
    assert (run.repository, run.source) == ("harbour.example", "harbour-main.zip")
    assert (run.rules.strip(), run.dry_run, run.state) == ("/plan/ = strategy", True, "waiting")


def test_the_archive_is_kept_whole_under_a_name_nobody_can_guess(ask, archive, settings) -> None:
    ask()
    run = ImportRun.objects.get()
    folder, _, name = run.archive.name.partition("/")
    assert len(folder) == 32 and name == "harbour-main.zip"
    assert run.archive.path.startswith(settings.IMPORT_ROOT)
    assert not run.archive.path.startswith(settings.MEDIA_ROOT)
    with run.archive.open() as file:
        assert file.read() == archive


@pytest.mark.parametrize("name", ["../../x.zip", "…/.zip", "a b;c.zip", "é" * 200 + ".zip"])
def test_odd_names_of_files_stay_inside(ask, settings, name) -> None:
    ask(name=name)
    run = ImportRun.objects.get()
    assert run.archive.path.startswith(settings.IMPORT_ROOT)
    assert run.archive.name.count("/") == 1 and run.archive.name.endswith(".zip")


def other_zip(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.zip", "The submitted file is empty."),
        (b"no zip at all", "a.zip", "a.zip is no ZIP that can be read: File is not a zip file."),
        (zipped()[:-40], "a.zip", "a.zip is no ZIP that can be read: File is not a zip file."),
        (zipped(), "site.tar.gz", "This is no ZIP file: its name must end in .zip."),
        (
            other_zip(**{"readme.txt": "x"}),
            "a.zip",
            "a.zip is not an Isomer repository: it has no _config.yml.",
        ),
        (
            other_zip(**{"top/_config.yml": "a: b", "elsewhere/x.md": "x"}),
            "a.zip",
            "a.zip is not an Isomer repository: it has no _config.yml.",
        ),
    ],
)
def test_what_is_no_repository_is_refused_at_the_field(ask, spawned, content, name, message):
    assert errors(ask(content, name)) == {"archive": message}
    assert not ImportRun.objects.exists()
    assert spawned == []


def test_a_configuration_that_is_no_yaml(ask) -> None:
    found = errors(ask(zipped({"_config.yml": "a: [unclosed"})))
    assert found["archive"].startswith("_config.yml can't be read: ")
    assert not ImportRun.objects.exists()


def test_a_missing_file(ask, client) -> None:
    assert errors(client.post(NEW, {})) == {
        "archive": "This field is required.",
        "home": "This field is required.",
    }


def test_a_file_above_the_limit(ask, settings) -> None:
    settings.IMPORT_MAX_UPLOAD_SIZE = 100
    found = errors(ask())
    assert found["archive"].endswith("the most that is taken is 100\xa0bytes.".replace("\xa0", " "))
    assert not ImportRun.objects.exists()


def test_a_large_file_is_read_from_the_disk_where_it_was_streamed(ask, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    seen = []
    path = TemporaryUploadedFile.temporary_file_path
    monkeypatch.setattr(
        TemporaryUploadedFile, "temporary_file_path", lambda self: seen.append(1) or path(self)
    )
    ask()
    assert seen
    assert ImportRun.objects.get().archive.size == len(zipped())


def test_a_rule_that_is_not_understood_is_named(ask, spawned) -> None:
    found = errors(ask(rules="/plan/ = strategy\n/news/ = nonsense"))
    assert found["rules"].startswith("The rules, line 2: “nonsense” is no page type")
    assert spawned == []


def test_a_home_page_of_no_site_is_refused(ask) -> None:
    stray = make.HomePageFactory(title="Stray", slug="stray", parent=None)
    assert "home" in errors(ask(home=stray.pk))
    assert not ImportRun.objects.exists()


def test_another_type_of_page_is_no_home(ask, home) -> None:
    other = make.ContentPageFactory(parent=home)
    assert "home" in errors(ask(home=other.pk))


def test_a_fresh_site_needs_no_home_page(client, superuser, spawned, archive, db) -> None:
    page = soup(client.get(NEW))
    assert page.select_one("[name=home]") is None
    client.post(NEW, {"archive": SimpleUploadedFile("a.zip", archive)})
    assert ImportRun.objects.get().root == ""


def test_the_default_sites_home_is_chosen_already(client, superuser, home) -> None:
    page = soup(client.get(NEW))
    assert page.select_one("input[name=home]")["value"] == str(home.pk)
    assert page.select_one("input[name=archive]")["accept"] == ".zip,application/zip"
    assert page.select_one("form[enctype='multipart/form-data']")


def test_a_second_import_waits_for_the_first(ask, spawned) -> None:
    ask()
    assert errors(ask())[""] == (
        "An import of harbour.example is waiting to start: wait for its end."
    )
    assert ImportRun.objects.count() == 1
    assert len(spawned) == 1


def test_no_file_stays_of_an_import_that_was_refused(ask, settings) -> None:
    ask()
    before = sorted(Path(settings.IMPORT_ROOT).rglob("*.zip"))
    ask()
    assert sorted(Path(settings.IMPORT_ROOT).rglob("*.zip")) == before


def test_a_machine_that_starts_no_process(ask, monkeypatch, client) -> None:
    def refuse(*args, **options):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(background.subprocess, "Popen", refuse)
    ask()
    run = ImportRun.objects.get()
    assert run.state == RunState.STOPPED
    assert run.message.startswith("The import could not be started: Cannot allocate memory.")
    page = words(soup(client.get(reverse("imports:report", args=[run.pk]))))
    assert "Cannot allocate memory" in page and "Go on" in page
