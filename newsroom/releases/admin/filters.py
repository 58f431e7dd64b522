"""Which releases the list shows: by status, by owner, by the days on which they go out."""

from datetime import datetime

import django_filters
from django import forms
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.utils import get_user_display_name

from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from newsroom.releases.querysets import UNCONFIRMED
from pages import clock


class Wanted(models.TextChoices):
    """What one looks for: a status, or what is urgent about it."""

    DRAFT = Status.DRAFT.value, "Draft"
    IN_REVIEW = Status.IN_REVIEW.value, "Waiting for approval"
    APPROVED = Status.APPROVED.value, "Approved"
    OVERDUE = "overdue", "Overdue, or could not go out"
    UNCONFIRMED = "unconfirmed", "Released, to be confirmed"
    RELEASED = Status.RELEASED.value, "Released"
    CANCELLED = Status.CANCELLED.value, "Cancelled"


class _OwnerFilter(django_filters.ModelChoiceFilter):
    @property
    def field(self):
        field = super().field
        field.label_from_instance = get_user_display_name
        return field


class ReleaseFilterSet(WagtailFilterSet):
    """The filters of the list."""

    status = django_filters.MultipleChoiceFilter(
        label="Status",
        choices=Wanted.choices,
        widget=forms.CheckboxSelectMultiple,
        method="with_status",
    )
    owner = _OwnerFilter(
        label="Owner",
        queryset=lambda request: _owners(),
        widget=forms.RadioSelect,
        empty_label="Anybody",
    )
    instant = django_filters.DateFromToRangeFilter(
        label="Goes out between", widget=DateRangePickerWidget, method="between_days"
    )

    class Meta:
        model = Release
        fields: list[str] = []

    def with_status(self, releases: QuerySet, name: str, values: list[str]) -> QuerySet:
        if not values:
            return releases
        overdue = Q(status=Status.APPROVED, instant__lte=clock.now())
        conditions = {Wanted.OVERDUE.value: overdue, Wanted.UNCONFIRMED.value: UNCONFIRMED}
        wanted = Q()
        for value in values:
            wanted |= conditions.get(value, Q(status=value))
        return releases.filter(wanted)

    def between_days(self, releases: QuerySet, name: str, days: slice) -> QuerySet:
        if days.start:
            releases = releases.filter(instant__gte=_in_the_sites_zone(days.start))
        if days.stop:
            releases = releases.filter(instant__lte=_in_the_sites_zone(days.stop))
        return releases


def _owners() -> QuerySet[User]:
    owners = Release.objects.exclude(owner=None).order_by().values("owner")
    return User.objects.filter(pk__in=owners).order_by("first_name", "last_name", "username")


def _in_the_sites_zone(moment: datetime) -> datetime:
    # The field reads days in the zone of the reader's account; instants are shown in the site's.
    return moment.replace(tzinfo=timezone.get_default_timezone())
