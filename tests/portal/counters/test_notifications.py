"""What is particular to PostgreSQL's NOTIFY as the link between machines."""

import os
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from portal.delivery import counters
from portal.delivery.counters import link, notifications, watch
from portal.delivery.counters.keys import place_of
from tests.isomer.processes import database_url
from tests.portal.counters.machines import machine, well
from tests.releases.faults.live import until

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = 300


@pytest.fixture(autouse=True)
def _only_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite, which lives on one machine")


def test_what_is_said_while_the_link_is_tried_is_heard(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(link, "ASK_EVERY", 0.0)
    ready, told = os.pipe(), os.pipe()
    places = [place_of(f"page-{number}") for number in range(WORDS)]

    def listen() -> list[int]:
        until(well, "the link")
        before = counters.current()
        os.write(ready[1], b".")
        os.read(told[0], 1)
        time.sleep(0.5)
        now = counters.current()
        missed = [place for place in places if not counters.has_changed([place], before, now)]
        watch.stop()
        return missed

    with machine(tmp_path / "other", listen) as listener:
        os.read(ready[0], 1)
        with psycopg.connect(database_url(), autocommit=True) as elsewhere:
            for place in places:
                elsewhere.execute(
                    "SELECT pg_notify(%s, %s)", (notifications.CHANNEL, f"7:1:1:{place}")
                )
        os.write(told[1], b".")
        ended = listener.wait()
    assert not ended.error, ended.error
    assert ended.answer == []


def test_a_pooler_that_passes_nothing_on_is_noticed(monkeypatch) -> None:
    monkeypatch.setattr(notifications, "PATIENCE", 1)
    with (
        psycopg.connect(database_url(), autocommit=True) as deaf,
        pytest.raises(OSError, match="COUNTER_LINK=redis"),
    ):
        # It does not listen.
        notifications.hear_oneself(deaf)
