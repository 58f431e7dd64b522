"""The calendar: what goes out and what ends, by month or as a list of days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import View
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from newsroom.releases import diary, permissions
from newsroom.releases.admin.access import DeskPage
from newsroom.releases.admin.periods import Month, Period, Stretch
from newsroom.releases.admin.standing import Standing, Tone, failures_of, standing_of
from newsroom.releases.diary import Entry, Kind
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from pages import clock, moments

_ICONS = {
    Status.DRAFT: "edit",
    Status.IN_REVIEW: "glasses",
    Status.APPROVED: "calendar-check",
    Status.RELEASED: "circle-check",
    Status.CANCELLED: "circle-xmark",
}


@dataclass(frozen=True)
class Shown:
    """An entry as it stands in the calendar. Icon and words say what the colour says."""

    entry: Entry
    standing: Standing
    icon: str

    @property
    def clock(self) -> str:
        return moments.short_time(self.entry.at)

    @property
    def time(self) -> str:
        return moments.time_of_day(self.entry.at)

    @property
    def distance(self) -> str:
        return moments.distance(self.entry.at)

    @property
    def owner(self) -> str:
        return get_user_display_name(self.entry.owner) if self.entry.owner else ""

    @property
    def is_cancelled(self) -> bool:
        release = self.entry.release
        return release is not None and release.status == Status.CANCELLED


@dataclass
class Day:
    """A day of the site's zone."""

    date: date
    is_today: bool
    #: Whether it belongs to the month before or after.
    is_outside: bool
    entries: list[Shown] = field(default_factory=list)


class FilterForm(forms.Form):
    """What the calendar shows. Whatever else the address says is not minded."""

    kind = forms.MultipleChoiceField(
        label="Show",
        choices=[
            (Kind.RELEASE, "Releases"),
            (Kind.PAGE, "Scheduled pages"),
            (Kind.EXPIRY, "Expiries"),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.ModelChoiceField(
        label="Owner", queryset=User.objects.none(), required=False, empty_label="Anybody"
    )

    def __init__(self, query: QueryDict):
        if "kind" not in query:
            query = query.copy()
            query.setlist("kind", list(Kind))
        super().__init__(query)
        owners = Q(pk__in=Release.objects.order_by().values("owner"))
        owners |= Q(pk__in=Page.objects.order_by().values("owner"))
        people = User.objects.filter(owners).order_by("first_name", "last_name", "username")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].label_from_instance = get_user_display_name  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked of the diary."""
        self.is_valid()
        return {"kinds": self._kinds(), "owner": self.cleaned_data.get("owner")}

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The filter as parts of an address."""
        self.is_valid()
        owner = self.cleaned_data.get("owner")
        kinds = self._kinds()
        parts = [("kind", kind) for kind in kinds] if len(kinds) < len(Kind) else []
        return [*parts, ("owner", str(owner.pk))] if owner else parts

    def _kinds(self) -> list[str]:
        return self.cleaned_data.get("kind") or list(Kind)


class CalendarPage(DeskPage, View):
    """What both views of the calendar share."""

    period_type: type[Period]
    url_name: str
    period: Period
    form: FilterForm

    def get(self, request: HttpRequest) -> HttpResponse:
        self.period = self.period_type.named(request.GET)
        self.form = FilterForm(request.GET)
        return self.render_to_response(self.get_context_data())

    def get_header_buttons(self) -> list:
        return [HeaderButton("Feed", url=reverse("releases:calendar_key"), icon_name="rotate")]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        days = self._days()
        return super().get_context_data(
            days=days,
            period=self.period,
            form=self.form,
            is_empty=not any(day.entries for day in days),
            is_filtered=bool(self.form.chosen),
            zone=moments.zone_name(timezone.get_default_timezone()),
            url_name=self.url_name,
            may_look_ahead=permissions.may_look_ahead(self.actor),
            previous_url=self._address(self.url_name, self.period.previous),
            next_url=self._address(self.url_name, self.period.next),
            today_url=self._address(self.url_name, self.period_type.around(clock.today())),
            bare_url=self._bare_url(),
            month_url=self._address("calendar", Month.around(self.period.named_day)),
            agenda_url=self._address("agenda", Stretch.around(self.period.named_day)),
            **kwargs,
        )

    def _address(self, name: str, period: Period | None) -> str:
        if period is None:
            return ""
        query = urlencode([*period.query.items(), *self.form.chosen])
        return f"{reverse(f'releases:{name}')}?{query}"

    def _bare_url(self) -> str:
        return f"{reverse(f'releases:{self.url_name}')}?{urlencode(self.period.query)}"

    def _days(self) -> list[Day]:
        days = {
            day: Day(day, day == clock.today(), self.period.is_outside(day))
            for day in self.period.days
        }
        start, end = _midnight(self.period.days[0]), _midnight(self.period.days[-1], after=True)
        zone = timezone.get_default_timezone()
        for shown in _shown(diary.between(self.actor, start, end, **self.form.wanted)):
            days[shown.entry.at.astimezone(zone).date()].entries.append(shown)
        return list(days.values())


class MonthView(CalendarPage):
    """A month with its weeks."""

    page_title = "Calendar"
    template_name = "releases/calendar/month.html"
    period_type = Month
    url_name = "calendar"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        days = context["days"]
        context["weeks"] = [days[start : start + 7] for start in range(0, len(days), 7)]
        return context


class AgendaView(CalendarPage):
    """The days on which something happens, one after the other."""

    page_title = "Agenda"
    template_name = "releases/calendar/agenda.html"
    period_type = Stretch
    url_name = "agenda"


def _shown(entries: list[Entry]) -> Iterator[Shown]:
    failures = failures_of([entry.release for entry in entries if entry.release])
    for entry in entries:
        if entry.release is not None:
            standing = standing_of(entry.release, failures.get(entry.pk))
            icon = "warning" if standing.is_alarm else _ICONS[Status(entry.release.status)]
            yield Shown(entry, standing, icon)
        elif entry.kind == Kind.PAGE:
            yield Shown(entry, Standing("Goes live by itself", Tone.ARMED), "doc-full")
        else:
            yield Shown(entry, Standing("Expires", Tone.QUIET), "no-view")


def _midnight(day: date, *, after: bool = False) -> datetime:
    """The instant at which a day begins, or the next one, in the site's zone."""
    begin = day + timedelta(days=1) if after else day
    return datetime.combine(begin, time.min, timezone.get_default_timezone())
