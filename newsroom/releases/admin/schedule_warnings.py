"""Whoever gives a page a schedule of its own is told the same as whoever gives a release its instant."""

from datetime import datetime

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from newsroom.releases.admin.instants import warnings_about
from pages import moments

_HAPPENS = {"go_live_at": "Goes live", "expire_at": "Expires"}


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_about_the_schedule(request: HttpRequest, page: Page) -> None:
    # What saves by itself while somebody types has no place for messages.
    if not request.accepts("text/html"):
        return
    for name, instant in _set_by(request, page).items():
        warnings = warnings_about(instant, page=page, reader=request.user)  # type: ignore[arg-type]
        if warnings:
            when = f"{_HAPPENS[name]} {moments.stamp(instant)}."
            messages.warning(request, " ".join([when, *warnings]))


def _set_by(request: HttpRequest, page: Page) -> dict[str, datetime]:
    """The dates of the schedule, when the request changed one or made them take effect."""
    if "action-publish" in request.POST:
        # Wagtail has fetched the page anew.
        revision = page.scheduled_revision
        return {"go_live_at": revision.approved_go_live_at} if revision else {}
    # `BasePageForm` leaves these on the page.
    return getattr(page, "schedule_entered", {}) if getattr(page, "is_rescheduled", False) else {}
