"""Where people get the address of their calendar feed, and take it back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic.base import View

from newsroom.releases.admin.access import DeskPage
from newsroom.releases.models import CalendarKey
from pages import moments


class CalendarKeyView(DeskPage, View):
    """The person's own feed. Its address is in the answer to the request that made it, only."""

    page_title = "Calendar feed"
    template_name = "releases/calendar/key.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        calendar = {"url": reverse("releases:calendar"), "label": "Calendar"}
        return [*self.breadcrumbs_items, calendar, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        match request.POST.get("do"):
            case "issue":
                return self._page(CalendarKey.issue(self.actor))
            case "revoke" if CalendarKey.revoke(self.actor):
                messages.success(request, "The feed was revoked. Its address is useless now.")
        return HttpResponseRedirect(reverse("releases:calendar_key"))

    def _page(self, token: str = "") -> HttpResponse:
        # Wagtail lets nobody keep a page of the admin, so the address stays in this one answer.
        return self.render_to_response(self.get_context_data(token=token))

    def get_context_data(self, *, token: str = "", **kwargs) -> dict[str, Any]:
        key = CalendarKey.of(self.actor)
        address = settings.WAGTAILADMIN_BASE_URL + reverse("release_calendar", args=[token or "-"])
        return super().get_context_data(
            key=key,
            created=moments.stamp(key.created_at) if key else "",
            used=moments.stamp(key.used_at) if key and key.used_at else "",
            address=address if token else "",
            # Calendar apps listen to this scheme, which stands for the other two.
            subscribe_address=f"webcal:{address.split(':', 1)[1]}",
            **kwargs,
        )
