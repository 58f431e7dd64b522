"""Which answers a change reaches in the caches that keep them: by their keys, or at an address that a
purge names (`addresses`). What is not reached is asked for before each use.

Addresses are compared as Django reads them. A server does not tell in which of several spellings a
letter was encoded (`/%61bout/`): a cache that tells these apart, which most don't, has the other ones
for PAGE_CACHE_SHARED_SECONDS.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.models import Site

from pages import permalinks
from portal.delivery.cdn import addresses
from portal.delivery.cdn.caches import are_told_addresses


def is_reached(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a cache that has this answer to an address in its right spelling is told to drop it."""
    if not are_told_addresses():
        return True
    match, query = request.resolver_match, request.META.get("QUERY_STRING", "")
    if match is None or not _is_of_a_site(request.get_host()):
        return False
    if response.status_code >= 400:
        # Nobody believes it for more than a moment (`page_cache.answers.NOT_THERE`).
        return not query
    if match.url_name != "wagtail_serve":
        # Numbers have more than one spelling, too.
        found = match.captured_kwargs  # type: ignore[attr-defined]
        own = reverse(match.view_name, args=match.args, kwargs=found)
        is_about = found.get("topic") in [None, *addresses.named_topics()]
        return not query and permalinks.encode(request.path) == own and is_about
    if response.status_code == 200:
        context = getattr(response, "context_data", None) or {}
        return addresses.is_named(context.get("page"), query)
    target = response.headers.get("Location", "")
    return not query and permalinks.encode(request.path) in addresses.spellings(target)


def asked_each_time(response: HttpResponseBase) -> HttpResponseBase:
    """The same answer; where caches are told of changes, none may take one for good that does not
    say for how long it holds.
    """
    if settings.WAGTAILFRONTENDCACHE:
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _is_of_a_site(host: str) -> bool:
    """Whether addresses that are told begin like this one."""
    roots = Site.get_site_root_paths()
    return host.lower() in {urlsplit(root.root_url).netloc for root in roots}
