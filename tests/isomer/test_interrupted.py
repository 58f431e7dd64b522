"""Runs that end in the middle: the next one goes on, and ends where the first one would have."""

import os
import random
import re
import signal
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import Page, Revision, Site

from portal.isomer.lifecycle import import_repository
from portal.isomer.mapping import Mapping
from portal.isomer.models import ImportRun, ImportRunItem, RunState
from portal.isomer.reader import read
from portal.isomer.writer.pages import PageWriter
from tests.isomer.outcome import everything_counted

POINTS = 30
#: What is random or numbered by the database, and so differs between equal sites.
_CHANCE = re.compile(
    r"renditions/[0-9a-f]{32}/|/(?:documents|_feeds)/\d+/|/_cards/\d+-[0-9a-f]{16}"
    r"|(?<=-)[0-9a-f]{8}-[0-9a-f-]{27}"
)


def run_to_the_end(folder: Path) -> ImportRun:
    record, _ = import_repository(read(folder), Mapping())
    return record


def statements_of(work: Callable[[], object], *, kill_at: int = 0) -> int:
    """Do the work and count its statements; at the given one this process is killed."""
    count = 0

    def counted(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        work()
    return count


def killed(work: Callable[[], object], at: int) -> bool:
    """Do the work in another process, which is killed at a statement; whether it got that far."""
    # The other process needs a connection of its own.
    connection.close()
    process = os.fork()
    if process == 0:
        try:
            statements_of(work, kill_at=at)
        finally:
            os._exit(0)
    _, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status)


def empty_again(media_root: Path) -> None:
    """The database as migrations leave it, and no file."""
    quietly = {"verbosity": 0, "interactive": False, "inhibit_post_migrate": True}
    call_command("flush", reset_sequences=False, **quietly)
    connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    Site.clear_site_root_paths_cache()
    rmtree(media_root, ignore_errors=True)


def state(media_root: Path) -> dict:
    """Everything that an import leaves, without what chance or the order of writing decide."""
    pages = Page.objects.order_by("path")
    visitor = Client()
    files = [path for path in media_root.rglob("*") if path.is_file()]
    run = ImportRun.objects.get()
    return {
        "rows": everything_counted(),
        "tree": [_in_the_tree(page) for page in pages],
        "answers": {
            page.url: _CHANCE.sub("", visitor.get(page.url).content.decode())
            for page in pages.filter(live=True)
            if page.url
        },
        "files": sorted(str(p) for p in files if "renditions" not in p.parts),
        "run": (run.state, run.totals),
        "items": list(ImportRunItem.objects.values_list("position", "source", "action", "codes")),
    }


def _in_the_tree(page: Page) -> tuple:
    revisions = Revision.objects.for_instance(page.specific).count()
    where = (page.path, page.numchild, page.url_path)
    return (*where, page.title, page.live, page.specific_class, revisions)


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_statement_and_started_again(make_repository, media_root: Path, clock):
    folder = make_repository()
    statements = statements_of(lambda: run_to_the_end(folder))
    whole = state(media_root)
    assert whole["run"][0] == RunState.FINISHED
    assert len(whole["answers"]) > 10
    chance = random.Random(7)
    for at in sorted(chance.sample(range(1, statements), POINTS)):
        empty_again(media_root)
        assert killed(lambda: run_to_the_end(folder), at)
        run_to_the_end(folder)
        assert state(media_root) == whole, f"killed at statement {at} of {statements}"


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again(make_repository, media_root: Path, clock):
    folder = make_repository()
    statements = statements_of(lambda: run_to_the_end(folder))
    whole = state(media_root)
    empty_again(media_root)
    kills = 0
    # Each attempt gets a little further: whole batches are not written twice.
    while killed(lambda: run_to_the_end(folder), statements // 3 + 20 * kills):
        kills += 1
    assert kills > 2
    assert state(media_root) == whole


def test_an_error_keeps_what_was_written_before_it(make_repository, media_root, db, monkeypatch):
    folder = make_repository()

    def fail(*args):
        raise RuntimeError("in the middle")

    monkeypatch.setattr("portal.isomer.rest.SettingsWriter.write", fail)
    with pytest.raises(RuntimeError):
        run_to_the_end(folder)
    stopped = ImportRun.objects.get()
    assert stopped.state == RunState.STOPPED
    assert stopped.message.startswith("An unexpected error ended it")
    pages = everything_counted()
    monkeypatch.undo()
    record = run_to_the_end(folder)
    assert record == stopped
    assert record.state == RunState.FINISHED
    assert record.totals["created"] > 10
    assert record.totals["unchanged"] == 0
    after = everything_counted()
    assert (after["Page"], after["Revision"]) == (pages["Page"], pages["Revision"])


def test_one_page_that_fails_holds_up_no_other(make_repository, db, monkeypatch):
    folder = make_repository()
    chosen = read(folder).documents[3].path
    write = PageWriter.write

    def sometimes(self, planned, resolved):
        if planned.source == chosen:
            raise ValueError("cannot\nbe written")
        return write(self, planned, resolved)

    monkeypatch.setattr(PageWriter, "write", sometimes)
    record = run_to_the_end(folder)
    failed = record.items.get(source=chosen)
    assert (failed.action, failed.codes.split()[-1]) == ("skipped", "page-failed")
    assert failed.data["warnings"][-1]["detail"] == "cannot be written"
    assert record.items.exclude(source=chosen).filter(codes__contains=" page-failed ").count() == 0
    monkeypatch.undo()
    again = run_to_the_end(folder)
    assert again.pk != record.pk
    assert {item.action for item in again.items.filter(source=chosen)} <= {"created", "entry"}
