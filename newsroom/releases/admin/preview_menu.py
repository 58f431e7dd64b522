"""“Share a preview…” in the menus of a page."""

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import widgets
from wagtail.models import Page


@hooks.register("register_page_header_buttons")
def offer_a_preview(page: Page, user: User, view_name: str, next_url: str | None = None):
    yield from _button(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_a_preview_in_the_explorer(page: Page, user: User, next_url: str | None = None):
    yield from _button(page, user)


def _button(page: Page, user: User):
    if page.depth == 1 or page.alias_of_id or not page.permissions_for_user(user).can_edit():
        return
    yield widgets.Button(
        "Share a preview…",
        url=reverse("releases:preview_page", args=[page.pk]),
        icon_name="view",
        priority=46,
    )
