"""Settings → Imports: every import, the newest first."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from pages.moments import stamp
from portal.isomer.admin.permissions import START, may
from portal.isomer.admin.standing import AT_WORK, Standing, standing_of
from portal.isomer.admin.summary import number, totals_of
from portal.isomer.admin.views.base import ImportsPage
from portal.isomer.models import ImportRun
from portal.isomer.report import Action


@dataclass(frozen=True)
class ListedRun:
    """A run as the list shows it."""

    run: ImportRun
    standing: Standing
    asked: str
    counts: list[tuple[str, str]]
    share: int | None


class IndexView(ImportsPage, BaseListingView):
    """All imports. One that is at work says how far it is."""

    page_title = "Imports"
    template_name = "isomer/admin/index.html"
    results_template_name = "isomer/admin/index_results.html"
    model = ImportRun
    paginate_by = 20
    index_url_name = "imports:index"

    def get_base_queryset(self):
        return ImportRun.objects.select_related("user", "site").defer("rules", "undo")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items[:-1], {"url": "", "label": self.page_title}]

    def get_header_buttons(self) -> list:
        if not may(self.request.user, START):
            return []
        add = reverse("imports:new")
        return [HeaderButton("Import an Isomer site", url=add, icon_name="plus")]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["listed"] = [_listed(run) for run in context["object_list"]]
        return context


def _listed(run: ImportRun) -> ListedRun:
    standing = standing_of(run)
    share = None
    if standing in AT_WORK:
        share = run.done * 100 // run.total if run.total else None
    return ListedRun(run, standing, stamp(run.asked_at), _counts(run), share)


def _counts(run: ImportRun) -> list[tuple[str, str]]:
    """What an ended run did; one that is not over is counted on its own page."""
    if not run.totals:
        return []
    totals = totals_of(run)
    made = totals[Action.CREATED] + totals[Action.ENTRY]
    warnings = sum(totals.get("warnings", {}).values())
    figures = ((made, "created"), (totals[Action.UPDATED], "updated"), (warnings, "warnings"))
    return [(number(value), name) for value, name in figures]
