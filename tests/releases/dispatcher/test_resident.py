"""`manage.py run_dispatcher` as a process of its own: on time, and it ends when it is told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from fixtures.factories.lifecycle import stored
from fixtures.factories.releases import make_release
from newsroom.releases.dispatcher.resident import Dispatcher
from newsroom.releases.enums import Status
from newsroom.releases.models import Effect, Heartbeat
from pages import clock

ROOT = Path(__file__).resolve().parent.parent.parent.parent
NOWHERE = "postgres://nobody@127.0.0.1:1/nothing"


def address_of_database() -> str:
    """The database of this test, as another process finds it."""
    stated = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{stated['NAME']}"
    host, port = stated["HOST"] or "localhost", stated["PORT"] or 5432
    return f"postgres://{stated['USER']}:{stated['PASSWORD']}@{host}:{port}/{stated['NAME']}"


class Running:
    """A dispatcher in a process of its own."""

    def __init__(self, database: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run_dispatcher"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
                "DATABASE_URL": database,
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "EMAIL_URL": "dummymail://",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed = ""

    def end(self, with_signal: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(with_signal)
        self.printed, _ = self.process.communicate(timeout=30)
        return self.process.returncode

    def read_line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


@pytest.fixture
def start() -> Iterator[Callable[[str], Running]]:
    """Starts dispatchers; whatever still runs at the end of the test is killed."""
    started: list[Running] = []

    def start(database: str) -> Running:
        started.append(Running(database))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()


def within(seconds: float, question: Callable[[], object]) -> object:
    """The first true answer to a question that is asked again and again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := question():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"no answer within {seconds} s")


@pytest.mark.django_db(transaction=True)
def test_it_carries_out_at_the_instant_what_was_approved_while_it_ran(draft, start) -> None:
    running = start(address_of_database())
    within(30, lambda: Heartbeat.objects.filter(ended_at=None).exists())
    instants = [clock.now() + timedelta(seconds=after) for after in (1.2, 1.9)]
    releases = [make_release(draft(), at=instant) for instant in instants]
    for release, instant in zip(releases, instants, strict=True):
        within(20, lambda: stored(release).status == Status.RELEASED)  # noqa: B023
        assert stored(release).released_at >= instant
    assert within(20, lambda: not Effect.objects.exists()), "mails go out beside the passes"
    assert running.end() == 0
    assert running.printed == ""
    [heartbeat] = Heartbeat.objects.all()
    assert heartbeat.passed_at and heartbeat.ended_at


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_database_that_is_away_is_told_in_one_line(start, told) -> None:
    running = start(NOWHERE)
    line = running.read_line()
    assert line.startswith("dispatcher: The database does not answer; trying again until it does.")
    time.sleep(1)
    assert running.process.poll() is None
    assert running.end(told) == 0
    assert running.printed == "", "it is said once, and never with a traceback"


class Database:
    """Answers, or fails, in the order of a list."""

    def __init__(self, monkeypatch, dispatcher: Dispatcher, answers: list) -> None:
        self.answers = list(answers)
        self._dispatcher = dispatcher
        monkeypatch.setattr(dispatcher, "look", self.look)

    def look(self) -> float:
        answer = self.answers.pop(0)
        if not self.answers:
            self._dispatcher.stop()
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.django_db(transaction=True)
def test_it_says_once_that_the_database_is_gone_and_once_that_it_is_back(monkeypatch) -> None:
    lines: list[str] = []
    dispatcher = Dispatcher(lines.append)
    gone = OperationalError("the server closed the connection\nmore words")
    Database(monkeypatch, dispatcher, [0.0, gone, gone, gone, 0.0, 0.0])
    dispatcher.run()
    assert lines == [
        "The database does not answer; trying again until it does. "
        "(the server closed the connection)",
        "The database answers again.",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_transactions_in_each_others_way_are_not_worth_a_line(monkeypatch) -> None:
    lines: list[str] = []
    dispatcher = Dispatcher(lines.append)
    busy = OperationalError("database is locked")
    busy.__cause__ = type("Cause", (Exception,), {"sqlstate": "40P01"})()
    Database(monkeypatch, dispatcher, [busy, 0.0])
    dispatcher.run()
    assert lines == []


def test_it_ends_with_the_process_that_started_it() -> None:
    assert not Dispatcher(print, parent=os.getppid()).is_over()
    assert Dispatcher(print, parent=os.getpid()).is_over()
    assert not Dispatcher(print).is_over()
