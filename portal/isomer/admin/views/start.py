"""Asking for an import, and going on with one that did not get to its end."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, View
from wagtail.admin import messages

from portal.isomer.admin import transitions
from portal.isomer.admin.forms import ImportForm
from portal.isomer.admin.permissions import CHANGE, START, Permitted
from portal.isomer.admin.views.base import ImportsPage, find_run


class NewView(ImportsPage, FormView):
    """Takes a ZIP, says what is wrong with it, or starts the import."""

    needs = START
    page_title = "Import an Isomer site"
    template_name = "isomer/admin/new.html"
    form_class = ImportForm

    def form_valid(self, form: ImportForm) -> HttpResponse:
        run = form.run_for(self.request.user)
        try:
            transitions.ask_for(run, form.site, form.cleaned_data["archive"])
        except transitions.Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("imports:progress", run.pk)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["media"] = context["form"].media
        return context


class CarryOutView(Permitted, View):
    """Imports what was rehearsed."""

    needs = START
    http_method_names = ["post"]

    def post(self, request: HttpRequest, run_id: int) -> HttpResponseRedirect:
        run = find_run(run_id)
        try:
            run = transitions.carry_out(run.pk, request.user.pk)
        except transitions.Refused as refused:
            messages.error(request, str(refused))
            return redirect("imports:report", run.pk)
        return redirect("imports:progress", run.pk)


class GoOnView(Permitted, View):
    """Starts a run again."""

    needs = CHANGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, run_id: int) -> HttpResponseRedirect:
        run = find_run(run_id)
        try:
            transitions.go_on(run.pk)
        except transitions.Refused as refused:
            messages.error(request, str(refused))
        return redirect(reverse("imports:progress", args=[run.pk]))
