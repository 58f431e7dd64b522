"""What became of every file: figures, warnings, and a list to search and filter."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button

from portal.isomer.admin.filters import ItemFilterSet
from portal.isomer.admin.permissions import CHANGE, may
from portal.isomer.admin.rows import rows_of
from portal.isomer.admin.standing import (
    AT_WORK,
    Standing,
    can_carry_out,
    can_discard,
    can_go_on,
    can_take_back,
    standing_of,
)
from portal.isomer.admin.summary import cards_of, duration_of, noticed_in, totals_of
from portal.isomer.admin.views.base import RunPage
from portal.isomer.models import ImportRunItem


class FoundItems(RunPage, BaseListingView):
    """The items of a run that the search and the filters of the address find."""

    model = ImportRunItem
    filterset_class = ItemFilterSet
    is_searchable = True
    search_fields = ["source", "address"]
    default_ordering = "position"
    verbose_name_plural = "files"

    def get_base_queryset(self) -> QuerySet[ImportRunItem]:
        return self.run.items.defer("text", "undo")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "run": self.run}

    def get_index_url(self) -> str:
        return reverse("imports:report", args=[self.run.pk])

    def get_index_results_url(self) -> str:
        return reverse("imports:report_results", args=[self.run.pk])

    @property
    def chosen(self) -> str:
        """The search and filters of the address, to be handed on to another one."""
        chosen = self.request.GET.copy()
        for name in (self.page_kwarg, "_w_filter_fragment"):
            chosen.pop(name, None)
        query = chosen.urlencode()
        return f"?{query}" if query else ""


class ReportView(FoundItems):
    """The report of a run that is not at work, and what can be done with it."""

    template_name = "isomer/admin/report.html"
    results_template_name = "isomer/admin/report_results.html"
    paginate_by = 50

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.standing = standing_of(self.run)
        if self.standing in AT_WORK:
            return redirect("imports:progress", self.run.pk)
        return super().get(request, *args, **kwargs)

    def get_header_more_buttons(self) -> list[Button]:
        number = self.run.pk
        buttons = [
            Button(
                "Download this list as CSV",
                url=reverse("imports:csv", args=[number]) + self.chosen,
                icon_name="download",
                priority=10,
            ),
            Button(
                "Download the whole report as JSON",
                url=reverse("imports:json", args=[number]),
                icon_name="download",
                priority=20,
            ),
        ]
        if not may(self.request.user, CHANGE):
            return buttons
        if can_take_back(self.run):
            url = reverse("imports:take_back", args=[number])
            buttons.append(Button("Take back", url=url, icon_name="history", priority=30))
        if can_discard(self.run):
            url = reverse("imports:discard", args=[number])
            buttons.append(Button("Discard", url=url, icon_name="bin", priority=40))
        return buttons

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {"rows": rows_of(self.run, context["object_list"]), "chosen": self.chosen}
        if self.results_only:
            return context
        totals = totals_of(self.run)
        return context | {
            "standing": self.standing,
            # Nobody but a process that never began leaves this behind.
            "claim_expired": bool(self.run.process) and self.standing == Standing.FINISHED,
            "took": duration_of(self.run),
            "has_items": totals["items"] > 0,
            "cards": cards_of(totals),
            "noticed": noticed_in(self.run, totals),
            "can_go_on": can_go_on(self.run),
            "can_carry_out": can_carry_out(self.run),
            "can_take_back": can_take_back(self.run),
            "can_discard": can_discard(self.run),
        }
