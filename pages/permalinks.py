"""A page's public address, when it is not its place in the tree.

A page with a `permalink` is reached at exactly that path, in capitals, with dots or without a
trailing slash if that is how it is written. The field is part of the page's revision; publishing
writes the `Permalink` row that routing reads, so the address of a draft never resolves. The same
address without or with its trailing slash, with `.html` or `index.html`, or in other case answers
with one permanent redirect, and so does the page's place in the tree.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Upper
from django.http import Http404, HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages import dependencies, languages, own_types, together, visibility
from pages.prepared import Given, Prepared

#: First path segments that belong to the application and can never be a page's address.
RESERVED_SEGMENTS = frozenset({
    "admin", "api", "static", "theme.css",
    ".well-known", "favicon.ico", "robots.txt",
    "_calendar", "_cards", "_feeds", "_health", "_media", "_preview", "_search",
    "_site.webmanifest", "_util",
})  # fmt: skip
MAX_LENGTH = 600
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\u2028\u2029?#\\]")
_SITEMAP = re.compile(r"sitemap(?:-[^/]*)?\.xml")
_INDEX_FILE = re.compile(r"(?:/index)?\.html?$", re.IGNORECASE)


class Permalink(models.Model):
    """The public address of a published page: written when it is published, read by routing."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="public_address")
    path = models.CharField(max_length=MAX_LENGTH)
    key = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        app_label = "pages"
        constraints = [
            models.UniqueConstraint(fields=["site", "path"], name="permalink_path_once_per_site"),
        ]
        indexes = [models.Index(fields=["site", "key"], name="permalink_site_key")]

    def __str__(self) -> str:
        return self.path

    @property
    def encoded(self) -> str:
        """The path as it stands in a link."""
        return encode(self.path)


@dataclass(frozen=True)
class Found:
    """What routing found: a page to serve, or the address to send the visitor to."""

    page: Page
    redirect_to: str | None = None


def normalise(address: str) -> str:
    """An address as it is stored: decoded, with a leading slash, otherwise as written.

    Raises ValidationError with a message for the editor when it can't be a public address.
    """
    path = unquote(address.strip())
    if not path:
        return ""
    if _FORBIDDEN.search(path):
        raise ValidationError(
            "An address is a path only: letters, digits and punctuation, without “?”, “#” or “\\”."
        )
    path = "/" + path.lstrip("/")
    if len(path) > MAX_LENGTH:
        raise ValidationError(f"An address can have {MAX_LENGTH} characters at most.")
    segments = path.split("/")[1:]
    if "//" in path or any(segment in {".", ".."} for segment in segments):
        raise ValidationError("An address can’t hold empty parts or dots alone between slashes.")
    refuse_reserved(path)
    return path


def refuse_reserved(path: str) -> None:
    """Raises ValidationError for an address that belongs to the application."""
    first = path.split("/")[1]
    if first.lower() in RESERVED_SEGMENTS or _SITEMAP.fullmatch(first.lower()):
        raise ValidationError(f"Addresses below “/{first}” belong to the system.")


def key_of(path: str) -> str:
    """What all spellings of one address share: no trailing slash, no `.html`, one case."""
    return without_index_file(path).rstrip("/").casefold() or "/"


def without_index_file(path: str) -> str:
    """A path without the `.html` or `index.html` at its end."""
    return _INDEX_FILE.sub("", path)


def encode(path: str) -> str:
    """A decoded path as it stands in a link; sub-delims, `:` and `@` stay (RFC 3986)."""
    return quote(path, safe="!$&'()*+,;=/~:@")


def address_of(page: Page) -> str | None:
    """The public address of a published page whose own type was not fetched.

    Costs no query when the page was fetched with `select_related("public_address")`.
    """
    row = getattr(page, "public_address", None)
    if row:
        return row.encoded
    # A page that was fetched as its own type knows more of its address.
    place = together.place_on_only_site(page) if type(page) is Page else None
    return place[2] if place else page.url


def full_address_of(page: Page) -> str | None:
    """The same with the host; None outside every site. Of a page that was fetched as its own type,
    its own address, published or not.
    """
    parts = page.get_url_parts()
    if parts is None or parts[1] is None:
        return None
    row = getattr(page, "public_address", None) if type(page) is Page else None
    return parts[1] + (row.encoded if row else parts[2])


def site_of(page: Page) -> Site | None:
    """The site that a page belongs to, with its home page; one query."""
    parts = page.get_url_parts()
    return Site.objects.select_related("root_page").get(pk=parts[0]) if parts else None


def tree_path(parent: Page, slug: str, site: Site) -> str:
    """The path of a page with this slug below `parent`, as seen by visitors of the site."""
    root, prefix = languages.tree_of(parent, site)
    return prefix + parent.url_path.removeprefix(root.rstrip("/")) + slug + "/"


def own_path(page: Page, site: Site) -> str:
    """The path that a page's permalink stands for, below the prefix of its language; or nothing."""
    return languages.tree_of(page, site)[1] + page.permalink if page.permalink else ""


def find(request: HttpRequest) -> Found:
    """The page behind the address of this request, if it may answer.

    Raises Http404 when there is none, or none that the visitor may see.
    """
    site = Site.find_for_request(request)
    path = request.path
    if site is None or "\x00" in path:
        raise Http404
    page = _page_behind(site, path)
    if page is None and (shorter := languages.without_default(path)):
        page = _page_behind(site, shorter)
    if page is None or not visibility.is_served(page):
        raise Http404
    address = page.get_url(request)
    if address is None:
        # A page in a language that the site no longer has.
        raise Http404
    if unquote(address) != path:
        query = request.META.get("QUERY_STRING", "")
        return Found(page, redirect_to=f"{address}?{query}" if query else address)
    return Found(page)


def in_tree(url_paths: Iterable[str]) -> PageQuerySet:
    """The pages with these places in the tree, whether or not anybody may see them."""
    places = list(url_paths)
    # Wagtail has an index for slugs and none for places.
    slugs = {place.rstrip("/").rpartition("/")[2] for place in places}
    return Page.objects.filter(slug__in=slugs, url_path__in=places)


def check(page: Page, path: str, site: Site) -> None:
    """Refuse an address that the application or another page of the site already has.

    Raises ValidationError; the message names no page, because the editor may not be allowed to
    know of it.
    """
    refuse_reserved(path)
    taken = Permalink.objects.filter(site=site, key=key_of(path)).exclude(page_id=page.pk)
    if taken.exists() or _tree_taken(page, path, site):
        raise ValidationError("Another page already has this address. Choose a different one.")


def record(page: Page) -> None:
    """Let routing know the address of a page that has just been published."""
    site = site_of(page) if page.permalink else None
    if site is None:
        forget(page)
        return
    path = own_path(page, site)
    row = Permalink.objects.filter(page_id=page.pk).first()
    if row and (row.site_id, row.path) == (site.pk, path):
        return
    if row and row.path != path:
        _redirect_old_address(row, page)
    _note_change(page, path)
    Permalink.objects.update_or_create(
        page_id=page.pk, defaults={"site": site, "path": path, "key": key_of(path)}
    )


def forget(page: Page) -> None:
    """Free the address of a page that is no longer published."""
    if Permalink.objects.filter(page_id=page.pk).delete()[0]:
        _note_change(page)


def place_key(url_path: str) -> str:
    """The key of which page has a place in the tree (`pages.dependencies`)."""
    return dependencies.at("tree:" + key_of(url_path))


def _note_change(page: Page, *paths: str) -> None:
    """The page is called otherwise from now on, and answers at these paths."""
    if change := dependencies.current_change():
        change.keys |= dependencies.names(page)
        change.keys.update(dependencies.at(key_of(path)) for path in paths)


def _page_behind(site: Site, path: str) -> Page | None:
    """The page at a path, or at the spelling of it that comes nearest."""
    place = _place(site, path)
    with dependencies.reading(dependencies.at(key_of(path)), place_key(place)):
        page = _visited(site, "path", path, place)
        if page is None:
            bare = without_index_file(path).casefold()
            page = _visited(site, "key", key_of(path), _place(site, bare))
    return page


def _place(site: Site, path: str) -> str:
    root, rest = languages.place_of(site, path)
    return f"{root.rstrip('/')}/{rest.strip('/')}".rstrip("/") + "/"


def _visited(site: Site, column: str, address: str, place: str) -> Page | None:
    """The page of the first address of this spelling, else the one at a place in the tree; one query
    to find it, and one for the page as its own type.
    """
    slug = place.rstrip("/").rpartition("/")[2]
    found = _addresses.ask(column, site=site.pk, address=address, place=place, slug=slug)
    if not found:
        return None
    _, pk, kind = min(found, key=lambda row: (row[0] is None, row[0] or 0))
    dependencies.note(dependencies.page(pk))
    return own_types.fetch(pk, kind)


def _addressed(column: str) -> models.QuerySet:
    text = models.CharField()
    own = Permalink.objects.filter(site=Given("site", models.BigIntegerField()))
    own = own.filter(**{column: Given("address", text)})
    # No page type of ours routes below itself, so one look-up by path replaces the walk down.
    tree = Page.objects.filter(slug=Given("slug", text), url_path=Given("place", text))
    found = own.order_by().values_list("pk", "page_id", "page__content_type_id")
    none = models.Value(None, models.BigIntegerField())
    return found.union(tree.order_by().values_list(none, "pk", "content_type_id"), all=True)


_addresses = Prepared(_addressed)


def _tree_taken(page: Page, path: str, site: Site) -> bool:
    root, rest = languages.place_of(site, path)
    url_path = root.rstrip("/") + key_of(rest).rstrip("/") + "/"
    # The index of slugs in capitals is made by a migration of ours.
    slug = Upper(models.Value(url_path.rstrip("/").rpartition("/")[2]))
    alike = Page.objects.alias(capitals=Upper("slug")).filter(capitals=slug)
    return alike.filter(url_path__iexact=url_path).exclude(pk=page.pk).exists()


def _redirect_old_address(row: Permalink, page: Page) -> None:
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(encode(row.path)),
        site_id=row.site_id,
        defaults={"redirect_page_id": page.pk, "is_permanent": True, "automatically_created": True},
    )
