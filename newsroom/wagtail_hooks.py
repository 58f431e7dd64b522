"""How the admin knows the newsroom."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from newsroom.admin import urls
from newsroom.admin.bulk import UnpublishManyAction
from newsroom.models import NewsroomItem
from newsroom.viewsets import TopicViewSet, newsroom_item_viewset


@hooks.register("register_admin_viewset")
def register_newsroom_items():
    return newsroom_item_viewset


@hooks.register("register_admin_urls")
def newsroom_urls() -> list:
    return [path("newsroom/", include(urls))]


@hooks.register("register_page_header_buttons")
def after_publication_buttons(
    page: Page, user: AbstractUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """What can be done to an item that was published, beside moving and deleting it."""
    if not issubclass(page.specific_class or Page, NewsroomItem):
        return
    rights = page.permissions_for_user(user)
    if page.live and page.specific_class.can_be_corrected and rights.can_edit():
        yield _button("Correct…", "correct", page, "edit", 61)
        withdrawn = NewsroomItem.objects.filter(pk=page.pk, withdrawn_at__isnull=False).exists()
        label = "Take the withdrawal back…" if withdrawn else "Withdraw…"
        yield _button(label, "withdraw", page, "warning", 62)
    elif not page.live and page.first_published_at and rights.can_publish():
        yield _button("Where readers are sent…", "readers", page, "redirect", 62)


# After Wagtail's own of that name, whose place it takes.
hooks.register("register_bulk_action", UnpublishManyAction, order=1)


@hooks.register("after_unpublish_page")
def say_what_readers_find(request: HttpRequest, page: Page) -> None:
    """A section is taken off with all below it without the question where their readers go."""
    below = NewsroomItem.objects.filter(path__startswith=page.path).exclude(pk=page.pk)
    if request.POST.get("include_descendants") and below.exists():
        messages.info(
            request,
            "Readers who follow an old link to an item below it find nothing now. To send them on, "
            "open the item and choose “Where readers are sent…”.",
        )


def _button(label: str, name: str, page: Page, icon: str, priority: int) -> Button:
    address = reverse(f"newsroom:{name}", args=[page.pk])
    return Button(label, url=address, icon_name=icon, priority=priority)


register_snippet(TopicViewSet)
