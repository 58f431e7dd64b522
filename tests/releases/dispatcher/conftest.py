"""What tests of the dispatcher share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.db.models import Model
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page

from newsroom.releases.dispatcher import passes
from tests.notices.models import Notice


@pytest.fixture
def notice(db) -> Notice:
    """A snippet that is public, with a version."""
    notice = Notice.objects.create(text="Water is off", live=False)
    notice.save_revision().publish()
    return stored(notice)


@pytest.fixture
def meanwhile(monkeypatch) -> Callable[[Callable[[], object]], None]:
    """Lets something happen after a pass has found what is due and before it locks anything."""
    find = passes.due_units

    def happen(event: Callable[[], object]) -> None:
        def find_then_happen(at):
            units = find(at)
            assert units, "nothing was due"
            event()
            return units

        monkeypatch.setattr(passes, "due_units", find_then_happen)

    return happen


def stored(instance: Model) -> Model:
    """The row as the database has it."""
    return type(instance)._base_manager.get(pk=instance.pk)


def answers(client, page: Page) -> int:
    """What a visitor's request for the page is answered with."""
    return client.get(stored(page).url).status_code


def logged(instance: Model, action: str) -> list[dict]:
    """The entries of an action in the log of an instance, the newest first: who, and the data."""
    entries = log_registry.get_logs_for_instance(instance).filter(action=action)
    return [
        {"user": entry.user, "revision": getattr(entry, "revision_id", None), **entry.data}
        for entry in entries.order_by("-pk")
    ]


@contextmanager
def somebody_at_work(lock: Callable[[], object]) -> Iterator[None]:
    """Another connection has called `lock` in a transaction that is not over yet."""
    ready, over = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                lock()
                ready.set()
                over.wait(20)
        finally:
            connection.close()

    thread = Thread(target=hold)
    thread.start()
    assert ready.wait(10)
    try:
        yield
    finally:
        over.set()
        thread.join()
