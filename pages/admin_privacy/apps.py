from django.apps import AppConfig


class AdminPrivacyConfig(AppConfig):
    """What people with an account may know of, inside the admin."""

    name = "pages.admin_privacy"
    label = "admin_privacy"

    def ready(self) -> None:
        # All of it needs the models.
        from pages.admin_privacy import bulk, policy, tags, titles, translations

        policy.replace_stock()
        titles.mask()
        translations.mask()
        tags.limit_popular()
        bulk.limit()
