from django.apps import AppConfig, apps

from portal import unused_api


class PortalConfig(AppConfig):
    """The project itself, so that its management commands and checks are found."""

    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        # Wagtail's applications come after this one.
        if not apps.is_installed(unused_api.APPLICATION):
            unused_api.leave_out()
