"""What Django tells the layer in front of it: whether an answer is for everybody, and until when."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from wagtail.models import Site

from newsroom.feeds.formats import FORMATS
from pages import dependencies
from portal.delivery.cdn import keys as cdn_keys
from portal.delivery.cdn.reached import asked_each_time, is_reached
from portal.delivery.page_cache.answers import KEPT_STATUSES
from portal.delivery.page_cache.instants import Dates, change_in, work_in
from portal.delivery.page_cache.rendering import VERDICT

logger = logging.getLogger(__name__)

#: Addresses that answer everybody alike. A new one is not kept before it stands here.
FOR_EVERYBODY = frozenset({
    "wagtail_serve", "theme_css", "sitemap_index", "sitemap", "news_sitemap", "robots",
    "security_txt", "manifest", "favicon",
    *(name for form in FORMATS for name in (form.url_name, form.topic_url_name)),
})  # fmt: skip


class PageCacheMiddleware:
    """Fills in the verdict that the layer has put into the request. Without one it does nothing.

    It stands right inside the middleware that gives the request its moment.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.dates = Dates()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        verdict = request.META.get(VERDICT)
        if verdict is None:
            return asked_each_time(self.get_response(request))
        with dependencies.recording() as keys:
            response = self.get_response(request)
        match = request.resolver_match
        if (
            response.status_code in KEPT_STATUSES
            and match is not None
            and match.url_name in FOR_EVERYBODY
        ):
            try:
                verdict.seconds = change_in(self.dates, verdict.counter)
                seen = getattr(request, "moment", None)
                verdict.due_in = min(work_in(seen), verdict.seconds)
                verdict.is_for_everybody = names_a_site(request)
                verdict.keys = frozenset(keys)
                verdict.is_reached = is_reached(request, response)
                cdn_keys.mark(response, keys)
            except Error:
                logger.warning("a page was not kept: the database did not say what is due")
        return response if verdict.is_for_everybody else asked_each_time(response)


def names_a_site(request: HttpRequest) -> bool:
    """Whether the request names a host of this installation as its links do.

    Behind a wildcard in ALLOWED_HOSTS, every spelling of a host would else be kept of its own.
    """
    host, port = split_domain_port(request.get_host())
    sites = [urlsplit(address.root_url) for address in Site.get_site_root_paths()]
    ports = {"", "80", "443", request.META.get("SERVER_PORT"), *(str(site.port) for site in sites)}
    return port in ports and host in {*settings.ALLOWED_HOSTS, *(site.hostname for site in sites)}
