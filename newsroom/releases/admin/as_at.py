"""Choosing the instant at which a person looks at the public site."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from newsroom.releases import permissions
from newsroom.releases.admin.access import DeskPage
from newsroom.releases.enums import PREPARED
from newsroom.releases.models import Release
from newsroom.releases.staging import as_at
from newsroom.releases.staging.as_at import AsAt
from pages import clock, moments
from pages.instants import InstantField


class AsAtForm(forms.Form):
    """The instant, and a release that is to be seen although nobody has approved it yet."""

    instant = InstantField(
        label="Show the site as at",
        help_text="Everything that is approved or scheduled until then is on it.",
    )
    release: forms.ModelChoiceField = forms.ModelChoiceField(
        Release.objects.filter(status__in=PREPARED).order_by("instant", "-pk"),
        required=False,
        label="With a release that is not approved yet",
        empty_label="None",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["release"].label_from_instance = _label  # type: ignore[attr-defined]

    def clean_instant(self):
        instant = self.cleaned_data["instant"]
        if instant <= clock.now():
            raise ValidationError("This instant has passed. Choose one that is still to come.")
        return instant


class AsAtView(DeskPage, FormView):
    """Asks for the instant and leads to the home page as it will be."""

    page_title = "See the site as at…"
    header_icon = "view"
    template_name = "releases/staging/as_at.html"
    form_class = AsAtForm

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        if not permissions.may_look_ahead(self.actor):
            raise PermissionDenied

    def get_initial(self) -> dict[str, Any]:
        chosen = as_at.chosen(self.request.session)
        release = self._named_release()
        if release is not None:
            is_waiting = release.status in PREPARED
            return {"instant": release.instant, "release": release if is_waiting else None}
        if chosen is not None:
            return {"instant": chosen.instant, "release": chosen.release}
        return {}

    def _named_release(self) -> Release | None:
        named = self.request.GET.get("release", "")
        if not named.isdecimal() or len(named) > 18:
            return None
        return Release.objects.open().filter(pk=named).first()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        release = form.cleaned_data["release"]
        instant = form.cleaned_data["instant"]
        as_at.begin(self.request.session, AsAt(instant, release.pk if release else None))
        return redirect("/")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "chosen": as_at.chosen(self.request.session),
        }


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Back to the site as it is, on the page where the person was."""
    as_at.leave(request.session)
    address = request.POST.get("address", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        address = "/"
    return redirect(address)


def _label(release: Release) -> str:
    when = moments.stamp(release.instant) if release.instant else "no instant yet"
    return f"{release.title} – {when} – {release.get_status_display().lower()}"
