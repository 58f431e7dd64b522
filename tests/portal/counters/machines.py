"""Machines on one database: groups of processes that share no file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from portal.delivery import counters
from portal.delivery.counters import link, redis_link, sharing, watch
from tests.portal.outage.servers import Redis, redis
from tests.releases.faults.live import until
from tests.releases.faults.processes import Process

#: A statement that ends the connections of those who listen, and says how many there were.
CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name = 'portal counter' AND datname = current_database()
"""


def well() -> bool:
    """Whether this machine's counter is believed."""
    return counters.trusted_until() == float("inf")


def on_machine(folder: Path) -> None:
    """In a forked process: be one of another machine's."""
    settings.RUNTIME_DIR = str(folder)
    sharing._board = None


@contextmanager
def machine(folder: Path, work: Callable[[], object]) -> Iterator[Process]:
    """A process of another machine, which does some work."""

    def there() -> object:
        on_machine(folder)
        return work()

    with Process(there) as process:
        yield process


def everything_is_heard() -> None:
    """Wait until what was said so far, here or by an earlier test, has come back."""
    beat = sharing.board().heard()
    until(lambda: sharing.board().heard() > beat + link.ASK_EVERY, "all that was said was heard")


@contextmanager
def linked_by_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """Machines tell each other through a Redis of the test's own: processes that are forked from
    this one, and those that are started anew.
    """
    with redis() as server:
        monkeypatch.setattr(settings, "COUNTER_REDIS", server.url)
        monkeypatch.setenv("REDIS_URL", server.url)
        monkeypatch.setenv("COUNTER_LINK", "redis")
        redis_link._sender.cache_clear()
        yield server
        watch.stop()
    redis_link._sender.cache_clear()
