from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from pages import moments

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=59), "in less than a minute"),
        (timedelta(minutes=14), "in 14 min"),
        (timedelta(hours=2, minutes=14), "in 2 h 14 min"),
        (timedelta(days=3, hours=4, minutes=50), "in 3 d 4 h"),
        (-timedelta(hours=1), "1 h 0 min ago"),
    ],
)
def test_the_distance_of_an_instant(clock, away, words) -> None:
    clock.set(NOW)
    assert moments.distance(NOW + away) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Singapore", "2 Mar 2026, 09:00 SGT (UTC+8)"),
        ("Europe/London", "2 Mar 2026, 01:00 GMT (UTC+0)"),
        ("America/New_York", "1 Mar 2026, 20:00 EST (UTC-5)"),
        ("Asia/Kolkata", "2 Mar 2026, 06:30 IST (UTC+5:30)"),
        ("Asia/Dubai", "2 Mar 2026, 05:00 UTC+4"),
    ],
)
def test_an_instant_says_its_zone_whatever_the_zone_of_the_reader(settings, zone, words) -> None:
    settings.TIME_ZONE = zone
    with timezone.override("Asia/Tokyo"):
        assert moments.stamp(NOW) == words


def test_an_instant_is_described_with_both(clock) -> None:
    clock.set(NOW)
    described = moments.describe(NOW + timedelta(days=1, minutes=30))
    assert described == "3 Mar 2026, 09:30 SGT (UTC+8), in 1 d 0 h"
