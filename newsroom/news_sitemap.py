"""The news of the last two days, for search engines that ask for them.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Site

from newsroom.history import first_published
from newsroom.models import NewsLinkPage, NewsroomItem
from pages import clock, dependencies, languages
from pages.discovery import sitemaps
from pages.discovery.views import XML, listed_by_search_engines, of_a_site
from pages.site_settings import SiteSettings

NEW_FOR = timedelta(hours=48)
#: What the format allows.
MOST = 1000
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)
#: Languages are named as in ISO 639, Chinese by where it is written so.
_CHINESE = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}


@of_a_site
@listed_by_search_engines
def sitemap(request: HttpRequest, site: Site) -> HttpResponse:
    """The news sitemap of the site."""
    settings = SiteSettings.for_request(request)
    publication = settings.site_name or settings.agency or site.site_name or site.hostname
    entries = "".join(_entry(item, first, publication) for item, first in _news(site))
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACES}>\n{entries}</urlset>\n',
        content_type=XML,
    )


def _news(site: Site) -> Iterator[tuple[NewsroomItem, datetime]]:
    since = clock.now() - NEW_FOR
    items = (
        languages.in_site(NewsroomItem.objects.all(), site)
        .public_now()
        .not_type(NewsLinkPage)
        .filter(
            first_published_at__gt=since,
            date__gte=since.astimezone(timezone.get_default_timezone()).date(),
            withdrawn_at__isnull=True,
        )
        .select_related("locale")
        .order_by("-first_published_at", "-pk")
    )
    with dependencies.reading(dependencies.NEWS):
        news = list(items[:MOST])
    for item in news:
        first = first_published(item)
        # One that was dated back has only its day, and is no news.
        if isinstance(first, datetime):
            yield item, first


def _entry(item: NewsroomItem, first: datetime, publication: str) -> str:
    return (
        f"<url><loc>{sitemaps.quoted(item.full_url)}</loc><news:news>"
        f"<news:publication><news:name>{sitemaps.quoted(publication)}</news:name>"
        f"<news:language>{_language(item.locale.language_code)}</news:language></news:publication>"
        f"<news:publication_date>{sitemaps.moment(first)}</news:publication_date>"
        f"<news:title>{sitemaps.quoted(item.title)}</news:title>"
        "</news:news></url>\n"
    )


def _language(code: str) -> str:
    return _CHINESE.get(code.lower(), code.partition("-")[0].lower())
