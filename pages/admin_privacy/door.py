"""The door of the admin: addresses that name a page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from pages.admin_privacy.policy import knows
from pages.admin_privacy.viewer import viewing

#: How the addresses of the admin call the number of a page.
PAGE_NUMBERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
#: The one address of a page that calls it otherwise.
COMPARISON = "wagtailadmin_pages:revisions_compare"
#: A number that no page has; not 0, which some views take for no number at all.
NO_PAGE = 2_147_483_647


class AdminDoorMiddleware:
    """Lets an address that names a page the person may not know of name no page instead.

    The view then answers as it does for a number that no page has, whatever that view is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        with viewing(request.user):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Take the numbers of unknown pages out of what the view is called with."""
        if not kwargs or not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        named = [name for name in PAGE_NUMBERS if name in kwargs]
        if request.resolver_match and request.resolver_match.view_name == COMPARISON:
            named.append("pk")
        for name in named:
            page = Page.objects.filter(pk=kwargs[name]).first()
            if page is None:
                continue
            if not knows(request.user, page):
                kwargs[name] = NO_PAGE
            elif name == "destination_id" and not _may_add(request, page):
                # Wagtail would first say whether a page there has the same slug.
                return permission_denied(request)
        return None


def _may_add(request: HttpRequest, page: Page) -> bool:
    return request.user.is_superuser or "add" in page.permissions_for_user(request.user).permissions
