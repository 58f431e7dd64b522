"""Taking a run back, and discarding one that left nothing: each asks before it is done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView
from wagtail.admin import messages

from portal.isomer import rollback
from portal.isomer.admin import transitions
from portal.isomer.admin.permissions import CHANGE
from portal.isomer.admin.standing import can_discard, can_take_back
from portal.isomer.admin.views.base import BelowRunPage

#: As many kept pages are named; of more, only the number is told.
NAMED = 20


class TakeBackView(BelowRunPage, TemplateView):
    """Says exactly what taking the run back would do, and does it on a POST."""

    needs = CHANGE
    template_name = "isomer/admin/take_back.html"

    def get_page_title(self) -> str:
        return "Take back"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_take_back(self.run):
            return redirect("imports:report", self.run.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            transitions.take_back(self.run.pk)
        except transitions.Refused as refused:
            messages.error(request, str(refused))
            return redirect("imports:report", self.run.pk)
        return redirect("imports:progress", self.run.pk)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        plan = rollback.preview(self.run)
        kept = len(plan.kept)
        return super().get_context_data(
            plan=plan, kept=plan.kept[:NAMED], kept_more=max(kept - NAMED, 0), **kwargs
        )


class DiscardView(BelowRunPage, TemplateView):
    """Forgets a run that left nothing on the site."""

    needs = CHANGE
    template_name = "isomer/admin/discard.html"

    def get_page_title(self) -> str:
        return "Discard"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_discard(self.run):
            return redirect("imports:report", self.run.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            transitions.discard(self.run.pk)
        except transitions.Refused as refused:
            messages.error(request, str(refused))
            return redirect("imports:report", self.run.pk)
        messages.success(request, f"The import of {self.run.repository} was discarded.")
        return redirect("imports:index")
