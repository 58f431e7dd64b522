"""How the admin knows the release desk."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from newsroom.releases import audit, permissions  # noqa: F401
from newsroom.releases.admin import page_menus, page_views, schedule_warnings  # noqa: F401
from newsroom.releases.admin.access import ICON
from newsroom.releases.admin.dashboard import panels as release_panels
from newsroom.releases.admin.listing import count_waiting


class ReleasesMenuItem(MenuItem):
    """Shown to those who may open it; says how many releases wait for the person."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_see(request.user)  # type: ignore[arg-type]

    def render_component(self, request: HttpRequest):
        component = super().render_component(request)
        if waiting := count_waiting(request.user):
            component.label = f"{self.label} ({waiting})"
        return component


@hooks.register("register_admin_urls")
def register_release_addresses():
    return [path("releases/", include("newsroom.releases.admin.urls"))]


@hooks.register("register_admin_menu_item")
def releases_menu_item() -> MenuItem:
    # After the pages, before images and files.
    return ReleasesMenuItem(
        "Releases", reverse("releases:index"), name="releases", icon_name=ICON, order=150
    )


@hooks.register("construct_homepage_panels")
def add_release_panels(request: HttpRequest, panels: list) -> None:
    if permissions.may_see(request.user):  # type: ignore[arg-type]
        panels.extend(release_panels())


@hooks.register("insert_global_admin_css")
def release_stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/releases.css"))
