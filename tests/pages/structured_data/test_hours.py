"""Opening hours are told to machines where their words leave no doubt, else not at all."""

import pytest

from pages.structured_data.hours import WEEK, opening_hours


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("Monday to Friday", WEEK[:5]),
        ("Mon–Fri", WEEK[:5]),
        ("Mondays to Thursdays", WEEK[:4]),
        ("Saturday and Sunday", WEEK[5:]),
        ("Monday, Wednesday & Friday", (WEEK[0], WEEK[2], WEEK[4])),
        ("Tue to Thu, Sat", (*WEEK[1:4], WEEK[5])),
        ("Daily", WEEK),
        ("weekdays", WEEK[:5]),
    ],
)
def test_days(days, expected) -> None:
    described = opening_hours(days, "9 am to 5 pm")
    assert described["dayOfWeek"] == [f"https://schema.org/{day}" for day in expected]


@pytest.mark.parametrize(
    ("times", "opens", "closes"),
    [
        ("8.30 am to 5 pm", "08:30", "17:00"),
        ("8:30am – 5:15pm", "08:30", "17:15"),
        ("09:00-17:30", "09:00", "17:30"),
        ("10 a.m. until noon", "10:00", "12:00"),
        ("12 pm to 12 am", "12:00", "00:00"),
        ("12.30 am to 1 pm", "00:30", "13:00"),
    ],
)
def test_times(times, opens, closes) -> None:
    described = opening_hours("Monday", times)
    assert (described["opens"], described["closes"]) == (opens, closes)


@pytest.mark.parametrize(
    ("days", "times"),
    [
        ("Every second Monday", "9 am to 5 pm"),
        ("Public holidays", "9 am to 5 pm"),
        ("Friday to Monday", "9 am to 5 pm"),
        ("T", "9 am to 5 pm"),
        ("", "9 am to 5 pm"),
        ("Monday to Tuesday to Friday", "9 am to 5 pm"),
        ("Monday", "closed"),
        ("Monday", "9 to 5"),
        ("Monday", "25:00 to 26:00"),
        ("Monday", "13 am to 5 pm"),
        ("Monday", "9.75 am to 5 pm"),
        ("Monday", "9 am to 12 pm, 1 pm to 5 pm"),
        ("Monday", "9 am"),
        ("星期一", "上午九点"),
    ],
)
def test_what_is_unclear_is_left_out(days, times) -> None:
    assert opening_hours(days, times) == {}
