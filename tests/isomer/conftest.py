"""What the importer's tests share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from wagtail.models import Site

from portal.isomer.converter import assemble, convert, finish
from portal.isomer.mapping import Mapping
from portal.isomer.markdown import to_html
from portal.isomer.reader import read
from portal.isomer.report import Report
from portal.isomer.runner import run
from tests.isomer.repository import build


@pytest.fixture
def make_repository(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a repository into a folder of this test."""

    def make(files=None, *, base: bool = True, name: str = "site") -> Path:
        return build(tmp_path / name, files, base=base)

    return make


@pytest.fixture(scope="session")
def import_for_a_module(django_db_setup, django_db_blocker, tmp_path_factory):
    """A context manager: an import that all tests of a module share, rolled back at its end.

    An import and the pages it makes take seconds; tests that only look at them need no copy of
    their own. Each test still runs in its own transaction inside.
    """

    @contextmanager
    def imported(folder: Path, rules: tuple = ()) -> Iterator[Report]:
        media = str(tmp_path_factory.mktemp("media"))
        with (
            django_db_blocker.unblock(),
            override_settings(MEDIA_ROOT=media),
            transaction.atomic(),
        ):
            yield run(read(folder), Mapping(rules))
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()

    return imported


@pytest.fixture
def run_import(db) -> Callable[..., Report]:
    """A function that imports a folder and returns the report."""

    def run_it(folder: Path, rules: tuple = (), **options) -> Report:
        return run(read(folder), Mapping(rules), **options)

    return run_it


@pytest.fixture
def imported(make_repository, run_import) -> tuple[Path, Report]:
    """The usual repository and the report of its first import, the plan as a strategy page."""
    folder = make_repository()
    return folder, run_import(folder, (("/plan/", "strategy"),))


@pytest.fixture
def blocks_of() -> Callable[..., list[dict]]:
    """A function that converts HTML; the blocks without their lines."""

    def convert_it(html: str, title: str = "", **options) -> list[dict]:
        return [
            {"type": block["type"], "value": block["value"]}
            for block in assemble(finish(convert(html, **options), title))
        ]

    return convert_it


@pytest.fixture
def warnings_of() -> Callable[..., list[tuple]]:
    """A function that converts HTML; the warnings as (code, detail, line)."""

    def convert_it(html: str, title: str = "", *, markdown: bool = False, first_line: int = 1):
        conversion = convert(
            to_html(html) if markdown else html, first_line=first_line, markdown=markdown
        )
        finish(conversion, title)
        return [(str(note.code), note.detail, note.line) for note in conversion.notes.all()]

    return convert_it
