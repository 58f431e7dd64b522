"""An imported repository, shared by a module, and the check's command with its outcome."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from tests.fidelity.repository import build_everything


@dataclass
class Outcome:
    """What a run of the command left behind."""

    code: int
    output: str
    error: str
    data: dict[str, Any]

    def below(self) -> set[str]:
        """The criteria under their threshold."""
        return {row["criterion"] for row in self.data["criteria"] if not row["passed"]}

    def imperfect(self) -> set[str]:
        """The criteria with any loss."""
        return {row["criterion"] for row in self.data["criteria"] if row["lost"] or row["reported"]}

    def share(self, criterion: str) -> float:
        """A criterion's share in per cent."""
        return next(
            row["per_cent"] for row in self.data["criteria"] if row["criterion"] == criterion
        )


def page_titled(title: str) -> Any:
    """The page of a title."""
    return Page.objects.get(title=title).specific


@pytest.fixture(scope="package")
def imported_media(tmp_path_factory) -> Path:
    """The folder of the media library."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def media_root(settings, imported_media: Path) -> Path:
    """Images and documents of the import are those of every test."""
    settings.MEDIA_ROOT = str(imported_media)
    return imported_media


@pytest.fixture(scope="package")
def imported_folder(
    django_db_setup, django_db_blocker, tmp_path_factory, imported_media: Path
) -> Iterator[Path]:
    """The repository, imported once; every test works in a transaction of its own inside."""
    folder = build_everything(tmp_path_factory.mktemp("repository") / "harbour")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=str(imported_media)),
        transaction.atomic(),
    ):
        report = folder.with_name("report.json")
        call_command("import_isomer", str(folder), report=str(report), verbosity=0)
        site = Site.objects.get(is_default_site=True)
        Redirect.objects.get_or_create(
            old_path="/old-harbour", site=site, defaults={"redirect_link": "/afloat/"}
        )
        yield folder
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


@pytest.fixture
def import_report(imported_folder: Path) -> Path:
    """The report of that import."""
    return imported_folder.with_name("report.json")


@pytest.fixture
def check(imported_folder: Path, db, tmp_path: Path) -> Callable[..., Outcome]:
    """A function that runs the command on the imported repository."""

    def run(*arguments: str, folder: Path | None = None, **options: Any) -> Outcome:
        output, target = io.StringIO(), tmp_path / "outcome.json"
        code, error = 0, ""
        try:
            call_command(
                "check_isomer",
                str(folder or imported_folder),
                *arguments,
                json_file=str(target),
                stdout=output,
                **options,
            )
        except CommandError as stop:
            code, error = stop.returncode, str(stop)
        data = json.loads(target.read_text("utf-8")) if target.exists() else {}
        return Outcome(code, output.getvalue(), error, data)

    return run
