from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """How a finished page reaches a visitor, and under which content security policy."""

    name = "portal.delivery"
    label = "delivery"

    def ready(self) -> None:
        # Its settings are there only now.
        # Wagtail's widgets can only be imported when all applications are loaded.
        from portal.delivery.admin_widgets import replace_inline_scripts
        from portal.delivery.counters import watching

        replace_inline_scripts()
        watching.watch_connections()
