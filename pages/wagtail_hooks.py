"""How the admin knows this application: its panels, its links, its snippets."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages import contentstate, languages
from pages.dashboard import PublishedLatelyPanel, ScheduledNextPanel
from pages.rich_text import LinkedImageHandler, PublicPageLinkHandler
from pages.snippets import Contact


@hooks.register("construct_homepage_panels")
def add_dashboard_panels(request, panels) -> None:
    panels.extend([ScheduledNextPanel(), PublishedLatelyPanel()])


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
