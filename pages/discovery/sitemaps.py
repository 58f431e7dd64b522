"""Sitemaps: which addresses of a site there are, and when what readers see there last changed.

https://www.sitemaps.org/protocol.html. Pages are parted by their numbers, so that a page stays in
its sitemap for ever and a sitemap that did not change is not fetched again. A page that can be read
in several languages names them all, as its head does:
https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from xml.sax.saxutils import escape

from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import get_default_timezone
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages import dependencies, languages, together, visibility
from pages.discovery import newest
from pages.models import SearchPage

#: Page numbers, and so at most addresses, of one sitemap. The protocol allows 50,000.
CHUNK = newest.PART
#: The protocol's limit for an address.
LONGEST_ADDRESS = 2047
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
#: How search engines call the version for readers of any other language.
_OTHERS = "x-default"
_COLUMNS = (
    "path", "slug", "url_path", "content_type", "last_published_at", "public_address",
    "translation_key",
)  # fmt: skip
#: Page types that are not worth a visit from a search engine.
_left_out: list[type[Page]] = [SearchPage]
#: Page types that show the newest of what lies below them.
_listings: list[type[Page]] = []


@dataclass(frozen=True)
class Located:
    """An address and when what is found there last changed, if that is known."""

    address: str
    changed: datetime | None = None
    #: The page in its languages, itself among them: tags and addresses.
    versions: tuple[tuple[str, str], ...] = ()


def leave_out(model: type[Page]) -> None:
    """Register a page type that sitemaps do not name."""
    _left_out.append(model)


def changes_with_what_is_below(model: type[Page]) -> None:
    """Register a page type that readers see change when a page below it does."""
    _listings.append(model)


def chunks(site: Site) -> list[Located]:
    """The sitemaps of a site, for its index."""
    changed = newest.of_parts(_listed(site), CHUNK)
    listings = _listed(site).filter(content_type__in=_types(_listings)).order_by().only("path")
    for pk, instant in newest.below(listings).items():
        part = pk // CHUNK
        changed[part] = _later(changed[part], instant)
    return [
        Located(f"{site.root_url}/sitemap-{number}.xml", changed[number])
        for number in sorted(changed)
    ]


def pages_of(site: Site, number: int) -> list[Located]:
    """The addresses of one sitemap."""
    first = number * CHUNK
    rows = (
        _listed(site)
        .filter(pk__gte=first, pk__lt=first + CHUNK)
        .select_related("public_address")
        .only(*_COLUMNS)
        .order_by("pk")
    )
    with dependencies.reading(dependencies.numbered(first)):
        pages = together.rooted(rows)
    types = {kind.pk for kind in _types(_listings)}
    listings = [page for page in pages if page.content_type_id in types]
    with dependencies.reading(*(dependencies.below(page.path) for page in listings)):
        below = newest.below(listings)
    versions = _versions(pages, site)
    found = (
        Located(
            address,
            _later(page.last_published_at, below.get(page.pk)),
            versions.get(page.translation_key, ()),
        )
        for page in pages
        if (address := _address(page, site))
    )
    return [located for located in found if len(located.address) <= LONGEST_ADDRESS]


def index_as_xml(sitemaps: Iterable[Located]) -> str:
    """A sitemap index."""
    return f"{_XML}<sitemapindex {_NAMESPACE}>\n{_entries('sitemap', sitemaps)}</sitemapindex>\n"


def as_xml(pages: Iterable[Located]) -> str:
    """A sitemap."""
    pages = list(pages)
    links = _LINKS if any(page.versions for page in pages) else ""
    return f"{_XML}<urlset {_NAMESPACE}{links}>\n{_entries('url', pages)}</urlset>\n"


def quoted(text: str) -> str:
    """Text for XML, escaped as the protocol asks."""
    return escape(text, {"'": "&apos;", '"': "&quot;"})


def moment(instant: datetime) -> str:
    """An instant as W3C date and time, in the site's zone."""
    return instant.astimezone(get_default_timezone()).isoformat(timespec="seconds")


def _listed(site: Site) -> PageQuerySet:
    pages = visibility.public(languages.in_site(Page.objects, site))
    return pages.exclude(content_type__in=_types(_left_out))


def _types(models: list[type[Page]]) -> list[ContentType]:
    return list(ContentType.objects.get_for_models(*models).values())


def _versions(pages: list[Page], site: Site) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """In which languages the public can read these pages, by their common keys; one query.

    Empty while the site has one language, and for a page that can be read in one only.
    """
    if not languages.are_on():
        return {}
    keys = {page.translation_key for page in pages}
    rows = _listed(site).filter(translation_key__in=keys).select_related("public_address", "locale")
    found: dict[UUID, dict[str, str]] = {}
    for row in together.rooted(rows.only(*_COLUMNS, "locale")):
        if address := _address(row, site):
            found.setdefault(row.translation_key, {})[row.locale.language_code] = address
    return {key: _told(by_language) for key, by_language in found.items()}


def _told(by_language: dict[str, str]) -> tuple[tuple[str, str], ...]:
    here = [language for language in languages.offered() if language.code in by_language]
    if len(here) < 2:
        return ()
    unmatched = next((language for language in here if language.is_default), here[0])
    told = [(language.tag, by_language[language.code]) for language in here]
    return (*told, (_OTHERS, by_language[unmatched.code]))


def _address(page: Page, site: Site) -> str:
    parts = page.get_url_parts()
    # A page below a site inside this one has its address there.
    if parts is None or parts[0] != site.pk or parts[2] is None:
        return ""
    row = getattr(page, "public_address", None)
    return parts[1] + (row.encoded if row else parts[2])


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _entries(name: str, entries: Iterable[Located]) -> str:
    return "".join(
        f"<{name}><loc>{quoted(entry.address)}</loc>"
        + (f"<lastmod>{moment(entry.changed)}</lastmod>" if entry.changed else "")
        + "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{quoted(address)}"/>'
            for tag, address in entry.versions
        )
        + f"</{name}>\n"
        for entry in entries
    )
