"""Sending a release out at once: alone, with a reason; or again, when it could not go out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.base import View
from wagtail.admin import messages

from newsroom.releases import dispatcher, permissions
from newsroom.releases.admin.access import BelowReleasePage, ReleasePage
from newsroom.releases.admin.forms import StepForm
from newsroom.releases.admin.items import items_of, rows_of
from newsroom.releases.admin.sight import Sight
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, UnitFailure
from pages import clock


class ReleaseNowView(BelowReleasePage, View):
    """Says what would happen, asks for the reason, and does it."""

    page_title = "Send out now"
    template_name = "releases/admin/release_now.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (self.release.is_open and permissions.may_release_now(self.actor)):
            return redirect("releases:detail", self.release.pk)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = StepForm(request.POST)
        try:
            form.require_valid()
            self.release.release_now(self.actor, form.words, version=form.seen_version)
        except ValidationError as refused:
            self.prepare(pk=self.release.pk)
            return self.render_to_response(
                self.get_context_data(refusal=" ".join(refused.messages), words=form.words),
                status=409,
            )
        _dispatch(request, self.release)
        return redirect("releases:detail", self.release.pk)

    def get_context_data(self, *, refusal: str = "", words: str = "", **kwargs) -> dict[str, Any]:
        items = items_of(self.release)
        sight = Sight(self.actor, items)
        obstacles = permissions.obstacles_to_release_now(self.actor, self.release)
        if not items:
            obstacles.append("There is no page in this release yet.")
        return super().get_context_data(
            rows=rows_of(self.release, items, self.actor, sight),
            obstacles=[sight.masked(obstacle) for obstacle in obstacles],
            refusal=sight.masked(refusal),
            one_person=not permissions.needs_second_person(),
            words=words,
            **kwargs,
        )


class RetryView(ReleasePage, View):
    """Tries a release that is due again now, rather than at its next turn."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect("releases:detail", self.release.pk)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (permissions.may_manage(self.actor) or permissions.may_approve(self.actor)):
            messages.error(request, "You may not send out releases.")
        elif not self.release.is_overdue:
            messages.error(request, "There is nothing to try again.")
        else:
            _dispatch(request, self.release)
        return redirect("releases:detail", self.release.pk)


def _dispatch(request: HttpRequest, release: Release) -> None:
    """Do the pass that sends it out, here and now, and say what came of it."""
    # An earlier failure would keep it waiting for its next turn.
    UnitFailure.objects.filter(key=release.unit_key).update(next_attempt_at=clock.database_now())
    dispatcher.run_pass()
    release.refresh_from_db()
    if release.status != Status.RELEASED:
        said = "It has not gone out. It stays armed and is tried again; the reason is below."
        messages.error(request, said)
    elif release.waits_for_confirmation:
        asked = "Somebody else is asked" if permissions.needs_second_person() else "You are asked"
        messages.success(request, f"It is out. {asked} to confirm it.")
    else:
        messages.success(request, "It is out.")
