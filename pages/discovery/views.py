"""The addresses that machines ask first. All is read in one state and has passed the gate."""

from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Site

from pages import site_of_request
from pages.discovery import manifest as manifests
from pages.discovery import robots as robot_rules
from pages.discovery import security, sitemaps
from pages.site_settings import SiteSettings
from pages.snapshot import View, in_one_state

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
_DAY = "public, max-age=86400, stale-while-revalidate=86400, stale-if-error=604800"


def of_a_site(view: View) -> View:
    """Give the view the site of the request; 404 for a host that is none's.

    The answer carries a validator made from itself, which tells no more than it does.
    """

    @conditional_page
    @require_safe
    @in_one_state
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        site_of_request.fetch(request)
        site = Site.find_for_request(request)
        if site is None:
            raise Http404
        return view(request, site, *args, **kwargs)

    return answer


def listed_by_search_engines(view: View) -> View:
    """404 on a site that is kept out of search engines."""

    @wraps(view)
    def answer(request: HttpRequest, site: Site, *args, **kwargs) -> HttpResponseBase:
        if SiteSettings.for_request(request).keep_out_of_search:
            raise Http404
        return view(request, site, *args, **kwargs)

    return answer


@of_a_site
@listed_by_search_engines
def sitemap_index(request: HttpRequest, site: Site) -> HttpResponse:
    """The sitemaps of the site."""
    return HttpResponse(sitemaps.index_as_xml(sitemaps.chunks(site)), content_type=XML)


@of_a_site
@listed_by_search_engines
def sitemap(request: HttpRequest, site: Site, number: int) -> HttpResponse:
    """One part of the site's pages; 404 for a part that has none."""
    pages = sitemaps.pages_of(site, number)
    if not pages:
        raise Http404
    return HttpResponse(sitemaps.as_xml(pages), content_type=XML)


@of_a_site
def robots(request: HttpRequest, site: Site) -> HttpResponse:
    """robots.txt."""
    return HttpResponse(robot_rules.text(request, site), content_type=TEXT)


@of_a_site
def security_txt(request: HttpRequest, site: Site) -> HttpResponse:
    """security.txt; 404 when there is nobody to write to."""
    if not (text := security.text(request)):
        raise Http404
    return HttpResponse(text, content_type=TEXT)


@of_a_site
def manifest(request: HttpRequest, site: Site) -> HttpResponse:
    """The web app manifest."""
    described = manifests.describe(request, site)
    return JsonResponse(
        described,
        content_type="application/manifest+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon that browsers ask for at this address without being told."""
    icon = Path(settings.STATICFILES_DIRS[0]) / "icons" / "favicon.ico"
    response = HttpResponse(icon.read_bytes(), content_type="image/x-icon")
    response["Cache-Control"] = _DAY
    return response
