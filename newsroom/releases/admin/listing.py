"""Every release: what needs somebody first, then what comes next, then what is over."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from newsroom.releases import permissions
from newsroom.releases.admin.access import DeskPage
from newsroom.releases.admin.filters import ReleaseFilterSet
from newsroom.releases.admin.standing import failures_of, standing_of
from newsroom.releases.enums import OPEN, Status
from newsroom.releases.models import Release
from pages import moments


class DeskColumn(Column):
    """A cell that keeps its column's name when the table becomes a list on a narrow screen."""

    cell_template_name = "releases/admin/cells/text.html"


class StandingColumn(DeskColumn):
    cell_template_name = "releases/admin/cells/standing.html"


class InstantColumn(DeskColumn):
    cell_template_name = "releases/admin/cells/instant.html"


class IndexView(DeskPage, BaseListingView):
    """The list of releases."""

    page_title = "Releases"
    template_name = "releases/admin/index.html"
    results_template_name = "releases/admin/index_results.html"
    model = Release
    filterset_class = ReleaseFilterSet
    is_searchable = True
    search_fields = ["title", "note"]
    paginate_by = 25
    index_url_name = "releases:index"
    index_results_url_name = "releases:index_results"
    table_classname = "listing releases-list"

    columns = [
        TitleColumn("title", label="Release", url_name="releases:detail", sort_key="title"),
        StandingColumn("standing", label="Status", sort_key="status"),
        InstantColumn("instant", label="Goes out", sort_key="instant"),
        DeskColumn("page_count", label="Pages", sort_key="page_count"),
        DeskColumn("owner_name", label="Owner", sort_key="owner"),
        DeskColumn("approver_name", label="Approved by"),
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items[:-1], {"url": "", "label": self.page_title}]

    def get_header_buttons(self) -> list:
        calendar = HeaderButton("Calendar", url=reverse("releases:calendar"), icon_name="calendar")
        if not permissions.may_manage(self.actor):
            return [calendar]
        new = HeaderButton("New release", url=reverse("releases:new"), icon_name="plus")
        return [new, calendar]

    def get_base_queryset(self) -> QuerySet:
        return Release.objects.for_listing()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        match self.ordering:
            case "instant":
                return queryset.order_by(F("instant").asc(nulls_last=True), "pk")
            case "-instant":
                return queryset.order_by(F("instant").desc(nulls_last=True), "-pk")
            case "owner" | "-owner":
                sign = self.ordering.removesuffix("owner")
                names = ("owner__first_name", "owner__last_name", "owner__username", "pk")
                return queryset.order_by(*(f"{sign}{name}" for name in names))
            case str() as ordering if ordering:
                return queryset.order_by(ordering, "-pk")
        # Open ones by what comes next; those that are over, the last one first.
        is_open = Q(status__in=OPEN)
        return queryset.order_by(
            Case(When(is_open, then=0), default=1),
            Case(When(is_open, then=F("instant"))).asc(nulls_last=True),
            F("released_at").desc(nulls_last=True),
            F("instant").desc(nulls_last=True),
            "-pk",
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        releases = list(context["object_list"])
        failures = failures_of(releases)
        for release in releases:
            release.standing = standing_of(release, failures.get(release.pk))
            release.stamp = moments.stamp(release.instant) if release.instant else ""
            release.distance = moments.distance(release.instant) if release.instant else ""
            release.owner_name = _name(release.owner)
            release.approver_name = _name(release.approved_by)
        context["table"].data = releases
        return context


def _name(person) -> str:
    return get_user_display_name(person) if person else "–"


def count_waiting(user) -> int:
    """How many releases wait for the person's word; one query, for the menu."""
    if not permissions.may_approve(user):
        return 0
    waiting = Release.objects.waiting_for_a_word()
    if permissions.needs_second_person():
        waiting = waiting.exclude(
            Q(status=Status.IN_REVIEW, asked_by=user)
            | Q(status=Status.APPROVED, items__proposed_by=user)
            | Q(status=Status.RELEASED, approved_by=user)
        )
    return waiting.count()
