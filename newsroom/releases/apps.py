from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "newsroom.releases"
    label = "releases"
    verbose_name = "Releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Handlers of effects, refusals of publication and chores register themselves.
        from newsroom.releases import embargo, fetching, notifications, publication  # noqa: F401
        from newsroom.releases.dispatcher import upkeep  # noqa: F401
        from newsroom.releases.staging import upcoming  # noqa: F401
