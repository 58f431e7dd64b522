"""The site of a request with its settings and its menu, in one statement.

Wagtail asks for each of them when it is first wanted. It looks on the request before it asks, and
finds there what is put here.
"""

from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from pages import dependencies
from pages.navigation import Navigation
from pages.site_settings import SiteSettings

_SITE = "_wagtail_site"


def fetch(request: HttpRequest) -> None:
    """Put the site of the request on it, unless somebody has asked for it already."""
    if hasattr(request, _SITE):
        return
    # As Wagtail does: whether the host is allowed is asked elsewhere.
    hostname = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
    sites = (
        Site.objects.filter(Q(hostname=hostname) | Q(is_default_site=True))
        .order_by()
        .select_related("root_page", "sitesettings__logo", "navigation")
    )
    with dependencies.reading():
        found = {site.pk: site for site in sites}
    # Of the home page, its place and its title are used.
    dependencies.note(*(dependencies.name(site.root_page_id) for site in found.values()))
    # Which of several sites it is, Wagtail decides; one that stands alone is it.
    chosen = next(iter(found.values())) if len(found) == 1 else Site.find_for_request(request)
    site = found.get(chosen.pk) if chosen else None
    setattr(request, _SITE, site)
    for name, model in (("sitesettings", SiteSettings), ("navigation", Navigation)):
        # What was never saved is made by Wagtail when it is wanted.
        if site and (row := getattr(site, name, None)):
            row._request = request
            setattr(request, model.get_cache_attr_name(), row)
