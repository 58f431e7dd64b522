"""The page of a run that is at work. It keeps itself fresh, with and without JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.generic import TemplateView, View

from portal.isomer.admin.permissions import Permitted
from portal.isomer.admin.progress import progress_of
from portal.isomer.admin.standing import AT_WORK, standing_of
from portal.isomer.admin.views.base import RunPage, find_run

_FIGURES = "isomer/admin/progress_figures.html"


class ProgressView(RunPage, TemplateView):
    """What the run is doing; once it is over, its report."""

    template_name = "isomer/admin/progress.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if standing_of(self.run) not in AT_WORK:
            return redirect("imports:report", self.run.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(progress=progress_of(self.run), **kwargs)


class FiguresView(Permitted, View):
    """The part of the progress page that changes, for its script."""

    def get(self, request: HttpRequest, run_id: int) -> JsonResponse:
        run = find_run(run_id)
        progress = progress_of(run)
        if progress.standing not in AT_WORK:
            return JsonResponse({"next": reverse("imports:report", args=[run.pk])})
        context = {"run": run, "progress": progress}
        return JsonResponse({"html": render_to_string(_FIGURES, context, request)})
