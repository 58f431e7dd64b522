"""Sharing a preview of a release or of one page, and closing it again."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from newsroom.releases import permissions
from newsroom.releases.admin.access import BelowReleasePage
from newsroom.releases.models import SharedPreview
from newsroom.releases.models.locking import TransitionRefused
from newsroom.releases.staging import StageRefused, StagingFailed, panel, previews
from newsroom.releases.staging.preview_contents import Contents
from pages import clock
from pages.instants import InstantField

TEMPLATE = "releases/staging/share.html"


class PreviewForm(forms.Form):
    """Who gets the link, and how long it opens."""

    person = forms.CharField(
        max_length=120,
        label="For whom",
        help_text="Name and organisation. It stands on every page that this person sees.",
    )
    expires_at = InstantField(
        label="Opens until", help_text=f"{previews.LONGEST.days} days from now at most."
    )


class SharingView(FormView, ABC):
    """Makes a link and shows it once, with those that were made before."""

    form_class = PreviewForm

    @abstractmethod
    def share(self, person: str, expires_at: datetime) -> tuple[SharedPreview, str]:
        """Make the link. Raises TransitionRefused."""

    @abstractmethod
    def shared(self) -> QuerySet[SharedPreview]:
        """The links that were made before."""

    @abstractmethod
    def site(self) -> Site | None:
        """The site on which the link opens."""

    def get_initial(self) -> dict[str, Any]:
        return {"expires_at": (clock.now() + previews.USUAL).replace(second=0, microsecond=0)}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            preview, token = self.share(**form.cleaned_data)
        except TransitionRefused as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        # The token is stored nowhere, so this answer is the only one that can show the link.
        link = self._address(reverse("release_preview", args=[token]))
        context = self.get_context_data(
            form=PreviewForm(initial=self.get_initial()),
            link=link,
            made=preview,
            trouble=_trouble(preview, token),
        )
        return self.render_to_response(context, headers={"Cache-Control": "private, no-store"})

    def _address(self, path: str) -> str:
        site = self.site()
        return f"{site.root_url}{path}" if site else self.request.build_absolute_uri(path)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = cast(User, self.request.user)
        rows = panel.preview_rows(self.shared(), user)
        return context | {"media": context["form"].media, "previews": rows}


class ShareReleaseView(BelowReleasePage, SharingView):
    """A preview of all pages of a release."""

    page_title = "Share a preview"
    template_name = TEMPLATE

    def share(self, person: str, expires_at: datetime) -> tuple[SharedPreview, str]:
        return previews.share_release(self.actor, self.release, person, expires_at)

    def shared(self) -> QuerySet[SharedPreview]:
        return self.release.previews.all()

    def site(self) -> Site | None:
        item = self.release.items.filter(page__isnull=False).select_related("page").first()
        return item.page.get_site() if item and item.page else None

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (self.release.is_open and permissions.may_manage(self.actor)):
            messages.error(request, "You can’t share this release.")
            return redirect("releases:detail", self.release.pk)
        return super().get(request, *args, **kwargs)


class SharePageView(WagtailAdminTemplateMixin, SharingView):
    """A preview of one page, by whoever may edit it."""

    page_title = "Share a preview"
    header_icon = "view"
    template_name = TEMPLATE

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        self.user = cast(User, request.user)
        visible = page_permission_policy.explorable_instances(self.user)
        self.page = get_object_or_404(visible, pk=kwargs["page_pk"])
        if not self.page.permissions_for_user(self.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def share(self, person: str, expires_at: datetime) -> tuple[SharedPreview, str]:
        return previews.share_page(self.user, self.page, person, expires_at)

    def shared(self) -> QuerySet[SharedPreview]:
        return SharedPreview.objects.filter(page=self.page)

    def site(self) -> Site | None:
        return self.page.get_site()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(shared_page=self.page, **kwargs)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a link, and back to where the person was."""
    user = cast(User, request.user)
    preview = SharedPreview.objects.select_related("page", "release").filter(pk=pk).first()
    if preview is None or not previews.may_revoke(user, preview):
        raise Http404("There is no such preview.")
    try:
        previews.revoke(user, preview)
        messages.success(request, f"Closed: the link of {preview.person} opens nothing any more.")
    except TransitionRefused as refused:
        messages.error(request, refused.reason)
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        address = reverse("wagtailadmin_home")
    return redirect(address)


def _trouble(preview: SharedPreview, token: str) -> str:
    """Why the link would show nothing, told to whoever is about to send it."""
    try:
        with Contents(preview, token).staged():
            return ""
    except StagingFailed as failure:
        return failure.why
    except StageRefused:
        # It is not the moment to try; the link itself is good.
        return ""
