"""The site of a request with its settings and its menu, and what the gate asks, in one statement.

Wagtail asks for each of them when it is first wanted. It looks on the request before it asks, and
finds there what is put here.
"""

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from pages import clock, dependencies, languages, together, visibility
from pages.navigation import Navigation
from pages.prepared import Given, Prepared
from pages.site_settings import SiteSettings

_SITE = "_wagtail_site"


def _of_host() -> QuerySet[Site]:
    of_host = Q(hostname=Given("hostname", CharField())) | Q(is_default_site=True)
    sites = Site.objects.filter(of_host).order_by()
    sites = sites.select_related("root_page", "sitesettings__logo", "navigation")
    others = Site.objects.exclude(pk=OuterRef("pk"))
    return sites.annotate(
        is_alone=~Exists(others.order_by()),
        language_code=F("root_page__locale__language_code"),
        **visibility.branches_beside(),
    )


_sites = Prepared(_of_host)


def fetch(request: HttpRequest) -> None:
    """Put the site of the request on it, unless somebody has asked for it already."""
    if hasattr(request, _SITE):
        return
    # As Wagtail does: whether the host is allowed is asked elsewhere.
    hostname = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
    with dependencies.reading():
        found = {site.pk: site for site in _sites.ask(hostname=hostname, now=clock.now())}
    for site in found.values():
        visibility.know_branches(site)
    # Of the home page, its place and its title are used.
    dependencies.note(*(dependencies.name(site.root_page_id) for site in found.values()))
    # Which of several sites it is, Wagtail decides; one that stands alone is it.
    chosen = next(iter(found.values())) if len(found) == 1 else Site.find_for_request(request)
    site = found.get(chosen.pk) if chosen else None
    setattr(request, _SITE, site)
    if site and site.is_alone and not languages.are_on():
        # Of one site in one language, Wagtail's list says no more; it would be asked of the cache.
        home = site.root_page.url_path
        roots = [SiteRootPath(site.pk, home, site.root_url, site.language_code)]
        together.know_site_roots(roots)
    request._wagtail_cached_site_root_paths = together.site_roots()  # type: ignore[attr-defined]
    for name, model in (("sitesettings", SiteSettings), ("navigation", Navigation)):
        # What was never saved is made by Wagtail when it is wanted.
        if site and (row := getattr(site, name, None)):
            row._request = request
            setattr(request, model.get_cache_attr_name(), row)
