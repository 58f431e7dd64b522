from django.apps import AppConfig


class IsomerConfig(AppConfig):
    """The importer; its tables remember what each page was imported from."""

    name = "portal.isomer"
    label = "isomer"
    verbose_name = "Isomer import"
    default_auto_field = "django.db.models.BigAutoField"
