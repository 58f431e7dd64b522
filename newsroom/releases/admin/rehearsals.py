"""A rehearsal on demand."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.base import View
from wagtail.admin import messages

from newsroom.releases import permissions
from newsroom.releases.admin.access import ReleasePage
from newsroom.releases.enums import RehearsalCause
from newsroom.releases.models import Rehearsal
from newsroom.releases.staging import StageRefused, rehearse


class RehearseView(ReleasePage, View):
    """Rehearses the release and leads back to its page, which shows what was found."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.may_look_ahead(self.actor):
            raise PermissionDenied
        if not self.release.is_open:
            messages.error(request, "Only a release that is still to go out can be rehearsed.")
            return redirect("releases:detail", self.release.pk)
        try:
            rehearsal = rehearse(self.release, RehearsalCause.DEMAND, self.actor)
        except StageRefused as refused:
            messages.warning(request, str(refused))
        else:
            _tell(request, rehearsal)
        return redirect("releases:detail", self.release.pk)


def _tell(request: HttpRequest, rehearsal: Rehearsal) -> None:
    errors, warnings = len(rehearsal.errors), len(rehearsal.warnings)
    if errors:
        messages.error(
            request, f"The rehearsal found {_count(errors, 'thing')} that would go wrong."
        )
    elif warnings:
        messages.warning(
            request, f"The rehearsal went well, with {_count(warnings, 'thing')} to look at."
        )
    else:
        messages.success(request, "The rehearsal went well: nothing was found.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
