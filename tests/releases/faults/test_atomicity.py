"""Visitors read five addresses all the time while a release of five pages goes out: one step."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from pages import clock
from tests.isomer.processes import database_url
from tests.releases.faults.five_pages import FivePages
from tests.releases.faults.live import resident, site, until
from tests.releases.faults.poller import Poller, Shows, judge

pytestmark = pytest.mark.django_db(transaction=True)
RELEASES = 3


def test_nobody_sees_some_new_and_some_old(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("MEDIA_ROOT", settings.MEDIA_ROOT)
    pages, url = FivePages(), database_url()
    with site(url, tmp_path / "site.log") as port, resident(url, tmp_path / "dispatcher.log"):
        for number in range(RELEASES):
            release, readings = pages.arm(clock.database_now() + timedelta(days=1))
            with Poller(port, readings) as poller:
                until(lambda poller=poller: len(poller.seen) > 50, "fifty answers")
                # Now there is load, so this may take a while; it goes out two seconds after that.
                instant = clock.database_now() + timedelta(seconds=2)
                Release.objects.filter(pk=release.pk).update(instant=instant)
                connections.close_all()
                new = lambda poller=poller: [a for a in poller.seen if a.shows == Shows.NEW]  # noqa: E731
                until(lambda new=new: len(new()) > 50, "fifty new answers")
            verdict = judge(poller.seen)
            assert Release.objects.get(pk=release.pk).status == Status.RELEASED
            assert (verdict.late, verdict.torn, verdict.failed) == ([], [], [])
            assert verdict.first_new >= instant.timestamp()
            assert {a.path for a in poller.seen if a.shows == Shows.OLD} == set(readings)
            assert {a.path for a in poller.seen if a.shows == Shows.NEW} == set(readings)
            print(f"{connection.vendor}, release {number + 1}: {verdict}")
