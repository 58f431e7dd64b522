"""Keys of answers (`pages.dependencies`) as a CDN knows them.

An answer says in the header CDN_KEYS what it was made from; a change purges the keys that it changes.
Keys name numbers of pages and places of the tree, so they are meant for the CDN alone, which takes
the header off before a visitor sees it (Fastly and Cloudflare do so by themselves).
"""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.response import HttpResponseBase
from wagtail.models import Page

from pages import dependencies, permalinks
from portal.delivery.cdn.backends import joined
from portal.delivery.counters.tables import DECLARED, MADE_FROM

EVERYTHING = dependencies.EVERYTHING
#: What the publication of a page writes, and triggers with it.
_WRITTEN = DECLARED | MADE_FROM.keys()
#: The header of one answer, in characters: CDNs refuse longer ones. An answer that was made from
#: more says that any change concerns it.
LONGEST = 4000


def mark(response: HttpResponseBase, keys: Iterable[str]) -> None:
    """Let an answer say that it was made from these keys, where that is wanted."""
    if settings.CDN_KEYS:
        value = joined({*keys, EVERYTHING})
        if len(value) > LONGEST:
            value = joined({EVERYTHING, dependencies.ANYTHING})
        response.headers[settings.CDN_KEYS] = value


def of_page(page: Page, *, renamed: bool = False) -> set[str]:
    """What a change of a page changes. `renamed`: whether it is public, or where, may be among it;
    that reaches everything below, and whatever shows something from there.
    """
    if renamed and page.numchild:
        return {EVERYTHING}
    steps = range(Page.steplen, len(page.path) + 1, Page.steplen)
    above = {dependencies.below(page.path[:end]) for end in steps}
    address = permalinks.full_address_of(page)
    own = {dependencies.page(page.pk), *dependencies.names(page), dependencies.ANYTHING}
    own |= {dependencies.numbered(page.pk), dependencies.NEWS}
    places = {permalinks.place_key(page.url_path), *map(dependencies.table, _WRITTEN)}
    return own | above | places | of_addresses([address] if address else [])


def of_addresses(addresses: Iterable[str]) -> set[str]:
    """What depends on which page answers at these addresses."""
    paths = [unquote(urlsplit(address).path) for address in addresses]
    keys = {dependencies.at(permalinks.key_of(path)) for path in paths}
    return keys | {dependencies.ANYTHING} if keys else set()


def of_thing(label: str, pk: int) -> set[str]:
    """What a change of a snippet, a picture or a file changes, beside the pages that show it."""
    own = {dependencies.image(pk)} if label == "pages.siteimage" else set()
    return own | {dependencies.ANYTHING}
