"""Making a release, and changing what it is called and when it goes out."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView
from wagtail.admin import messages

from newsroom.releases import permissions
from newsroom.releases.admin.access import BelowReleasePage, DeskPage
from newsroom.releases.admin.forms import ReleaseForm
from newsroom.releases.admin.instants import warnings_about
from newsroom.releases.models import Release


class NewView(DeskPage, FormView):
    """A new release: what it is called, and when it goes out."""

    page_title = "New release"
    template_name = "releases/admin/edit.html"
    form_class = ReleaseForm

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.may_manage(self.actor):
            messages.error(request, "You may not make releases.")
            return redirect("releases:index")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            release = Release.begin(self.actor, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, "The release is made. Now add its pages.")
        warn(self.request, self.actor, release)
        return redirect("releases:detail", release.pk)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"media": context["form"].media, "button": "Make the release"}


class EditView(BelowReleasePage, FormView):
    """What a release is called, and when it goes out."""

    page_title = "Edit"
    template_name = "releases/admin/edit.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (self.release.is_open and permissions.may_manage(self.actor)):
            return redirect("releases:detail", self.release.pk)
        return super().get(request, *args, **kwargs)

    def get_form(self, form_class=None) -> ReleaseForm:
        data = self.request.POST if self.request.method == "POST" else None
        return ReleaseForm.of(self.release, data)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            with transaction.atomic():
                self._save(form)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        if "instant" in form.changed_data:
            messages.success(self.request, "Saved.")
            warn(self.request, self.actor, self.release)
        return redirect("releases:detail", self.release.pk)

    def _save(self, form: Form) -> None:
        version = self._seen_version()
        title, note = form.cleaned_data["title"], form.cleaned_data["note"]
        if {"title", "note"} & set(form.changed_data):
            self.release.describe(self.actor, title=title, note=note, version=version)
            version = self.release.version
        if "instant" in form.changed_data:
            self.release.reschedule(self.actor, form.cleaned_data["instant"], version=version)

    def _seen_version(self) -> int:
        sent = self.request.POST.get("version", "")
        return int(sent) if sent.isdecimal() and len(sent) < 10 else 0

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sent = self.request.POST.get("version")
        return context | {
            "media": context["form"].media,
            "button": "Save",
            "version": self.release.version if sent is None else self._seen_version(),
        }


def warn(request: HttpRequest, actor: User, release: Release) -> None:
    """Tell whoever has set the instant of a release what is unusual about it."""
    if release.instant is None:
        return
    for warning in warnings_about(release.instant, release, reader=actor):
        messages.warning(request, warning)
