"""Serves public pages as at the instant that a person of the release desk has chosen."""

import logging
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from newsroom.releases import permissions
from newsroom.releases.staging import as_at, notice
from newsroom.releases.staging.as_at import AsAt
from newsroom.releases.staging.findings import known_to, masked
from newsroom.releases.staging.limits import StageRefused
from newsroom.releases.staging.notice import Notice
from newsroom.releases.staging.rolled_back import StagingFailed, stage
from pages import clock, moments

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]
#: What is not part of the site that visitors see, or is the same at every instant.
_APART = ("/_health/", "/_util/", "/_preview/", "/_calendar/", "/theme.css")
_READING = ("GET", "HEAD")


class AsAtMiddleware:
    """Puts the site on a stage for those who have asked for it; everybody else pays nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A visitor without a session is answered before anything is looked up.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        admin = reverse("wagtailadmin_home")
        if request.path.startswith((*_APART, settings.STATIC_URL, settings.MEDIA_URL, admin)):
            return self.get_response(request)
        chosen = as_at.chosen(request.session)
        if chosen is None:
            return self.get_response(request)
        if not (request.user.is_authenticated and permissions.may_look_ahead(request.user)):
            as_at.leave(request.session)
            return self.get_response(request)
        response = self._respond(request, chosen)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def _respond(self, request: HttpRequest, chosen: AsAt) -> HttpResponseBase:
        notice.put(request, _strip(request, chosen))
        if request.method not in _READING:
            response = _say(request, 405, "Only looking", ONLY_LOOKING)
            response["Allow"] = ", ".join(_READING)
            return response
        if chosen.instant <= clock.now():
            return _say(request, 410, "The instant has come", f"It is past {chosen}. {LEAVE}")
        try:
            with stage(chosen.instant, releases=chosen.releases(), everything_due=True):
                response = self.get_response(request)
        except StageRefused as refused:
            response = _say(request, 503, "Not at this moment", str(refused))
            response["Retry-After"] = str(refused.retry_after)
            return response
        except StagingFailed as failure:
            return _say(request, 409, "This can’t be shown", *_reasons(request, failure))
        return self._explained(request, response)

    def _explained(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, with the strip above it also where the page itself could not be shown."""
        if response.status_code in (404, 410):
            return _say(request, response.status_code, "Nothing is here then", NOTHING)
        if response.status_code >= 500:
            logger.error("%s could not be shown as at another instant", request.path)
            return _say(request, 500, "This page can’t be shown", BROKEN)
        return response


ONLY_LOOKING = (
    "You look at the site as it will be, so nothing can be sent from here. Leave first, then try "
    "again."
)
LEAVE = "Leave to see the site as it is now, or choose a later instant."
NOTHING = "At that instant visitors find no page at this address."
BROKEN = (
    "At that instant this page could not be shown. A rehearsal of its release says more about it."
)


def _strip(request: HttpRequest, chosen: AsAt) -> Notice:
    return Notice(
        label="As at",
        title=f"As at {chosen}",
        text=f"The site as it will be {moments.distance(chosen.instant)}. Only you see this.",
        link=reverse("releases:as_at"),
        link_text="Change",
        leave=reverse("releases:leave_as_at"),
        address=request.get_full_path() if request.method in _READING else "/",
    )


def _reasons(request: HttpRequest, failure: StagingFailed) -> tuple[str, str]:
    """Which thing can't be carried out, and why, in what the person may know."""
    known = known_to(cast(User, request.user), [page for _, page in failure.named])
    what, why = (masked(text, failure.named, known) for text in (failure.what, failure.why))
    return f"{what} can’t be carried out by then, so the site can’t be shown as it will be.", why


def _say(request: HttpRequest, status: int, title: str, *lines: str) -> HttpResponseBase:
    """A page of our own that says in a few words why the one that was asked for isn't here."""
    context = {"heading": title, "lines": lines}
    return render(request, "releases/staging/message.html", context, status=status)
