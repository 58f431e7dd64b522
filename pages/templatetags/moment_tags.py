"""Instants in words, in templates."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from pages import moments

register = template.Library()


@register.filter
def moment(instant: datetime | None) -> str:
    """Date, time, zone and distance of an instant, and the reader's own time where it differs."""
    return moments.echo(instant) if instant else ""


@register.filter
def stamp(instant: datetime | None) -> str:
    """Date, time and zone of an instant."""
    return moments.stamp(instant) if instant else ""


@register.filter
def day(date: date | None) -> str:
    """A calendar day in words."""
    return moments.day(date) if date else ""


@register.filter
def machine_readable(instant: datetime) -> str:
    """For `<time datetime>`: in the zone that is shown, to the second; HTML takes no microseconds."""
    return instant.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")
