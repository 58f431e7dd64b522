"""A process is killed at any point of a publication: no page that others keep is older than it."""

import os
import signal
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from pages.models import Contact
from portal.delivery import counters
from portal.delivery.counters import sharing
from portal.delivery.counters.board import Board
from tests.releases.faults.processes import (
    Process,
    killed_at,
    points_of,
)
from tests.releases.faults.processes import (
    _wait_until_the_database_knows as wait_until_the_database_knows,
)

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = "old", "new"


@pytest.fixture(autouse=True)
def contact() -> None:
    Contact.objects.create(name=OLD)


def in_a_transaction() -> None:
    with transaction.atomic():
        Contact.objects.update(name=NEW)


def by_itself() -> None:
    Contact.objects.update(name=NEW)


def shown() -> str:
    return Contact.objects.values_list("name", flat=True).get()


def assert_told(before: int) -> None:
    """Whoever kept the old page must have noticed; who renders now gets a number to keep it by."""
    moved = counters.current() != before
    assert moved or shown() == OLD, "a page that was rendered before is still believed"
    after = counters.current()
    assert after >= 0, "the mark of the dead was taken away"


@pytest.mark.parametrize("write", [in_a_transaction, by_itself])
def test_at_every_statement_and_commit(write: Callable[[], None]) -> None:
    points = points_of(write)
    assert points >= 1
    for point in range(1, points + 1):
        Contact.objects.update(name=OLD)
        before = counters.current()
        assert killed_at(write, point)
        assert_told(before)


#: Each write of a word, and: before and after the commit, before the counter moves.
STEPS = [("begin", 1), ("end", 1), ("_move", 1), *(("_write", nth) for nth in range(1, 9))]


@pytest.mark.parametrize("write", [in_a_transaction, by_itself])
def test_at_every_step_of_telling(write: Callable[[], None]) -> None:
    kills = 0
    for step, nth in STEPS:
        Contact.objects.update(name=OLD)
        before = counters.current()
        kills += killed_in(write, step, nth)
        assert_told(before)
    # The last word that is written is not the eighth in each slot.
    assert kills >= len(STEPS) - 2


def killed_in(write: Callable[[], None], step: str, nth: int) -> bool:
    """Write in another process, which is killed when the step is about to be done."""

    def work() -> None:
        calls = 0
        original = getattr(Board, step)

        def dying(self, *args, **kwargs):
            nonlocal calls
            calls += 1
            if calls == nth:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(self, *args, **kwargs)

        setattr(Board, step, dying)
        write()

    ended = Process(work).wait()
    assert not ended.error, ended.error
    if connection.vendor == "postgresql":
        # Its commit may have been on the way.
        wait_until_the_database_knows()
    return ended.killed


def test_a_process_that_hangs_after_its_commit_is_not_believed(monkeypatch) -> None:
    before = counters.current()
    read, write = os.pipe()

    def work() -> None:
        original = Board.end

        def hanging(self, *args, **kwargs):
            os.write(write, b".")
            os.kill(os.getpid(), signal.SIGSTOP)
            original(self, *args, **kwargs)

        Board.end = hanging
        by_itself()

    with Process(work) as process:
        os.read(read, 1)
        assert shown() == NEW
        assert counters.current() < 0
        assert counters.current() != before
        os.kill(process.pid, signal.SIGCONT)
        assert not process.wait().error
    assert counters.current() == before + 1


def test_a_slot_is_used_again() -> None:
    """By the next process; and what the one before left there is told of."""

    def work() -> None:
        sharing.Telling()
        os.kill(os.getpid(), signal.SIGKILL)

    before = counters.current()
    Process(work).wait()
    by_itself()
    assert counters.current() >= before + 1
    assert sharing.board().read()[0] == 0
