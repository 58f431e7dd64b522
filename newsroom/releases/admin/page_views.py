"""What Wagtail's own views do with a page that waits in a release.

`pages.publication` decides; here people are told before they come to that, and nothing they wrote
is lost: what they sent is saved as a draft by then.
"""

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from newsroom.releases import permissions
from newsroom.releases.embargo import Statuses, address_is_settled, name_of, waiting
from newsroom.releases.enums import OPEN, SETTLED
from newsroom.releases.models import ReleaseItem
from pages import publication

#: Entries of the edit view's menu that a page in a release has no use for.
LEFT_TO_THE_RELEASE = {"action-publish", "action-unpublish"}
#: Bulk actions that a page in a release is kept out of, and in releases of which statuses pages
#: below it count too: without the page above, or with it elsewhere, their addresses are others.
_BULK: dict[str, Statuses] = {
    "publish": (),
    "unpublish": SETTLED,
    "delete": OPEN,
    "move": SETTLED,
}


@hooks.register("construct_page_action_menu")
def leave_publishing_to_the_release(menu_items: list, request: HttpRequest, context: dict) -> None:
    page = context.get("page")
    if page is None or page.pk is None or not waiting([page]).exists():
        return
    menu_items[:] = [item for item in menu_items if item.name not in LEFT_TO_THE_RELEASE]


@hooks.register("before_publish_page")
def keep_the_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    user = cast(User, request.user)
    reason = publication.refusal(page, user) or _renaming(page, user)
    if not reason:
        return None
    messages.warning(request, f"Your changes are saved as a draft. {reason}")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_unpublish_page")
def keep_on_the_site(request: HttpRequest, page: Page) -> HttpResponse | None:
    below = OPEN if request.POST.get("include_descendants") else SETTLED
    return _refused(request, [page], below=below, back=_edit(page))


@hooks.register("before_delete_page")
def keep_from_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refused(request, [page], below=OPEN, back=_edit(page))


@hooks.register("before_move_page")
def keep_in_its_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _refused(request, [page], below=SETTLED, back=_edit(page))


@hooks.register("before_bulk_action")
def keep_from_bulk_actions(
    request: HttpRequest, action_type: str, objects: list, action
) -> HttpResponse | None:
    if action_type not in _BULK or not all(isinstance(found, Page) for found in objects):
        return None
    form = action.cleaned_form
    with_descendants = bool(form and form.cleaned_data.get("include_descendants"))
    below = OPEN if with_descendants else _BULK[action_type]
    return _refused(request, objects, below=below, back=action.next_url)


def _renaming(page: Page, user: User) -> str:
    """Why the page can't get its new slug now; empty when it keeps the one it has, or can."""
    if not Page.objects.filter(pk=page.pk).exclude(slug=page.slug).exists():
        return ""
    item = waiting([page], below=SETTLED).exclude(page=page).first()
    return f"With another slug: {address_is_settled(item, user)}" if item else ""


def _refused(
    request: HttpRequest, pages: list[Page], *, below: Statuses, back: str
) -> HttpResponse | None:
    items = list(waiting(pages, below=below)[:5])
    if not items:
        return None
    themselves = {page.pk for page in pages}
    user = cast(User, request.user)
    for item in items:
        stays = below != SETTLED or item.page_id in themselves
        why = _waits(item, user) if stays else address_is_settled(item, user)
        messages.warning(request, f"Nothing was changed: {why}")
    return redirect(back)


def _waits(item: ReleaseItem, user: User) -> str:
    if not permissions.may_see(user):
        return f"{name_of(item)} waits in a release."
    return (
        f"{name_of(item)} waits in the release “{item.release.title}”. Take it out of that first, "
        "or let the release do it."
    )


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
