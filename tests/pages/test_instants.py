"""Typing an instant: the site's zone, whatever the zone of the person's account."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.utils import timezone

from pages.instants import InstantField

MORNING = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


class AppointmentForm(forms.Form):
    at = InstantField(label="Goes out at")


class OptionalForm(forms.Form):
    at = InstantField(required=False)


def typed(day: str, minute: str, **options) -> forms.Form:
    return AppointmentForm({"at_0": day, "at_1": minute}, **options)


def errors(form: forms.Form) -> list[str]:
    return form.errors.get("at", [])


def inputs(form: forms.Form) -> dict[str, str]:
    tree = BeautifulSoup(str(form["at"]), "lxml")
    return {tag["type"]: tag.get("value", "") for tag in tree.select("input")}


def below(form: forms.Form) -> str:
    tree = BeautifulSoup(str(form["at"]), "lxml")
    return " ".join(" ".join(note.get_text(" ") for note in tree.select("p")).split())


@pytest.mark.parametrize("own_zone", ["Asia/Singapore", "Europe/London", "Asia/Tokyo", "UTC"])
def test_what_is_shown_and_sent_again_stays_the_same_instant(settings, own_zone) -> None:
    with timezone.override(own_zone):
        shown = inputs(AppointmentForm(initial={"at": MORNING}))
        form = typed(shown["date"], shown["time"])
        assert shown == {"date": "2026-11-21", "time": "09:30"}
        assert form.is_valid()
        assert form.cleaned_data["at"] == MORNING


def test_the_zone_stands_beside_the_inputs_before_anything_is_typed(clock) -> None:
    assert below(AppointmentForm()) == "SGT (UTC+8)"


def test_a_zone_that_changes_its_clocks_has_no_offset_until_there_is_a_date(
    settings, clock
) -> None:
    settings.TIME_ZONE = "Europe/London"
    assert below(AppointmentForm()) == "Europe/London time"
    assert below(typed("2026-07-01", "09:30")).startswith("BST (UTC+1)")
    assert below(typed("2026-12-01", "09:30")).startswith("GMT (UTC+0)")


def test_what_was_typed_is_said_again_in_words(clock) -> None:
    clock.set(datetime(2026, 11, 20, 23, 16, tzinfo=UTC))
    words = "SGT (UTC+8) 21 Nov 2026, 09:30 SGT (UTC+8), in 2 h 14 min"
    assert below(typed("2026-11-21", "09:30")) == words
    assert below(AppointmentForm(initial={"at": MORNING})) == words
    with timezone.override("Europe/London"):
        own = f"{words} – for you 21 Nov 2026, 01:30 GMT (UTC+0)"
        assert below(typed("2026-11-21", "09:30")) == own


def test_a_time_that_happens_twice_is_refused(settings) -> None:
    settings.TIME_ZONE = "Europe/London"
    form = typed("2026-10-25", "01:30")
    assert errors(form) == [
        "01:30 on 25 Oct 2026 happens twice in the time zone Europe/London, because the clocks go "
        "back: once in BST (UTC+1) and again in GMT (UTC+0). Choose another time."
    ]
    assert not errors(typed("2026-10-25", "00:59")) and not errors(typed("2026-10-25", "02:00"))


def test_a_time_that_the_clocks_leave_out_is_refused(settings) -> None:
    settings.TIME_ZONE = "Europe/London"
    form = typed("2026-03-29", "01:30")
    assert errors(form) == [
        "01:30 on 29 Mar 2026 does not exist in the time zone Europe/London: the clocks go forward "
        "then and leave it out. Choose another time."
    ]
    assert not errors(typed("2026-03-29", "00:59")) and not errors(typed("2026-03-29", "02:00"))


@pytest.mark.parametrize(
    "stored",
    [
        # Half past one, the second time round.
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 6, 1, 8, 15, 42, 123456, tzinfo=UTC),
    ],
)
def test_an_instant_that_nobody_touched_stays_as_it_was_stored(settings, stored) -> None:
    settings.TIME_ZONE = "Europe/London"
    shown = inputs(AppointmentForm(initial={"at": stored}))
    form = typed(shown["date"], shown["time"], initial={"at": stored})
    assert form.is_valid() and form.cleaned_data["at"] == stored
    assert not form.has_changed()


@pytest.mark.parametrize(
    ("day", "minute", "error"),
    [
        ("", "", "Enter a date and a time."),
        ("2026-11-21", "", "Enter a date and a time."),
        ("", "09:30", "Enter a date and a time."),
        ("2026-02-30", "09:30", "Enter a date that exists, as 2026-11-21."),
        ("2026-11-21", "24:30", "Enter a time between 00:00 and 23:59."),
        ("0001-01-01", "00:00", "Choose a year between 1970 and 2199."),
        ("9999-12-31", "23:59", "Choose a year between 1970 and 2199."),
        ("\x00", "09:30", "Enter a date that exists, as 2026-11-21."),
    ],
)
def test_what_is_no_instant_is_refused_in_plain_words(day, minute, error) -> None:
    form = typed(day, minute)
    assert errors(form) == [error]
    assert "input" in str(form["at"])


def test_half_of_an_optional_instant_is_refused_and_none_is_none() -> None:
    half = OptionalForm({"at_0": "2026-11-21", "at_1": ""})
    assert errors(half) == ["Enter both a date and a time."]
    nothing = OptionalForm({"at_0": "", "at_1": ""})
    assert nothing.is_valid() and nothing.cleaned_data["at"] is None


@pytest.mark.parametrize("value", ["2026-11-21 09:30", "2026-11-21T09:30"])
def test_a_program_may_send_both_in_one_value(value) -> None:
    form = AppointmentForm({"at": value})
    assert form.is_valid() and form.cleaned_data["at"] == MORNING
    assert not AppointmentForm({"at": "soon"}).is_valid()


def test_each_input_has_a_label_and_both_say_their_zone() -> None:
    tree = BeautifulSoup(str(AppointmentForm()["at"]), "lxml")
    assert tree.select_one("[role=group]")["aria-label"] == "Goes out at"
    labels = {label["for"]: label.get_text() for label in tree.select("label")}
    assert labels == {"id_at_0": "Date", "id_at_1": "Time"}
    zone = tree.select_one(".instant__zone")["id"]
    assert [tag["aria-describedby"] for tag in tree.select("input")] == [zone, zone]
