"""What every test shares: a frozen clock, files in a folder of their own, an empty cache."""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections
from pytest_django.fixtures import Settings
from pytest_django.plugin import blocking_manager_key

from pages import clock as pages_clock


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test that commits its own copy of what the migrations wrote.

    The root page, the locale, the groups and the workflow are rows of migrations; a test that
    commits ends by emptying the tables, and the next one needs them back.
    """
    for item in items:
        if _commits(item):
            wishes = _wishes(item) | {"transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**wishes), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """Give the same to a test that does not commit and comes after one that does: a process that has
    done its own tests takes over some of another one's.
    """
    yield
    if nextitem is not None and _commits(item) and not _commits(nextitem):
        with item.config.stash[blocking_manager_key].unblock():
            written = connection._test_serialized_contents  # type: ignore[attr-defined]
            connection.creation.deserialize_db_from_string(written)


def _commits(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(_wishes(item).get("transaction") or fixtures & {"transactional_db", "live_server"})


def _wishes(item: pytest.Item) -> dict[str, Any]:
    marker = item.get_closest_marker("django_db")
    return dict(marker.kwargs) if marker else {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let every connection restore what the migrations wrote.

    Django keeps that copy on one connection object. A browser test runs beside an event loop,
    where the same thread has another connection object, which would restore nothing.
    """
    written = getattr(connection, "_test_serialized_contents", None)
    if written is not None:
        type(connections["default"])._test_serialized_contents = written


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Site roots, renditions and counters of one test are not those of the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    """An empty folder for uploaded files, for this test only."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return Path(settings.MEDIA_ROOT)


class Clock:
    """A hand on `pages.clock`: `clock.set(instant)`, `clock.forward(seconds=1)`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
        self.instant = instant
        ask_database = pages_clock._ask_database

        def answer(columns: str = "") -> tuple:
            # What is asked for beside the time is asked of the real database.
            return (self.now(), *(ask_database(columns)[1:] if columns else ()))

        # Replaced for all threads, so that a live server tells the same time.
        monkeypatch.setattr(pages_clock.timezone, "now", self.now)
        monkeypatch.setattr(pages_clock, "_ask_database", answer)

    def now(self) -> datetime:
        return self.instant

    def set(self, instant: datetime) -> datetime:
        """Stop the clock at `instant`, which must have a time zone."""
        assert instant.tzinfo is not None, "an instant has a time zone"
        self.instant = instant
        return instant

    def forward(self, **duration: float) -> datetime:
        """Move the clock by a timedelta's arguments, such as `seconds=1`; returns the instant."""
        return self.set(self.instant + timedelta(**duration))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The one clock, stopped at 2 March 2026, 09:00 in Singapore, until the test moves it."""
    return Clock(monkeypatch, datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
