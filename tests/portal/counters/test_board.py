"""The file that the processes of a machine share."""

import os
import stat
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from portal.delivery import counters
from portal.delivery.counters import place, sharing, watch
from portal.delivery.counters.board import SLOTS, Board, Gone
from tests.releases.faults.live import until
from tests.releases.faults.processes import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NEVER, LAST = 2, (1 << 63) - 1
EVERY_PROCESS, EACH = 4, 500


@pytest.fixture
def board() -> Board:
    return sharing.board()


def well() -> bool:
    return counters.trusted_until() == float("inf")


def set_counter(board: Board, number: int) -> None:
    with open(board.path, "r+b") as file:
        file.seek(16)
        file.write(number.to_bytes(8, "little"))


def test_no_increment_is_lost_among_processes() -> None:
    before = counters.current()

    def bump() -> None:
        for _ in range(EACH):
            counters.bump()

    at_once([bump] * EVERY_PROCESS)
    assert counters.current() == before + EVERY_PROCESS * EACH


def test_it_wraps(board: Board) -> None:
    set_counter(board, LAST)
    assert counters.current() == LAST
    counters.bump()
    assert counters.current() == 0
    counters.bump()
    assert counters.current() == 1


def test_it_stands_when_everybody_has_ended(board: Board) -> None:
    counters.bump()
    [number] = at_once([lambda: Board(board.path).read()[1]])
    assert number == counters.current()


def test_a_new_file_makes_everything_invalid(board: Board) -> None:
    before = counters.current()
    board.path.unlink()
    until(lambda: well() and counters.current() != before, "another file")
    assert board.path.exists()


def test_a_commit_after_the_file_vanished_is_seen_at_once(board: Board) -> None:
    """By whoever looks at the file again before it answers, as the thread of a web process does."""
    before = counters.current()
    board.path.unlink()
    counters.bump()
    assert counters.current() != before


@pytest.mark.parametrize("size", [0, 20, 100])
def test_a_file_that_was_cut_short_is_not_believed(board: Board, size: int) -> None:
    before = counters.current()
    os.truncate(board.path, size)
    with pytest.raises(Gone):
        board.read() if size < 32 else board.bury()
    until(lambda: well() and counters.current() not in {before, -1}, "another file")
    assert counters.current() >= 0
    assert board.path.stat().st_size > size


def test_a_file_that_was_written_over_is_not_believed(board: Board) -> None:
    board.path.write_bytes(b"\0" * board.path.stat().st_size)
    with pytest.raises(Gone):
        board.read()
    before = counters.current()
    assert before >= 0
    counters.bump()
    assert counters.current() == before + 1


def test_nothing_is_believed_where_no_file_can_be(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RUNTIME_DIR = str(tmp_path / "file")
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(sharing, "_board", None)
    watch._look()
    try:
        assert counters.current() != counters.current()
        assert counters.trusted_until() < time.monotonic()
        # A publication goes on all the same.
        counters.bump()
        with sharing.telling():
            pass
    finally:
        settings.RUNTIME_DIR = ""
        watch._look()


class TestPlace:
    def test_it_is_nobody_elses(self, settings: Settings, tmp_path: Path) -> None:
        settings.RUNTIME_DIR = str(tmp_path / "run")
        board = Board(place.path_for({"ENGINE": "postgresql", "NAME": "site", "HOST": "db"}))
        assert stat.S_IMODE(board.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(board.path.parent.stat().st_mode) == 0o700

    def test_each_database_has_its_own(self, settings: Settings) -> None:
        paths = {
            place.path_for({"ENGINE": "postgresql", "NAME": name, "HOST": host, "PORT": port})
            for name in ("one", "two")
            for host in ("", "db")
            for port in ("", 5433)
        }
        assert len(paths) == 8

    def test_spellings_of_one_sqlite_file_share_it(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path)
        engine = "django.db.backends.sqlite3"
        paths = {
            place.path_for({"ENGINE": engine, "NAME": name})
            for name in (tmp_path / "db", str(tmp_path / "link" / "db"))
        }
        assert paths == {tmp_path / "db-counter"}

    def test_a_link_is_not_followed(self, settings: Settings, tmp_path: Path) -> None:
        path = tmp_path / "counter"
        (tmp_path / "elsewhere").write_bytes(b"\0" * 100_000)
        path.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(OSError):
            Board(path)

    def test_a_file_that_anybody_can_write_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "counter"
        Board(path)
        path.chmod(0o666)
        with pytest.raises(place.UnsafePlace, match="can be written by all"):
            Board(path)

    def test_a_folder_that_anybody_can_write_is_refused(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        settings.RUNTIME_DIR = str(tmp_path / "run")
        (tmp_path / "run").mkdir()
        (tmp_path / "run").chmod(0o777)
        with pytest.raises(place.UnsafePlace, match="can be written by all"):
            Board(tmp_path / "run" / "counter")


def test_more_writers_than_slots_are_told_of(board: Board, monkeypatch) -> None:
    monkeypatch.setattr(Board, "_claim", lambda self: None)
    fresh = Board(board.path)
    _, before = fresh.read()
    commit = fresh.begin()
    assert commit is None
    fresh.end(commit)
    assert fresh.read() == (0, before + 2)
    assert SLOTS > 100
