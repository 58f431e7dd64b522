"""Instants in words, always with their zone: "21 Nov 2026, 09:30 SGT (UTC+8), in 2 h 14 min"; and
words into instants.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo

from django.utils import dateformat, timezone
from django.utils.translation import pgettext

from pages import clock

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
#: Abbreviations that the time zone database no longer carries but readers use.
_SPOKEN_ZONES = {"Asia/Singapore": "SGT", "Asia/Kuala_Lumpur": "MYT"}
#: Other years are typing errors, and some can't be counted from UTC or stored.
_YEARS = range(1970, 2200)


class NoSuchInstant(ValueError):
    """What was typed names no instant, or two; the message is one line for the person."""


def instant_of(local: datetime, zone: tzinfo) -> datetime:
    """The instant at which clocks in `zone` show `local`, a naive datetime.

    Raises NoSuchInstant when they never do, or do so twice.
    """
    if local.year not in _YEARS:
        raise NoSuchInstant(f"Choose a year between {_YEARS.start} and {_YEARS.stop - 1}.")
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    when = f"{local:%H:%M} on {local.day} {local:%b %Y}"
    # PEP 495: the two readings of a time differ only around a change of the clocks, and a time
    # that is left out comes back from UTC as another one.
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise NoSuchInstant(
            f"{when} does not exist in the time zone {zone}: the clocks go forward then and leave "
            "it out. Choose another time."
        )
    raise NoSuchInstant(
        f"{when} happens twice in the time zone {zone}, because the clocks go back: once in "
        f"{zone_label(zone, first)} and again in {zone_label(zone, second)}. Choose another time."
    )


class Dated:
    """Something with an instant, in the words for it."""

    at: datetime

    @property
    def stamp(self) -> str:
        return stamp(self.at)

    @property
    def distance(self) -> str:
        return distance(self.at)


def describe(instant: datetime) -> str:
    """Date, time, zone and distance of an instant, in the site's time zone."""
    return f"{stamp(instant)}, {distance(instant)}"


def stamp(instant: datetime) -> str:
    """Date, time and zone of an instant, in the site's time zone."""
    return _stamp(instant, timezone.get_default_timezone())


def day(date: date) -> str:
    """A calendar day, in the language of the answer."""
    # Translators: a date, in the letters of Django’s filter “date”.
    return dateformat.format(date, pgettext("date format", "j F Y"))


def clock_time(instant: datetime) -> str:
    """The time of day to the second, with its zone, in the site's time zone."""
    zone = timezone.get_default_timezone()
    return f"{instant.astimezone(zone):%H:%M:%S} {zone_label(zone, instant)}"


def time_of_day(instant: datetime) -> str:
    """The time of day with its zone, in the site's time zone."""
    zone = timezone.get_default_timezone()
    return f"{instant.astimezone(zone):%H:%M} {zone_label(zone, instant)}"


def short_time(instant: datetime) -> str:
    """The time of day with the short name of its zone, or its offset where it has none."""
    zone = timezone.get_default_timezone()
    label = zone_label(zone, instant).split(" (")[0]
    return f"{instant.astimezone(zone):%H:%M} {label}"


def for_reader(instant: datetime) -> str:
    """Date, time and zone of an instant in the zone of the reader's own account (Django's current
    time zone); empty when clocks there show what the site's do.
    """
    own, ours = timezone.get_current_timezone(), timezone.get_default_timezone()
    if instant.astimezone(own).utcoffset() == instant.astimezone(ours).utcoffset():
        return ""
    return _stamp(instant, own)


def echo(instant: datetime) -> str:
    """Everything about an instant that somebody has typed: `describe()`, and their own time."""
    own = for_reader(instant)
    return f"{describe(instant)} – for you {own}" if own else describe(instant)


def zone_label(zone: tzinfo, instant: datetime) -> str:
    """The zone's short name, where it has one, and its distance from UTC at an instant."""
    local = instant.astimezone(zone)
    name = _SPOKEN_ZONES.get(str(zone), local.tzname() or "")
    offset = _offset(local)
    return offset if not name or name.startswith(("+", "-")) else f"{name} ({offset})"


def zone_name(zone: tzinfo) -> str:
    """The zone without an instant: as `zone_label()`, unless its clocks change in the year."""
    now = clock.now()
    labels = {zone_label(zone, now.replace(month=month, day=1)) for month in (1, 4, 7, 10)}
    return labels.pop() if len(labels) == 1 else f"{str(zone).replace('_', ' ')} time"


def distance(instant: datetime) -> str:
    """How far an instant lies from `clock.now()`, in its two largest units."""
    seconds = (instant - clock.now()).total_seconds()
    ahead = seconds >= 0
    words = _span(timedelta(seconds=abs(seconds)))
    return f"in {words}" if ahead else f"{words} ago"


def _stamp(instant: datetime, zone: tzinfo) -> str:
    local = instant.astimezone(zone)
    # Translators: a date with its time, in the letters of Django’s filter “date”.
    written = dateformat.format(local, pgettext("date format", "j M Y, H:i"))
    return f"{written} {zone_label(zone, instant)}"


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < _DAY:
        return f"{seconds // _HOUR} h {seconds % _HOUR // _MINUTE} min"
    return f"{seconds // _DAY} d {seconds % _DAY // _HOUR} h"


def _offset(local: datetime) -> str:
    offset = local.utcoffset() or timedelta()
    sign = "-" if offset < timedelta() else "+"
    hours, rest = divmod(int(abs(offset).total_seconds()), _HOUR)
    minutes = rest // _MINUTE
    return f"UTC{sign}{hours}:{minutes:02}" if minutes else f"UTC{sign}{hours}"
