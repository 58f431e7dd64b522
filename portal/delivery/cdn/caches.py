"""The caches that CDN_PURGE_URL names, as far as a server has to know them before Django is loaded."""

from django.conf import settings
from django.utils.module_loading import import_string


def are_told_addresses() -> bool:
    """Whether there are caches, and they are told nothing but addresses."""
    caches = settings.WAGTAILFRONTENDCACHE.values()
    return bool(caches) and not (
        settings.CDN_KEYS and all(import_string(cache["BACKEND"]).takes_keys for cache in caches)
    )
