from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """How a finished page reaches a visitor, and under which content security policy."""

    name = "portal.delivery"
    label = "delivery"

    def ready(self) -> None:
        # Its settings are there only now.
        # Wagtail's widgets can only be imported when all applications are loaded.
        from portal.delivery.admin_widgets import replace_inline_scripts

        # The handler of purges registers itself when it is imported.
        from portal.delivery.cdn import noting, purging  # noqa: F401
        from portal.delivery.counters import watching

        replace_inline_scripts()
        watching.watch_connections()
        noting.follow()
