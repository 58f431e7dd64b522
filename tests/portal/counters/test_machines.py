"""Two machines on one database: groups of processes that share no file."""

import os
import time
from pathlib import Path
from statistics import quantiles

import pytest
from django.db import connection, connections

from pages.models import Contact
from portal.delivery import counters
from portal.delivery.counters import link, watch
from tests.isomer.processes import database_url
from tests.portal.counters.machines import CUT, everything_is_heard, machine, on_machine, well
from tests.releases.faults.cluster import binaries, can_run_one, cluster
from tests.releases.faults.live import until
from tests.releases.faults.processes import Process

pytestmark = pytest.mark.django_db(transaction=True)
COMMITS = 60


@pytest.fixture(autouse=True, params=["notify", "redis"])
def _linked(request: pytest.FixtureRequest) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite, which lives on one machine")
    if request.param == "redis":
        request.getfixturevalue("linked_by_redis")


def test_a_commit_is_seen_on_the_other_machine(tmp_path: Path) -> None:
    """And how long that took; both on this processor, with whatever else it has to do."""
    ready, told = os.pipe(), os.pipe()

    def read() -> list[float]:
        until(well, "the link")
        os.write(ready[1], b".")
        seen = []
        for _ in range(COMMITS):
            before = counters.current()
            os.write(ready[1], b".")
            while counters.current() == before:
                time.sleep(0.0002)
            seen.append(time.monotonic())
            assert os.read(told[0], 1) == b"."
        watch.stop()
        return seen

    with machine(tmp_path / "other", read) as reader:
        assert os.read(ready[0], 1) == b"."
        here = counters.current()
        committed = []
        for number in range(COMMITS):
            assert os.read(ready[0], 1) == b"."
            Contact.objects.create(name=f"Contact {number}")
            committed.append(time.monotonic())
            os.write(told[1], b".")
        ended = reader.wait()
    assert not ended.error, ended.error
    assert counters.current() == here + COMMITS
    delays = sorted(max(s - c, 0.0) * 1000 for s, c in zip(ended.answer, committed, strict=True))
    print(
        f"{COMMITS} commits, delay on the other machine after the writer was done: "
        f"median {delays[COMMITS // 2]:.1f} ms, p99 {quantiles(delays, n=100)[-1]:.1f} ms"
    )


def test_a_rollback_is_not(tmp_path: Path) -> None:
    """A word that no commit sends goes nowhere."""
    from django.db import transaction

    until(well, "the link")
    before = counters.current()

    def roll_back() -> None:
        with transaction.atomic():
            Contact.objects.create(name="Ana")
            transaction.set_rollback(True)

    with machine(tmp_path / "other", roll_back) as process:
        assert not process.wait().error
    with machine(tmp_path / "other", lambda: Contact.objects.create(name="Ben") and None) as two:
        assert not two.wait().error
    until(lambda: counters.current() != before, "the second one's word")
    assert counters.current() == before + 1


def test_own_commits_move_the_own_counter_once() -> None:
    """Although the machine hears of them, too."""
    until(well, "the link")
    everything_is_heard()
    before = counters.current()
    for _ in range(20):
        Contact.objects.create(name="Ana")
    everything_is_heard()
    assert counters.current() == before + 20


def test_one_process_listens_and_another_takes_over() -> None:
    ready = os.pipe()

    def hold() -> None:
        until(well, "the link")
        os.write(ready[1], b".")
        time.sleep(300)

    def listeners() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'portal counter' "
                "AND datname = current_database()"
            )
            return cursor.fetchone()[0]

    with Process(hold):
        os.read(ready[0], 1)
        until(well, "the other one's link is believed")
        assert listeners() == 1
        before = counters.current()
    until(lambda: counters.current() != before and well(), "this one's link")
    until(lambda: listeners() == 1, "one listener")


def test_while_the_link_is_lost_it_is_believed_for_seconds_only(monkeypatch) -> None:
    until(well, "the link")

    def refuse(database):
        raise OSError("no way there")

    monkeypatch.setattr(link, "_connected", refuse)
    before, cut_at = counters.current(), time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(CUT)
        assert cursor.fetchone() == (1,)
    until(lambda: not well(), "the silence is noticed")
    assert counters.trusted_until() <= cut_at + link.LOST_AFTER + 0.001
    until(lambda: counters.trusted_until() < time.monotonic(), "nothing is believed")
    monkeypatch.undo()
    until(well, "the link is back")
    assert counters.current() != before, "for what may have been missed"


def test_what_was_said_while_the_link_was_cut_is_not_missed(tmp_path: Path) -> None:
    until(well, "the link")
    seen = {counters.current()}
    for number in range(5):
        with connection.cursor() as cursor:
            cursor.execute(CUT)

        def write(number: int = number) -> None:
            Contact.objects.create(name=f"Contact {number}")

        with machine(tmp_path / "other", write) as process:
            assert not process.wait().error
        before = max(seen)
        until(lambda before=before: counters.current() > before, "it is told of")
        seen.add(counters.current())
        until(well, "the link is back")


def test_the_server_is_restarted(tmp_path: Path) -> None:
    if reason := can_run_one():
        pytest.skip(reason)
    ready = os.pipe()
    with cluster(binaries()) as server:
        source = database_url()
        connections.close_all()
        server.copy(source)

        def serve() -> tuple[int, int]:
            on_machine(tmp_path / "other")
            for name in ("HOST", "PORT", "USER", "NAME"):
                connections["default"].settings_dict[name] = {
                    "HOST": "127.0.0.1", "PORT": server.port, "USER": "postgres",
                    "NAME": "postgres",
                }[name]  # fmt: skip
            until(well, "the link")
            before = counters.current()
            os.write(ready[1], b".")
            until(lambda: not well(), "the silence is noticed")
            os.write(ready[1], b".")
            until(well, "the link is back")
            after = counters.current()
            watch.stop()
            return before, after

        with Process(serve) as process:
            os.read(ready[0], 1)
            for mode in ("fast", "immediate"):
                server.restart(mode)
            server.stop()
            os.read(ready[0], 1)
            server.start()
            ended = process.wait()
    assert not ended.error, ended.error
    before, after = ended.answer
    assert after > before
