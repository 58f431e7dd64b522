"""Where people type an instant: date and time in the site's zone, which stands beside them.

The inputs are the browser's own, so they work without a script and by keyboard. Whatever zone a
person's account has, what is typed is the site's time, so that two people who read one number to
each other mean the same.
"""

from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time

from pages import moments


class InstantWidget(forms.MultiWidget):
    """A date, a time, and below them the zone and, once both are there, the whole instant."""

    template_name = "wagtailadmin/widgets/instant.html"

    def __init__(self, attrs=None):
        date_input = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        time_input = forms.TimeInput(attrs={"type": "time", "step": "60"}, format="%H:%M")
        super().__init__([date_input, time_input], attrs)
        self.label = ""

    def decompress(self, value: datetime | None) -> list[date | time | None]:
        """The site's date and time of a stored instant."""
        if value is None:
            return [None, None]
        local = _minute(value)
        return [local.date(), local.time()]

    def value_from_datadict(self, data, files, name):
        # One value with both, which is what a program sends.
        if whole := data.get(name):
            return [*str(whole).replace("T", " ").strip().split(" ", 1), ""][:2]
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and super().value_omitted_from_data(data, files, name)

    def get_context(self, name, value, attrs):
        instant = value if isinstance(value, datetime) else _typed(value)
        context = super().get_context(name, value, attrs)
        zone = timezone.get_default_timezone()
        note_id, echo_id = f"{name}_zone", f"{name}_echo"
        for part in context["widget"]["subwidgets"]:
            part["attrs"]["aria-describedby"] = f"{note_id} {echo_id}" if instant else note_id
        context["widget"] |= {
            "note_id": note_id,
            "echo_id": echo_id,
            "label": self.label,
            "zone": moments.zone_label(zone, instant) if instant else moments.zone_name(zone),
            "echo": moments.echo(instant) if instant else "",
        }
        return context


class InstantField(forms.MultiValueField):
    """An instant, aware and in UTC; typed as date and time in the site's zone.

    Times that the clocks skip or show twice are refused. What was there already is taken as it
    is, with its seconds, so that a form in which nobody touched it can always be sent.
    """

    widget = InstantWidget
    default_error_messages = {
        "required": "Enter a date and a time.",
        "incomplete": "Enter both a date and a time.",
        "invalid": "Enter a date and a time.",
        "invalid_date": "Enter a date that exists, as 2026-11-21.",
        "invalid_time": "Enter a time between 00:00 and 23:59.",
    }

    def __init__(self, **kwargs):
        super().__init__(
            (
                forms.DateField(error_messages=self._only("invalid_date")),
                forms.TimeField(error_messages=self._only("invalid_time")),
            ),
            **kwargs,
        )
        self.stored: datetime | None = None

    def _only(self, code: str) -> dict[str, str]:
        return {"invalid": str(self.default_error_messages[code])}

    def get_bound_field(self, form, field_name):
        bound = super().get_bound_field(form, field_name)
        initial = form.get_initial_for_field(self, field_name)
        self.stored = initial if isinstance(initial, datetime) else None
        if isinstance(self.widget, InstantWidget):
            self.widget.label = bound.label
        return bound

    def compress(self, values):
        if not values:
            return None
        if None in values:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        local = datetime.combine(*values)
        if self.stored and local == _minute(self.stored):
            return self.stored
        try:
            return moments.instant_of(local, timezone.get_default_timezone())
        except moments.NoSuchInstant as error:
            raise ValidationError(str(error), code="no_such_instant") from error


def _minute(instant: datetime) -> datetime:
    """What the inputs show of a stored instant."""
    local = instant.astimezone(timezone.get_default_timezone())
    return local.replace(second=0, microsecond=0, tzinfo=None)


def _typed(value: list | tuple | None) -> datetime | None:
    """The instant that a form came back with, if it names one."""
    try:
        day, minute = parse_date(value[0] or ""), parse_time(value[1] or "")  # type: ignore[index]
        if day and minute:
            return moments.instant_of(
                datetime.combine(day, minute), timezone.get_default_timezone()
            )
    except (TypeError, IndexError, ValueError):
        pass
    return None
