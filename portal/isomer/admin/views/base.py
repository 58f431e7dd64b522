"""What the pages of Settings → Imports share."""

from typing import Any

from django.http import Http404
from django.urls import reverse, reverse_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.moments import stamp
from portal.isomer.admin.permissions import CHANGE, START, Permitted, may
from portal.isomer.models import ImportRun

ICON = "download"


class ImportsPage(Permitted, WagtailAdminTemplateMixin):
    """A page below Settings → Imports."""

    header_icon = ICON
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("imports:index"), "label": "Imports"},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            may_start=may(user, START), may_change=may(user, CHANGE), **kwargs
        )


class RunPage(ImportsPage):
    """A page about one run, whose number is in the address."""

    run: ImportRun

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.run = find_run(kwargs["run_id"])

    def get_page_title(self) -> str:
        return self.run.repository or self.run.source

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(run=self.run, asked=stamp(self.run.asked_at), **kwargs)


class BelowRunPage(RunPage):
    """A page one step below a run's report."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {
            "url": reverse("imports:report", args=[self.run.pk]),
            "label": self.run.repository or self.run.source,
        }
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.get_page_title()}]


def find_run(number: int) -> ImportRun:
    """A run with who asked for it. Raises Http404 when there is none."""
    try:
        return ImportRun.objects.select_related("user", "site").get(pk=number)
    except ImportRun.DoesNotExist as error:
        raise Http404("There is no such import.") from error
