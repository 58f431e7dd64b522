"""A real import in a real process, started from the form, and taken back again."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from pages.models import ContentPage
from portal.isomer import background
from portal.isomer.admin.standing import Standing, standing_of
from portal.isomer.models import ImportRun, RunState
from tests.isomer.processes import PATIENCE, shared_with_children

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def processes(monkeypatch):
    """Children use the database and the folders of this test."""
    with shared_with_children(monkeypatch):
        yield


def until_over(run: ImportRun) -> ImportRun:
    """Wait for the end of the run's process."""
    end = time.monotonic() + PATIENCE
    while not background.ended(run) and time.monotonic() < end:
        time.sleep(0.2)
    run.refresh_from_db()
    return run


def ask(client: Client, archive: bytes, **fields) -> ImportRun:
    upload = SimpleUploadedFile("harbour-main.zip", archive)
    response = client.post(reverse("imports:new"), {"archive": upload, **fields})
    assert response.status_code == 302, response.content
    return ImportRun.objects.get()


def test_from_the_form_to_the_pages_and_back(processes, client, log_in_as, archive) -> None:
    log_in_as("superuser")
    run = ask(client, archive, rules="/plan/ = content")
    assert client.get(reverse("imports:progress", args=[run.pk])).status_code in {200, 302}
    run = until_over(run)
    assert (run.state, run.message) == (RunState.FINISHED, "")
    assert run.totals["created"] >= 10
    assert ContentPage.objects.filter(title="The Plan", live=True).exists()
    assert client.get("/plan/").status_code == 200
    assert client.get(reverse("imports:report", args=[run.pk])).status_code == 200

    client.post(reverse("imports:take_back", args=[run.pk]))
    run = until_over(run)
    assert run.state == RunState.ROLLED_BACK, run.message
    assert not ContentPage.objects.filter(title="The Plan").exists()


def test_a_rehearsal_changes_nothing(processes, client, log_in_as, archive) -> None:
    log_in_as("superuser")
    run = until_over(ask(client, archive, dry_run="on"))
    assert standing_of(run) == Standing.REHEARSED
    assert run.items.count() == run.totals["items"] > 10
    assert not ContentPage.objects.exists()


def test_a_child_that_dies_at_once_is_noticed_at_once(
    processes, client, log_in_as, archive, monkeypatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.of_nobody")
    log_in_as("superuser")
    run = until_over(ask(client, archive))
    assert standing_of(run) == Standing.NOT_STARTED
    answer = client.get(reverse("imports:progress", args=[run.pk]))
    assert answer["Location"] == reverse("imports:report", args=[run.pk])


def test_the_child_outlives_the_group_of_its_parent(processes, client, log_in_as, archive) -> None:
    log_in_as("superuser")
    run = ask(client, archive)
    child = background._children[run.pk]
    stat = Path(f"/proc/{child.pid}/stat")
    if stat.exists() and child.poll() is None:
        assert os.getsid(child.pid) == child.pid
    until_over(run)
    connection.close()
