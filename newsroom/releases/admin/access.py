"""Who gets to a page of the release desk at all. What they may do there, the transitions decide."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsroom.releases import permissions
from newsroom.releases.models import Release

ICON = "calendar-alt"


def require_may_see(request: HttpRequest) -> User:
    """The person, when they have a right on releases. Raises PermissionDenied otherwise."""
    user = cast(User, request.user)
    if not (user.is_authenticated and permissions.may_see(user)):
        raise PermissionDenied
    return user


class ForTheDesk:
    """A view of the release desk; `actor` is the person who asks."""

    request: HttpRequest
    actor: User

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.actor = require_may_see(request)
        self.prepare(**kwargs)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def prepare(self, **kwargs) -> None:
        """Find what the address names, for somebody who may see it."""


class DeskPage(ForTheDesk, WagtailAdminTemplateMixin):
    """A page below Releases, with the admin's header."""

    header_icon = ICON
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("releases:index"), "label": "Releases"},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        may_manage = permissions.may_manage(self.actor)
        return super().get_context_data(may_manage=may_manage, **kwargs)


class ReleasePage(DeskPage):
    """A page about one release, whose number is in the address."""

    release: Release

    def prepare(self, **kwargs) -> None:
        self.release = find_release(kwargs["pk"])

    def get_page_title(self) -> str:
        return self.release.title

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(release=self.release, **kwargs)


class BelowReleasePage(ReleasePage):
    """A page one step below that of a release; `page_title` is what is done there."""

    page_title = ""

    def get_page_title(self) -> str:
        return self.page_title

    def get_header_title(self) -> str:
        return f"{self.page_title}: {self.release.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        release = {
            "url": reverse("releases:detail", args=[self.release.pk]),
            "label": self.release.title,
        }
        return [*self.breadcrumbs_items, release, {"url": "", "label": self.get_page_title()}]


def find_release(number: int) -> Release:
    """A release with its people. Raises Http404 when there is none."""
    people = ("owner", "asked_by", "approved_by", "confirmed_by")
    release = Release.objects.select_related(*people).filter(pk=number).first()
    if release is None:
        raise Http404("There is no such release.")
    return release
