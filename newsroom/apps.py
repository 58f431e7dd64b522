from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class NewsroomConfig(AppConfig):
    name = "newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Receivers and descriptions register themselves when they are imported.
        from newsroom import (  # noqa: F401
            former_addresses,
            reach,
            search,
            signals,
            structured_data,
            upkeep,
        )

        search.offer_topics()
        pre_migrate.connect(upkeep.before_migrations, sender=self)
        post_migrate.connect(upkeep.after_migrations, sender=self)
        from newsroom.models import NewsLinkPage, NewsListPage, NewsroomPage
        from pages.discovery import sitemaps

        # Its address sends visitors on.
        sitemaps.leave_out(NewsLinkPage)
        sitemaps.changes_with_what_is_below(NewsroomPage)
        sitemaps.changes_with_what_is_below(NewsListPage)
