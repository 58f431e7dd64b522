"""The cache as the settings want it, around Django's application."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from portal.delivery.cdn.caches import are_told_addresses
from portal.delivery.counters import place
from portal.delivery.outage import show_old
from portal.delivery.page_cache.key import Keys
from portal.delivery.page_cache.layer import Application, Counters, PageCache
from portal.delivery.page_cache.shelf import Shelf
from portal.delivery.page_cache.store import Store

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
#: The room in which workers hand pages to each other, as a part of each one's own.
PART_IN_COMMON = 4


def in_front_of(application: Application, counters: Counters) -> Application:
    """The application behind a cache of PAGE_CACHE_MB; itself where that is 0, and while Django
    shows its debugging pages.
    """
    if settings.PAGE_CACHE_MB <= 0 or settings.DEBUG:
        return application
    return PageCache(
        application,
        Store(settings.PAGE_CACHE_MB * MEGABYTE),
        keys_of_settings(),
        counters,
        shared=max(settings.PAGE_CACHE_SHARED_SECONDS, 0),
        by_address=are_told_addresses(),
        tell_old=show_old,
    )


@contextmanager
def sharing(application: object, workers: int) -> Iterator[None]:
    """Around the life of so many workers that are forked inside: what one of them has finished,
    the others need not render.
    """
    if not isinstance(application, PageCache) or workers < 2:
        yield
        return
    room = settings.PAGE_CACHE_MB * MEGABYTE // PART_IN_COMMON
    try:
        shelf = Shelf(place.passing_folder(), room, application.shared)
    except OSError as error:
        logger.warning("Each worker renders for itself, as they can't share pages: %s", error)
        yield
        return
    application.shelf = shelf
    try:
        yield
    finally:
        shelf.remove()


def keys_of_settings() -> Keys:
    """Keys that tell requests apart as Django does with these settings."""
    return Keys(
        identifying_cookies(),
        proxy_header=settings.SECURE_PROXY_SSL_HEADER,
        host_header="HTTP_X_FORWARDED_HOST" if settings.USE_X_FORWARDED_HOST else "HTTP_HOST",
    )


def identifying_cookies() -> tuple[str, ...]:
    """The names of the cookies that say who somebody is, or what they were told."""
    return (
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        CookieStorage.cookie_name,
    )
