"""How the admin knows this application: its panels, its links, its snippets."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages import contentstate, languages, relocation, removal_rights
from pages.dashboard import (
    AwaitingReviewPanel,
    PublishedLatelyPanel,
    RelocationsPanel,
    ScheduledNextPanel,
)
from pages.rich_text import (
    FetchedDocumentLinkHandler,
    LinkedImageHandler,
    PublicPageLinkHandler,
)
from pages.snippets import Contact


@hooks.register("construct_homepage_panels")
def add_dashboard_panels(request, panels) -> None:
    panels[:] = [
        AwaitingReviewPanel() if type(panel) is WorkflowObjectsToModeratePanel else panel
        for panel in panels
    ]
    panels.extend([RelocationsPanel(), ScheduledNextPanel(), PublishedLatelyPanel()])


hooks.register("construct_explorer_page_queryset", removal_rights.look_at_once)


# After the rules of other applications, which may refuse.
@hooks.register("before_move_page", order=100)
def move_large_section_later(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    if request.method != "POST" or not relocation.is_large(page):
        return None
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
    return _moved_later(request, [page], destination, reverse("wagtailadmin_home"))


@hooks.register("before_bulk_action", order=100)
def move_large_sections_later(
    request: HttpRequest, action_type: str, objects: list, action
) -> HttpResponse | None:
    if action_type != "move" or not any(relocation.is_large(page) for page in objects):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    return _moved_later(request, objects, destination, action.next_url)


def _moved_later(
    request: HttpRequest, pages: list[Page], destination: Page, back: str
) -> HttpResponse:
    for page in pages:
        relocation.move_later(page, destination, request.user)  # type: ignore[arg-type]
        messages.info(
            request,
            f"“{page.get_admin_display_title()}” has many pages below and is moved in the "
            "background. The dashboard shows how far it is.",
        )
    return redirect(back)


@hooks.register("after_publish_page")
def say_that_addresses_follow(request: HttpRequest, page: Page) -> None:
    if row := relocation.progress(page):
        messages.info(
            request,
            f"The {row.total:,} pages below get their new addresses in the background. Until its "
            "turn has come each answers at the old one. The dashboard shows how far it is.",
        )


@hooks.register("construct_settings_menu")
def hide_locales(request, items) -> None:
    """A site with one language has nothing to choose there."""
    if not languages.are_on():
        items[:] = [item for item in items if item.name != "locales"]


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


# Wagtail's own handlers register at the default order; these must come after them.
@hooks.register("register_rich_text_features", order=100)
def replace_rich_text_rules(features) -> None:
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(FetchedDocumentLinkHandler)
    features.register_embed_type(LinkedImageHandler)
    contentstate.register(features)


class ContactViewSet(SnippetViewSet):
    model = Contact
    icon = "mail"
    menu_label = "Contacts"
    menu_name = "contacts"
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", "role", "organisation", "email"]
    list_filter = ["organisation"]
    search_fields = ["name", "role", "organisation", "email"]


register_snippet(ContactViewSet)
