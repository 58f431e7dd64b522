from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """How a finished page reaches a visitor, and under which content security policy."""

    name = "portal.delivery"
    label = "delivery"

    def ready(self) -> None:
        # Wagtail's widgets can only be imported when all applications are loaded.
        from portal.delivery.admin_widgets import replace_inline_scripts

        replace_inline_scripts()
