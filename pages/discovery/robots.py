"""robots.txt (RFC 9309): what search engines are asked to leave alone, and where sitemaps are."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from pages import dependencies, languages, visibility
from pages.models import SearchPage
from pages.site_settings import SiteSettings

#: Addresses below these are for one person, or no page.
CLOSED = ("/admin/", "/_calendar/", "/_preview/", "/_util/")
SITEMAPS = ("/sitemap.xml", "/sitemap-news.xml")


def text(request: HttpRequest, site: Site) -> str:
    """The rules of a site."""
    if SiteSettings.for_request(request).keep_out_of_search:
        return "User-agent: *\nDisallow: /\n"
    return "".join(f"{line}\n" for line in _lines(site))


def mark(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Ask search engines on the answer itself not to list it, where the site's settings say so."""
    if SiteSettings.for_request(request).keep_out_of_search:
        response["X-Robots-Tag"] = "noindex"
    return response


def _lines(site: Site) -> Iterator[str]:
    yield "User-agent: *"
    yield from (f"Disallow: {path}" for path in CLOSED)
    with dependencies.reading(dependencies.names_of(SearchPage._meta.model_name)):
        pages = list(visibility.public(languages.in_site(SearchPage.objects.all(), site)))
    for page in pages:
        parts = page.get_url_parts()
        if parts:
            # The page may be found; its endless results need not be.
            yield f"Disallow: {parts[2]}?*q="
    yield ""
    yield from (f"Sitemap: {site.root_url}{path}" for path in SITEMAPS)
