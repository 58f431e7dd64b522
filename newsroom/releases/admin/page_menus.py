"""What the menus of a page offer: to put it into a release, and to share a preview of it."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from newsroom.releases import permissions


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def offer(
    page: Page, user: User, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """For whoever may edit the page, in its own menu and in that of its row in the explorer."""
    if page.depth == 1 or page.alias_of_id or not page.permissions_for_user(user).can_edit():
        return
    # Whether it is in a release already the next page says: here it would be asked for every row.
    if permissions.may_manage(user):
        yield _button("Add to a release", "add_page", page, "calendar-alt", 45)
    yield _button("Share a preview…", "preview_page", page, "view", 46)


def _button(label: str, name: str, page: Page, icon: str, priority: int) -> Button:
    address = reverse(f"releases:{name}", args=[page.pk])
    return Button(label, url=address, icon_name=icon, priority=priority)
