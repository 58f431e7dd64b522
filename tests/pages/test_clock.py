from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from pages import clock

NOON = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def test_now_runs_with_the_system() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)


def test_at_stops_the_clock_inside_the_block_only() -> None:
    with clock.at(NOON):
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_at_can_be_nested() -> None:
    later = NOON.replace(hour=20)
    with clock.at(NOON):
        with clock.at(later):
            assert clock.now() == later
        assert clock.now() == NOON


def test_today_is_the_day_in_the_zone_of_the_site() -> None:
    # 18:00 UTC is already the next day in Singapore.
    with clock.at(NOON):
        assert clock.today() == date(2026, 3, 2)


def test_today_is_the_same_for_whoever_has_another_zone() -> None:
    with clock.at(NOON), timezone.override("America/New_York"):
        assert clock.today() == date(2026, 3, 2)


def test_at_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 3, 1)):  # noqa: DTZ001
        pass
