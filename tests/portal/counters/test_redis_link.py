"""What is particular to Redis as the link between machines: it may lose what it is to carry."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from redis import Redis as RedisClient

from pages.models import Contact
from portal.delivery import counters
from portal.delivery.counters import redis_link, sharing
from portal.delivery.counters.board import ALL
from portal.delivery.counters.keys import place_of, places_of
from tests.isomer.processes import database_url, shared_with_children
from tests.portal.counters.machines import machine, on_machine, well
from tests.portal.outage.servers import Pooler, Redis, pooler
from tests.releases.faults.live import until
from tests.releases.faults.processes import Process

pytestmark = pytest.mark.django_db(transaction=True)
HERE, THERE = "page-here", "page-there"


@pytest.fixture(autouse=True)
def server(request: pytest.FixtureRequest) -> Redis:
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite, which lives on one machine")
    return request.getfixturevalue("linked_by_redis")


@pytest.fixture
def elsewhere() -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url(), autocommit=True) as raw:
        yield raw


def say(raw: psycopg.Connection, *keys: str) -> str:
    """Commit a word about these keys on a connection of another machine's; returns what Redis would
    carry of it.
    """
    word = f"7:1:1:{','.join(str(place_of(key)) for key in keys)}"
    backend, began, commits = raw.execute(redis_link._WRITE, (word,)).fetchone()
    return f"{backend}:{began}:{commits}|{word}"


def changed_since(before: int) -> list[str]:
    now = counters.current()
    return [key for key in (HERE, THERE) if counters.has_changed(places_of([key]), before, now)]


def write(name: str = "Ana") -> None:
    Contact.objects.create(name=name)


def test_redis_alone_carries_a_word(tmp_path: Path, monkeypatch) -> None:
    """What the table tells is not heard."""
    monkeypatch.setattr(redis_link.LastCommits, "look", lambda known: ())
    until(well, "the link")

    def tell_of_another() -> bool:
        """Redis may be listened to a moment later than the table."""
        before = counters.current()
        with machine(tmp_path / "other", write) as process:
            assert not process.wait().error
        time.sleep(0.1)
        return counters.current() == before + 1

    until(tell_of_another, "a word")


def test_processes_that_cache_elsewhere_share_the_channel(
    server: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word on another channel would be read from the table alone, late."""
    assert "KEY_PREFIX" not in settings.CACHES["default"], "the others cache in Redis"
    heard = RedisClient.from_url(server.url).pubsub()
    heard.psubscribe("*")
    until(lambda: heard.get_message() is not None, "the subscription")
    write()
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    text = "from pages.models import Contact; Contact.objects.create(name='Ana')"
    with shared_with_children(monkeypatch):
        subprocess.run([sys.executable, "manage.py", "shell", "-c", text], check=True, timeout=90)
    mine, theirs = heard.get_message(timeout=5), heard.get_message(timeout=5)
    assert mine is not None and theirs is not None
    assert mine["channel"] == theirs["channel"]


@contextmanager
def words_that_redis_loses(server: Redis) -> Iterator[int]:
    """Around what is said while Redis is away: yields the counter of before, and ends when the
    table has been read.
    """
    until(well, "the link")
    server.kill()
    before = counters.current()
    yield before
    until(lambda: counters.current() != before, "the table is read")


def test_what_redis_loses_is_read_from_the_table(
    server: Redis, elsewhere: psycopg.Connection
) -> None:
    with words_that_redis_loses(server) as before:
        say(elsewhere, THERE)
    assert counters.current() == before + 1
    assert changed_since(before) == [THERE]
    assert well(), "who reads the table misses nothing"


def test_of_several_lost_words_the_table_has_the_last_one(
    server: Redis, elsewhere: psycopg.Connection
) -> None:
    with words_that_redis_loses(server) as before, elsewhere.transaction():
        say(elsewhere, THERE)
        say(elsewhere, "another page")
    assert changed_since(before) == [HERE, THERE], "nobody knows of what the first one was"


def test_a_writer_dies_between_its_commit_and_its_word(tmp_path: Path, monkeypatch) -> None:
    until(well, "the link")
    before = counters.current()

    def die(sender: object, message: str) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(redis_link._Sender, "send", die)
    with machine(tmp_path / "other", write) as process:
        assert process.wait().killed
    until(lambda: counters.current() != before, "the table is read")
    assert Contact.objects.count() == 1


def test_a_redis_that_swallows_everything_holds_nobody_up_for_long(server: Redis) -> None:
    until(well, "the link")
    write()
    server.freeze()
    try:
        began = time.monotonic()
        for _ in range(20):
            write()
        took = time.monotonic() - began
        assert well()
    finally:
        server.go_on()
    # Each attempt takes half a second, and rests follow: far from twenty of them.
    assert took < 5


def test_redis_comes_back(server: Redis, elsewhere: psycopg.Connection, caplog) -> None:
    until(well, "the link")
    server.kill()
    until(lambda: "Redis does not answer" in caplog.text, "it is missed")
    server.start()
    until(lambda: "Redis answers again" in caplog.text, "it is found again")
    assert well()


def test_a_word_is_told_once(elsewhere: psycopg.Connection) -> None:
    """Whichever way it comes first, and in whatever order."""
    with psycopg.connect(database_url(), autocommit=True) as raw:
        known = redis_link.LastCommits(raw, sharing.board())
        first, second, third = (say(elsewhere, key) for key in (HERE, THERE, HERE))
        assert known.hear(second) == [place_of(THERE)]
        assert known.hear(first) == [place_of(HERE)]
        assert known.look() == {place_of(HERE)}, "the third one, from the table"
        assert not known.hear(third)
        assert not known.look()


def test_another_connection_with_the_same_number_is_another_one(
    elsewhere: psycopg.Connection,
) -> None:
    with psycopg.connect(database_url(), autocommit=True) as raw:
        say(elsewhere, HERE)
        known = redis_link.LastCommits(raw, sharing.board())
        elsewhere.execute("DELETE FROM delivery_lastcommit")
        say(elsewhere, THERE)
        assert known.look() == {place_of(THERE)}


def test_what_nobody_understands_changes_everything() -> None:
    strange = [
        "",
        "nonsense",
        f"{'9' * 5000}:1:1|7:1:1:5",
        "1:1:1|nonsense",
        "1:1:1|7:1:1:99999999999",
    ]
    with psycopg.connect(database_url(), autocommit=True) as raw:
        known = redis_link.LastCommits(raw, sharing.board())
        assert [known.hear(said) for said in strange] == [ALL] * len(strange)


def test_before_its_migrations_nothing_is_written(
    elsewhere: psycopg.Connection, monkeypatch
) -> None:
    monkeypatch.setattr(redis_link, "_is_there", False)
    elsewhere.execute("ALTER TABLE delivery_lastcommit RENAME TO hidden")
    try:
        write()
    finally:
        elsewhere.execute("ALTER TABLE hidden RENAME TO delivery_lastcommit")
    assert Contact.objects.count() == 1
    write()
    rows = elsewhere.execute("SELECT commits FROM delivery_lastcommit").fetchall()
    assert rows == [(1,)]


def test_old_rows_are_dropped(elsewhere: psycopg.Connection) -> None:
    say(elsewhere, HERE)
    elsewhere.execute("UPDATE delivery_lastcommit SET told_at = told_at - interval '2 hours'")
    until(well, "the link")
    assert elsewhere.execute("SELECT count(*) FROM delivery_lastcommit").fetchone() == (0,)


def through(gate: Pooler) -> None:
    """In a forked process: reach the database through a pooler."""
    database = connections["default"].settings_dict
    database["HOST"], database["PORT"] = "127.0.0.1", gate.port
    database["OPTIONS"] = database["OPTIONS"] | {"prepare_threshold": None}


def test_through_a_pooler(tmp_path: Path) -> None:
    """Which hands out the server's connections by transaction, and passes no notification on."""
    ready = os.pipe()
    with pooler(database_url()) as gate:

        def read() -> tuple[int, int]:
            on_machine(tmp_path / "other")
            through(gate)
            until(well, "the link")
            before = counters.current()
            os.write(ready[1], b".")
            until(lambda: counters.current() != before, "the other machine's word")
            after = counters.current()
            return before, after

        def tell() -> None:
            on_machine(tmp_path / "third")
            through(gate)
            write()

        with Process(read) as reader:
            os.close(ready[1])
            os.read(ready[0], 1)
            with Process(tell) as writer:
                assert not writer.wait().error
            ended = reader.wait()
    assert not ended.error, ended.error
    before, after = ended.answer
    assert after == before + 1
