from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself, so that its management commands and checks are found."""

    name = "portal"
    verbose_name = "Portal"
