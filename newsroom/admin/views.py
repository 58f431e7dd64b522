"""The admin's pages for what is done to a published item."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.unpublish import UnpublishView

from newsroom import former_addresses, passages
from newsroom.admin.forms import (
    ChangeForm,
    CorrectionForm,
    ReadersForm,
    ReinstatementForm,
    WithdrawalForm,
)
from newsroom.models import NewsroomItem
from pages.publication import PublicationRefused


class ItemPage(WagtailAdminTemplateMixin, FormView):
    """A page of the admin below the edit view of one item."""

    item: NewsroomItem

    @property
    def edit_address(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.item.pk])

    def get_page_subtitle(self) -> str:
        return self.item.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = self.get_page_subtitle()
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_address, "label": title},
            {"url": "", "label": self.get_page_title(), "sublabel": title},
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(item=self.item, edit_address=self.edit_address, **kwargs)


class AfterPublicationView(ItemPage, ABC):
    """A form that makes a new draft of a published item, and publishes it if that is wanted."""

    form_class: type[ChangeForm]
    header_icon = "edit"
    draft: NewsroomItem

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.item = get_object_or_404(NewsroomItem, pk=kwargs["pk"]).specific
        self.rights = self.item.permissions_for_user(request.user)
        if not self.rights.can_edit():
            raise PermissionDenied
        if reason := self.obstacle():
            messages.warning(request, reason)
            return redirect(self.edit_address)
        # Wagtail answers with the item itself while nothing waits, so it is asked another one.
        self.draft = type(self.item).objects.get(pk=self.item.pk).get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    def obstacle(self) -> str:
        """Why this can't be done now; empty when it can."""
        if not self.item.can_be_corrected:
            return "This is an entry of a list without a text of its own: edit it instead."
        if not self.item.live:
            return "This is not published: edit it instead."
        lock = self.item.get_lock()
        if lock and lock.for_user(self.request.user):
            return lock.get_message(self.request.user) or "This page is locked."
        return ""

    @property
    @abstractmethod
    def done(self) -> str:
        """What was done, for a message: the beginning of a sentence."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "page": self.draft, "user": self.request.user}

    def form_valid(self, form: ChangeForm) -> HttpResponse:
        form.apply()
        user = self.request.user
        revision = self.draft.save_revision(user=user, log_action=True, clean=False)
        if "publish" in self.request.POST and self.rights.can_publish():
            try:
                with transaction.atomic():
                    revision.publish(user=user)
                view = messages.button(self.item.url, "View live", new_window=False)
                messages.success(self.request, f"{self.done} and published.", buttons=[view])
            except (PublicationRefused, ValidationError) as error:
                messages.warning(self.request, f"{self.done} in a draft. {_words(error)}")
        else:
            messages.success(
                self.request, f"{self.done} in a draft. Readers see it when the draft is published."
            )
        return redirect(self.edit_address)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(may_publish=self.rights.can_publish(), **kwargs)


class CorrectView(AfterPublicationView):
    """Corrects the text and says so to readers, in one step."""

    page_title = "Correct"
    form_class = CorrectionForm
    template_name = "newsroom/admin/correct.html"
    done = "The correction is made"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(texts=list(passages.texts(self.draft)), **kwargs)


class WithdrawView(AfterPublicationView):
    """Withdraws an item, which keeps its text; or takes the withdrawal back."""

    page_title = "Withdraw"
    header_icon = "warning"
    template_name = "newsroom/admin/withdraw.html"

    @property
    def done(self) -> str:
        ended = "taken back" if self.item.is_withdrawn else "noted"
        return f"The withdrawal is {ended}"

    def get_form_class(self) -> type[ChangeForm]:
        return ReinstatementForm if self.item.is_withdrawn else WithdrawalForm

    def get_initial(self) -> dict[str, Any]:
        # A draft may withdraw it already.
        return {
            "reason": self.draft.withdrawal_reason,
            "replaced_by": self.draft.replaced_by_id,
        }


class UnpublishItemView(UnpublishView):
    """Wagtail's question before taking a page off, and ours: where are its readers sent?"""

    template_name = "newsroom/admin/unpublish.html"
    form: ReadersForm

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.form = ReadersForm(pages=[self.object], user=request.user)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.form = ReadersForm(request.POST, pages=[self.object], user=request.user)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            with transaction.atomic():
                response = super().post(request, *args, **kwargs)
                # A hook may have answered instead.
                if not NewsroomItem.objects.get(pk=self.object.pk).live:
                    former_addresses.send_readers(self.object, self.form.cleaned_data["target"])
        except (PublicationRefused, ValidationError) as error:
            messages.error(request, _words(error))
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        return response

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(form=self.form, **kwargs)


class ReadersView(ItemPage):
    """Where readers of an item that was unpublished are sent, decided or changed afterwards."""

    page_title = "Where readers are sent"
    header_icon = "redirect"
    form_class = ReadersForm
    template_name = "newsroom/admin/readers.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.item = get_object_or_404(NewsroomItem, pk=kwargs["pk"]).specific
        if not self.item.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        if not former_addresses.has_left(self.item):
            messages.warning(request, "Readers are sent on only from what was published before.")
            return redirect(self.edit_address)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "pages": [self.item], "user": self.request.user}

    def form_valid(self, form: ReadersForm) -> HttpResponse:
        try:
            former_addresses.send_readers(self.item, form.cleaned_data["target"])
        except ValidationError as error:
            form.add_error("target", error)
            return self.form_invalid(form)
        messages.success(self.request, "Readers who follow an old link are now sent there.")
        return redirect(self.edit_address)


def _words(error: PublicationRefused | ValidationError) -> str:
    """An error as one line for the person."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
