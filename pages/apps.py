from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    label = "pages"
    verbose_name = "Pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Receivers register themselves when they are imported.
        from pages import signals  # noqa: F401
        from pages.media import encoding, references, uploads  # noqa: F401

        references.follow_settings()
        encoding.use_measured_speed()
