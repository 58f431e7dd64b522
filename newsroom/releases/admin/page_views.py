"""What Wagtail's own views do with a page that waits in a release.

`pages.publication` decides; here people are told before they come to that, and nothing they wrote
is lost: what they sent is saved as a draft by then.
"""

from collections.abc import Iterable
from operator import or_

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages, widgets
from wagtail.models import Page

from newsroom.releases import permissions
from newsroom.releases.models import ReleaseItem
from pages import publication

#: Entries of the edit view's menu that a page in a release has no use for.
LEFT_TO_THE_RELEASE = {"action-publish", "action-unpublish"}
#: Bulk actions that a page in a release is kept out of, and whether pages below come along.
_BULK = {"publish": False, "unpublish": False, "delete": True, "move": False}


@hooks.register("construct_page_action_menu")
def leave_publishing_to_the_release(menu_items: list, request: HttpRequest, context: dict) -> None:
    page = context.get("page")
    if page is None or page.pk is None or not _waiting([page], below=False).exists():
        return
    menu_items[:] = [item for item in menu_items if item.name not in LEFT_TO_THE_RELEASE]


@hooks.register("before_publish_page")
def keep_the_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    reason = publication.refusal(page, request.user)  # type: ignore[arg-type]
    if not reason:
        return None
    messages.warning(request, f"Your changes are saved as a draft. {reason}")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_unpublish_page")
def keep_on_the_site(request: HttpRequest, page: Page) -> HttpResponse | None:
    below = bool(request.POST.get("include_descendants"))
    return _refused(request, [page], below=below, back=_edit(page))


@hooks.register("before_delete_page")
def keep_from_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refused(request, [page], below=True, back=_edit(page))


@hooks.register("before_move_page")
def keep_in_its_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _refused(request, [page], below=False, back=_edit(page))


@hooks.register("before_bulk_action")
def keep_from_bulk_actions(
    request: HttpRequest, action_type: str, objects: list, action
) -> HttpResponse | None:
    if action_type not in _BULK or not all(isinstance(found, Page) for found in objects):
        return None
    form = action.cleaned_form
    with_descendants = bool(form and form.cleaned_data.get("include_descendants"))
    below = _BULK[action_type] or with_descendants
    return _refused(request, objects, below=below, back=action.next_url)


@hooks.register("register_page_header_buttons")
def offer_a_release(page: Page, user: User, view_name: str, next_url: str | None = None):
    yield from _buttons(page, user, next_url)


@hooks.register("register_page_listing_more_buttons")
def offer_a_release_in_the_explorer(page: Page, user: User, next_url: str | None = None):
    yield from _buttons(page, user, next_url)


def _buttons(page: Page, user: User, next_url: str | None):
    # Whether it is in one already the next page says: here it would be asked for every row.
    if page.depth == 1 or page.alias_of_id or not permissions.may_manage(user):
        return
    if not page.permissions_for_user(user).can_edit():
        return
    yield widgets.Button(
        "Add to a release",
        url=reverse("releases:add_page", args=[page.pk]),
        icon_name="calendar-alt",
        priority=45,
    )


def _waiting(pages: Iterable[Page], *, below: bool):
    """The items of open releases about these pages, or also about pages below them."""
    wanted = Q(page__in=[page.pk for page in pages])
    if below:
        for page in pages:
            wanted = or_(wanted, Q(page__path__startswith=page.path))
    return ReleaseItem.objects.open().filter(wanted).select_related("release", "page")


def _refused(
    request: HttpRequest, pages: list[Page], *, below: bool, back: str
) -> HttpResponse | None:
    items = list(_waiting(pages, below=below)[:5])
    if not items:
        return None
    for item in items:
        messages.warning(request, _why(item, request.user))  # type: ignore[arg-type]
    return redirect(back)


def _why(item: ReleaseItem, user: User) -> str:
    # Who may do this to a page may explore it and all below it.
    title = item.page.get_admin_display_title() if item.page else item.title
    if not permissions.may_see(user):
        return f"Nothing was changed: “{title}” waits in a release."
    return (
        f"Nothing was changed: “{title}” waits in the release “{item.release.title}”. Take it out "
        "of that first, or let the release do it."
    )


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
