"""Work in processes of their own, forked from the warm one of the test, with their own connection.

They may be killed at a numbered point of what they do with the database: before each statement,
and before and after each commit.
"""

import os
import pickle
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection, connections

Work = Callable[[], Any]


@dataclass(frozen=True)
class Ended:
    """How a process ended: its answer, or the traceback of what it raised, or the kill."""

    answer: Any = None
    error: str = ""
    killed: bool = False


class Process:
    """A forked process that does some work; `wait()` says how it ended.

    As a context manager it is killed when the block is left before that.
    """

    def __init__(self, work: Work) -> None:
        # The other process needs a connection of its own.
        connections.close_all()
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._reading)
            _report(work, writing)
        os.close(writing)
        self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if not self._is_over:
            os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def wait(self) -> Ended:
        with os.fdopen(self._reading, "rb") as pipe:
            told = pipe.read()
        _, status = os.waitpid(self.pid, 0)
        self._is_over = True
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL, f"ended by signal {os.WTERMSIG(status)}"
            return Ended(killed=True)
        return pickle.loads(told)

    def tell_to_end(self) -> None:
        """Send the signal that `stop_when_told` listens to."""
        os.kill(self.pid, signal.SIGTERM)


def at_once(works: Sequence[Work]) -> list[Any]:
    """Do every work in a process of its own, all at the same time; their answers.

    Fails with the traceback of the first one that raised.
    """
    processes = [Process(work) for work in works]
    ended = [process.wait() for process in processes]
    errors = [end.error for end in ended if end.error]
    assert not errors, f"{len(errors)} of {len(ended)} processes failed:\n{errors[0]}"
    return [end.answer for end in ended]


def stop_when_told(stop: Callable[[], None]) -> None:
    """In a process of this module: call `stop` when the test tells it to end."""
    signal.signal(signal.SIGTERM, lambda *_: stop())


def points_of(work: Work) -> int:
    """At how many points a process that does this work could be killed. The work is done."""
    [points] = at_once([lambda: counted(work)])
    return points


def killed_at(work: Work, point: int) -> bool:
    """Do the work in another process that is killed at a point; whether it got that far."""
    ended = Process(lambda: counted(work, kill_at=point)).wait()
    assert not ended.error, ended.error
    if ended.killed:
        _wait_until_the_database_knows()
    return ended.killed


def counted(work: Work, *, kill_at: int = 0) -> int:
    """Do the work and count its points; at the given one this process is killed."""
    points = 0

    def pass_by() -> None:
        nonlocal points
        points += 1
        if points == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def at_statement(execute, sql, params, many, context):
        pass_by()
        return execute(sql, params, many, context)

    commit = connection._commit

    def at_commit():
        pass_by()
        commit()
        pass_by()

    connection._commit = at_commit
    with connection.execute_wrapper(at_statement):
        work()
    return points


def _report(work: Work, pipe: int) -> None:
    ended = Ended()
    try:
        ended = Ended(answer=work())
    except BaseException:
        ended = Ended(error=traceback.format_exc())
    finally:
        try:
            with os.fdopen(pipe, "wb") as writing:
                pickle.dump(ended, writing)
        finally:
            os._exit(0)


def _wait_until_the_database_knows() -> None:
    """PostgreSQL notices a killed client when it next reads from it; until then its locks stand."""
    if connection.vendor != "postgresql":
        return
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)
    raise AssertionError("a killed process still has its connection to the database")
