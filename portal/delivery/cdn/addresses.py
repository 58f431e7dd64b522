"""Which addresses have changed when something has: the ones a cache may hold.

A listing has more addresses than anybody can name. The first of its further pages, and the choice of
one kind, year or topic, are among them; `is_named` says which, by the same rule. An answer at any
other address is asked for before each use (`reached`), so that nobody has to name it.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode, urlsplit

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.query import PageQuerySet

from newsroom.enums import ItemKind
from newsroom.feeds.formats import FORMATS
from newsroom.models import NewsroomItem
from newsroom.models.listings import ListingPage
from newsroom.templatetags.newsroom_tags import item_neighbours
from newsroom.topics import Topic
from pages import clock, languages, permalinks
from pages.discovery import sitemaps
from pages.models import SearchPage

#: So many pages are named one by one; beyond that it is everything.
MOST_PAGES = 500
#: Further pages of a listing, its years and its topics, of which caches are told. What is named once
#: is named for ever, as a cache may have it from then: years by the calendar, not by what there is,
#: and topics in the order in which they were made. One that goes is noted with its change.
MOST_FURTHER_PAGES, FIRST_YEAR, MOST_TOPICS = 10, 2000, 60
#: What a site has at a fixed address.
_OF_SITE = (
    "sitemap_index", "news_sitemap", "robots", "security_txt", "manifest", "theme_css", "favicon",
)  # fmt: skip

Addresses = set[str]


def sites() -> Iterable[Site]:
    """All sites, with their home pages."""
    return Site.objects.select_related("root_page")


def of_page(page: Page, *, renamed: bool) -> Addresses | None:
    """What shows a page, as its own type, or something of it; None for everything.

    `renamed`: its title, address or whether it is public may have changed, which its neighbours
    in the tree and everything below it tell.
    """
    site = permalinks.site_of(page)
    if site is None:
        return set()
    if renamed and (page.is_site_root() or _is_in_menus(page)):
        return None
    above = [*Page.objects.ancestor_of(page).filter(depth__gt=1).specific()]
    touched = {row.pk: row for row in (page, *above, *referring(page))}
    for listing in above:
        if isinstance(listing, ListingPage):
            # Pages that show the newest of a list.
            touched |= {row.pk: row for row in referring(listing)}
    if renamed:
        around = [Page.objects.descendant_of(page), _translations(page)]
        if not isinstance(page, NewsroomItem):
            around.append(Page.objects.sibling_of(page, inclusive=False))
        for rows in around:
            touched |= {row.pk: row for row in _read(rows)}
    if len(touched) > MOST_PAGES:
        return None
    found = {*_of_site(site), *beside(page)}
    for row in touched.values():
        found |= _shown_at(row)
    return found


def branch(path: str) -> Addresses | None:
    """The addresses of a page and of all below it, by its place in the tree; None for everything."""
    pages = _read(Page.objects.filter(path__startswith=path))
    if len(pages) > MOST_PAGES:
        return None
    found: Addresses = set()
    for page in pages:
        found |= _shown_at(page)
    return found


def below_former(site_id: int, path: str, page_id: int) -> Addresses | None:
    """The addresses that a page and those below it had, from where it was; None for everything."""
    site = sites_by_id().get(site_id)
    page = Page.objects.filter(pk=page_id).first()
    if site is None or page is None:
        return set()
    rows = _read(Page.objects.filter(path__startswith=page.path))
    if len(rows) > MOST_PAGES:
        return None
    start = path.rstrip("/") + "/"
    places = [row.url_path.removeprefix(page.url_path) for row in rows]
    return {
        spelling
        for place in places
        for spelling in spellings(site.root_url + permalinks.encode(start + place))
    }


def sites_by_id() -> dict[int, Site]:
    return {site.pk: site for site in sites()}


def beside(page: Page) -> Iterator[str]:
    """The addresses of the items that lead to an item, given as its own type, as their next or
    last one.
    """
    if isinstance(page, NewsroomItem):
        neighbours = item_neighbours(page)
        for item in filter(None, (neighbours.older, neighbours.newer)):
            if address := permalinks.full_address_of(item):
                yield address


def referring(thing) -> list[Page]:
    """The pages that refer to a page, a snippet or a file; one more than MOST_PAGES at most."""
    kind = ReferenceIndex._get_base_content_type(Page)
    rows = ReferenceIndex.get_references_to(thing).filter(base_content_type=kind)
    ids = {int(pk) for pk in rows.values_list("object_id", flat=True)[: MOST_PAGES + 1]}
    return _read(Page.objects.filter(pk__in=ids))


def spellings(address: str) -> Iterator[str]:
    """An address and what leads to it by a redirect, or would lead nowhere without it."""
    yield address
    parts = urlsplit(address)
    bare = address.rstrip("/")
    if parts.path not in ("", "/"):
        yield from (bare, f"{bare}/", f"{bare}.html")
    yield f"{bare}/index.html"


def everything() -> Iterator[str]:
    """The addresses of all pages that are or were public, and those of listings and machines."""
    for site in sites():
        yield from (site.root_url + reverse(name) for name in _OF_SITE)
        for sitemap in sitemaps.chunks(site):
            yield sitemap.address
        # Also what is not public any more: a cache may have it from when it was.
        known = Page.objects.filter(Q(live=True) | Q(first_published_at__isnull=False))
        rows = languages.in_site(known, site).select_related("public_address").order_by("path")
        yield from filter(None, map(permalinks.full_address_of, rows.iterator(2000)))
        kinds: list[type[Page]] = [SearchPage, *_listing_types()]
        for model in kinds:
            for page in languages.in_site(model._default_manager.all(), site):
                yield from _shown_at(page)


def _shown_at(page: Page) -> Addresses:
    address = permalinks.full_address_of(page)
    if not address:
        return set()
    root = _root_of(address)
    found = {*spellings(address), root + reverse("sitemap", args=[page.pk // sitemaps.CHUNK])}
    if issubclass(page.specific_class or Page, ListingPage):
        topics = named_topics()
        found |= {address + query for query in _queries(topics)}
        found |= {root + path for path in _feeds(page.pk, ["", *topics])}
    return found


def is_named(page: Page | None, query: str) -> bool:
    """Whether a change of a page, given as its own type, names its address with a query string."""
    if not query:
        return True
    return isinstance(page, ListingPage) and f"?{query}" in _queries(named_topics())


def named_topics() -> list[str]:
    """The slugs of the topics whose lists and feeds a change names."""
    return list(Topic.objects.order_by("pk").values_list("slug", flat=True)[:MOST_TOPICS])


def about_topic(slug: str) -> Addresses:
    """The addresses of the lists and feeds about one topic, whether or not there is one."""
    found: Addresses = set()
    for model in _listing_types():
        for page in _read(model._default_manager.all()):
            if address := permalinks.full_address_of(page):
                found.add(address + _about(slug))
                found |= {_root_of(address) + path for path in _feeds(page.pk, [slug])}
    return found


def _queries(topics: Iterable[str]) -> Iterator[str]:
    # As the link that takes a choice back writes it.
    yield "?"
    for number in range(2, MOST_FURTHER_PAGES + 1):
        yield f"?page={number}"
    for kind in ItemKind.values:
        yield f"?kind={kind}"
    for year in range(FIRST_YEAR, clock.now().year + 2):
        yield f"?year={year}"
    yield from map(_about, topics)


def _about(topic: str) -> str:
    return "?" + urlencode({"topic": topic})


def _feeds(listing_pk: int, topics: Iterable[str]) -> Iterator[str]:
    for topic in topics:
        yield from (form.address(listing_pk, topic) for form in FORMATS)


def _root_of(address: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))


def _listing_types() -> list[type[Page]]:
    return [model for model in ListingPage.__subclasses__() if not model._meta.abstract]


def _of_site(site: Site) -> Iterator[str]:
    for name in ("sitemap_index", "news_sitemap", "robots"):
        yield site.root_url + reverse(name)


def _read(pages: PageQuerySet) -> list[Page]:
    """Those that somebody may have read; one more than MOST_PAGES at most.

    Not what the gate lets through now: what it has just closed has to be purged, too. Addresses of
    drafts are told to nobody.
    """
    return list(pages.filter(live=True)[: MOST_PAGES + 1])


def _translations(page: Page) -> PageQuerySet:
    return Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)


def _is_in_menus(page: Page) -> bool:
    """Whether the menu, the footer or another setting of a site names the page."""
    kind = ReferenceIndex._get_base_content_type(Page)
    rows = ReferenceIndex.get_references_to(page).exclude(base_content_type=kind)
    return rows.exists()
