"""A dispatcher that is killed in the middle of a pass: nothing lost, nothing twice, nothing half.

The suite makes a few kills; `FAULT_KILLS=200` asks for more.
"""

import os
import random
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from django.db import connection

from newsroom.releases.dispatcher import run_pass
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, UnitFailure
from tests.releases.faults.effects_told import Told, deliver_the_rest
from tests.releases.faults.processes import killed_at, points_of
from tests.releases.faults.units import AHEAD, Book, Rounds, Unit

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("FAULT_KILLS", "40"))


def stands(unit: Unit, book: Book) -> bool:
    """Whether the unit is out. Fails when it is half out, or when it and its log disagree."""
    public = [change.is_public for change in unit.changes]
    assert len(set(public)) == 1, f"half out: {unit} {public}"
    written = book.publications()
    entries = Counter({entry: written[entry] for entry in unit.entries if written[entry]})
    assert entries == (unit.entries if public[0] else Counter()), f"{unit} logged as {entries}"
    if unit.release:
        status = Release.objects.get(pk=unit.release).status
        assert status == (Status.RELEASED if public[0] else Status.APPROVED)
        assert book.releases_out()[unit.release] == int(public[0])
    return public[0]


def test_killed_at_any_statement(news_list, clock, tmp_path: Path, monkeypatch) -> None:
    told = Told(tmp_path / "told", monkeypatch)
    rounds = Rounds()
    rounds.arm()
    clock.set(clock.now() + AHEAD)
    points = points_of(run_pass)
    assert points > 100
    chance = random.Random(11)
    kills = armed = 0
    out_at_the_kill: Counter = Counter()
    while kills < KILLS:
        deliver_the_rest(clock)
        units = rounds.arm()
        armed += len(units)
        deliver_the_rest(clock)
        told.clear()
        book = Book()
        clock.set(clock.now() + AHEAD)
        # Half of them late, among the mails and signals. Whoever comes next may be killed too; the
        # last one gets to its end.
        while killed_at(run_pass, chance.randint(chance.choice([1, points * 3 // 4]), points)):
            kills += 1
            out_at_the_kill[sum(stands(unit, book) for unit in units)] += 1
        assert all(stands(unit, book) for unit in units), "lost"
        expected = Counter(chain.from_iterable(unit.entries for unit in units))
        assert book.publications() == expected
        assert not UnitFailure.objects.exists()
        deliver_the_rest(clock)
        for unit in units:
            heard = {change.signal for change in unit.changes}
            assert heard <= told.signals(), "Wagtail’s receivers were not told"
            if unit.release:
                assert f"Release {unit.release} has gone out" in told.subjects()
    print(
        f"{connection.vendor}: {kills} kills at {points} points, {armed} units: 0 lost, 0 double, "
        f"0 unlogged, 0 half; units out at the kill: {dict(sorted(out_at_the_kill.items()))}"
    )
