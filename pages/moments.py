"""Instants in words, always with their zone: "21 Nov 2026, 09:30 SGT (UTC+8), in 2 h 14 min"."""

from datetime import datetime, timedelta, tzinfo

from django.utils import timezone

from pages import clock

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
#: Abbreviations that the time zone database no longer carries but readers use.
_SPOKEN_ZONES = {"Asia/Singapore": "SGT", "Asia/Kuala_Lumpur": "MYT"}


def describe(instant: datetime) -> str:
    """Date, time, zone and distance of an instant, in the site's time zone."""
    return f"{stamp(instant)}, {distance(instant)}"


def stamp(instant: datetime) -> str:
    """Date, time and zone of an instant, in the site's time zone."""
    zone = timezone.get_default_timezone()
    local = instant.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M} {zone_label(zone, instant)}"


def zone_label(zone: tzinfo, instant: datetime) -> str:
    """The zone's short name, where it has one, and its distance from UTC at an instant."""
    local = instant.astimezone(zone)
    name = _SPOKEN_ZONES.get(str(zone), local.tzname() or "")
    offset = _offset(local)
    return offset if not name or name.startswith(("+", "-")) else f"{name} ({offset})"


def distance(instant: datetime) -> str:
    """How far an instant lies from `clock.now()`, in its two largest units."""
    seconds = (instant - clock.now()).total_seconds()
    ahead = seconds >= 0
    words = _span(timedelta(seconds=abs(seconds)))
    return f"in {words}" if ahead else f"{words} ago"


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
