"""Addresses: which of a site there are to ask for, which a page leads to, and in which file each is.

An address is a path with its query string, as it stands in a link. Its file is named like the path,
decoded, as nginx decodes it:

    /about/               about/index.html
    /about                about?
    /news/?page=2         news/?page=2
    /static/css/site.css  static/css/site.css

A path holds no question mark of its own, so that no file stands where a folder has to be, and none
answers for an address but its own.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from newsroom.feeds.formats import FORMATS
from newsroom.models.listings import NewsListPage, NewsroomPage
from pages import languages, permalinks, visibility
from portal.delivery.baking.asking import Answer
from portal.delivery.page_cache.key import PARAMETERS, is_apart, normalised

#: Addresses that the web fixes, and those of this project.
FIXED = (
    "/robots.txt", "/sitemap.xml", "/sitemap-news.xml", "/.well-known/security.txt",
    "/_site.webmanifest", "/favicon.ico", "/theme.css",
)  # fmt: skip
#: What lies in a file of the name in the address, below paths of its own.
FILES = (
    *(path for path in (settings.STATIC_URL, settings.MEDIA_URL) if path.startswith("/")),
    "/documents/", "/_cards/", "/_feeds/",
)  # fmt: skip
#: Most file systems take so many bytes for a name, and `.gz` comes behind it.
LONGEST_NAME = 250
#: What can be chosen in a list, one or all of them at once; every choice has its numbered pages.
CHOICES = frozenset(PARAMETERS) - {"page"}

_IN_MARKUP = re.compile(r"""\b(href|src|srcset|poster|content)="([^"]+)\"""")
_IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_IN_TEXT = re.compile(r"""(?<![\w<./:])(?:https?:/)?/[^\s"'<>()\\,]+""")
_PLAIN_QUERY = re.compile(r"[\w=&%+~-]+", re.ASCII)


def pages_of(site: Site) -> Iterator[tuple[str, Page]]:
    """The address of every public page of a site, without its query string, and the page."""
    rows = visibility.public(languages.in_site(Page.objects.all(), site))
    for page in rows.select_related("public_address").order_by("path").iterator(2000):
        parts = page.get_url_parts()
        # A page below a site inside this one has its address there.
        if parts is None or parts[0] != site.pk or parts[2] is None:
            continue
        row = getattr(page, "public_address", None)
        yield (row.encoded if row else parts[2]), page


def feeds_of(site: Site) -> Iterator[str]:
    """The addresses of the feeds of a site's lists; those of their topics are linked."""
    for model in (NewsroomPage, NewsListPage):
        lists = visibility.public(languages.in_site(model.objects.all(), site))
        for pk in lists.order_by().values_list("pk", flat=True):
            yield from (form.address(pk) for form in FORMATS)


def links_of(address: str, answer: Answer, origin: str) -> list[str]:
    """The addresses of this site that an answer leads to, in their right spelling, in order."""
    kind = answer.header("content-type").partition(";")[0]
    found: Iterable[str] = ()
    if location := answer.header("location"):
        found = [location]
    elif kind == "text/html":
        found = _in_markup(answer.body.decode())
    elif kind == "text/css":
        found = _IN_STYLE.findall(answer.body.decode())
    elif kind.endswith(("xml", "json")):
        # A sitemap names nothing but pages and sitemaps, a feed pictures and texts.
        found = map(unescape, _IN_TEXT.findall(answer.body.decode()))
    links = (_ours(urljoin(origin + address, link), origin) for link in found)
    return list(dict.fromkeys(link for link in links if link))


def _in_markup(html: str) -> Iterator[str]:
    for name, value in _IN_MARKUP.findall(html):
        if name == "srcset":
            yield from (part.split()[0] for part in unescape(value).split(",") if part.strip())
        elif name != "content" or "/" in value:
            yield unescape(value)


def _ours(address: str, origin: str) -> str | None:
    """The path and query of an address of this site that can be asked for; else None."""
    try:
        parts = urlsplit(address)
        path = unquote(parts.path or "/", errors="strict")
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}" != origin or any(mark in path for mark in "?\\\x00"):
        return None
    if "//" in path or any(part in (".", "..") for part in path.split("/")):
        return None
    if not (path.startswith(FILES) or path in FIXED) and is_apart(path):
        return None
    encoded = permalinks.encode(path)
    if not parts.query:
        return encoded
    query = normalised(path, parts.query)
    if query == "":
        return encoded
    return f"{encoded}?{query}" if query else None


def chosen_in(address: str) -> int:
    """How many of kind, year and topic an address in its right spelling chooses."""
    query = address.partition("?")[2]
    return len(CHOICES.intersection(part.partition("=")[0] for part in query.split("&")))


def has_file_of_its_name(address: str) -> bool:
    """Whether an address is that of a file, not of a page."""
    return unquote(address.partition("?")[0]).startswith(FILES)


def file_for(address: str) -> str | None:
    """The name of the file of an address, below its folder; None where it can't have one."""
    path, _, query = address.partition("?")
    path = unquote(path).lstrip("/")
    if query:
        name = f"{path}?{query}" if _PLAIN_QUERY.fullmatch(query) else ""
    elif has_file_of_its_name(address):
        # Those are the names of compressed copies.
        name = "" if path.endswith((".gz", ".br")) else path
    else:
        name = f"{path}index.html" if path.endswith("/") or not path else f"{path}?"
    fits = all(len(part.encode()) <= LONGEST_NAME for part in name.split("/"))
    return name if name and fits else None
