from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    name = "pages"
    label = "pages"
    verbose_name = "Pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Receivers and descriptions register themselves when they are imported.
        from pages import (  # noqa: F401
            former_places,
            gate_indexes,
            languages,
            publication,
            relocation,
            removal_rights,
            signals,
            timestamps,
        )
        from pages.discovery import newest
        from pages.media import asking, encoding, references, uploads  # noqa: F401
        from pages.search import backend as search
        from pages.social_cards import signals as cards  # noqa: F401
        from pages.structured_data import page_types  # noqa: F401

        references.follow_settings()
        encoding.use_measured_speed()
        publication.guard()
        relocation.follow()
        removal_rights.ask_rows_first()
        timestamps.name_their_zone()
        post_migrate.connect(languages.make_locales, sender=self)
        post_migrate.connect(search.catch_up, sender=self)
        post_migrate.connect(gate_indexes.make, sender=self)
        post_migrate.connect(newest.make_indexes, sender=self)
