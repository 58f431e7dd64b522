"""Where readers of other addresses are sent: what a list of redirects can say without a database.

Old addresses are asked for, so that the list says what the application says, gate included: the
redirects that people wrote and that renaming and moving leaves, former addresses of items, and of a
section that moved every page below it. What follows by rule is worked out: other spellings of the
addresses that there are, and their places in the tree.
"""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from newsroom.models import FormerAddress
from pages import permalinks, visibility
from pages.models.places import FormerPlace
from portal.delivery.baking import addresses
from portal.delivery.baking.record import SiteRecord

#: Behind what all spellings of an address share.
_ENDINGS = ("", "/", ".html", "/index.html")


def candidates(site: Site) -> Iterator[str]:
    """Addresses, encoded, at which something else may be found than a page: to be asked for."""
    rows = Redirect.objects.filter(Q(site=site) | Q(site=None)).exclude(old_path__contains="?")
    for old_path in rows.values_list("old_path", flat=True).iterator():
        # Wagtail keeps them without the slash at the end; visitors come with it, too.
        path = unquote(old_path) or "/"
        yield from _both(path)
    for path in FormerAddress.objects.filter(site=site).values_list("path", flat=True).iterator():
        yield from _both(path)
    for place in FormerPlace.objects.filter(site=site).select_related("page"):
        yield from _both(place.path)
        below = Page.objects.filter(path__startswith=place.page.path, depth__gt=place.page.depth)
        for url_path in visibility.public(below).values_list("url_path", flat=True).iterator():
            rest = url_path.removeprefix(place.page.url_path)
            yield permalinks.encode(f"{place.path.rstrip('/')}/{rest}")
    for page in visibility.public(Page.objects.exclude(public_address=None)).iterator():
        # The place of a page that has an address of its own.
        parts = page.get_url_parts()
        if parts and parts[0] == site.pk and parts[2]:
            yield parts[2]


def spellings(record: SiteRecord) -> dict[str, str]:
    """Other spellings of the addresses that have files, and where they lead; decoded, in small
    letters, as nginx compares them.
    """
    pages = {
        address: unquote(address)
        for address in record.entries
        if "?" not in address
        and not addresses.has_file_of_its_name(address)
        and address not in addresses.FIXED
    }
    keys = Counter(permalinks.key_of(path) for path in pages.values())
    taken = {path.lower() for path in map(unquote, record.redirects)}
    found = {}
    for address, path in pages.items():
        key = permalinks.key_of(path)
        if keys[key] > 1:
            continue
        for ending in _ENDINGS:
            spelling = f"{key.rstrip('/')}{ending}" or "/"
            if spelling not in taken:
                found[spelling] = address
    return found


def _both(path: str) -> Iterator[str]:
    bare = path.rstrip("/")
    yield permalinks.encode(bare or "/")
    yield permalinks.encode(f"{bare}/")
