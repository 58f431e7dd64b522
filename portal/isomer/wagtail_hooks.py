"""How the admin knows the importer: Settings → Imports, and who may get there."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.isomer.admin import urls
from portal.isomer.admin.permissions import SEE, grantable, may


class ImportsMenuItem(MenuItem):
    """Shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, SEE)


@hooks.register("register_admin_urls")
def import_urls() -> list:
    return [path("imports/", include(urls))]


@hooks.register("register_settings_menu_item")
def imports_menu_item() -> MenuItem:
    # After the site's own settings and redirects, before users and groups would be read as one.
    return ImportsMenuItem(
        "Imports", reverse("imports:index"), name="imports", icon_name="download", order=850
    )


@hooks.register("register_permissions")
def import_permissions():
    return grantable()
