from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Receivers and descriptions register themselves when they are imported.
        from newsroom import search, signals, structured_data  # noqa: F401

        search.offer_topics()
        from newsroom.models import NewsLinkPage, NewsListPage, NewsroomPage
        from pages.discovery import sitemaps

        # Its address sends visitors on.
        sitemaps.leave_out(NewsLinkPage)
        sitemaps.changes_with_what_is_below(NewsroomPage)
        sitemaps.changes_with_what_is_below(NewsListPage)
