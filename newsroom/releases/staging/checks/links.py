"""Where the links of a page lead. What lies on other sites is not fetched."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from newsroom.releases.staging import rendering
from newsroom.releases.staging.checks.blocks import blocks_of
from newsroom.releases.staging.checks.visited import Visited
from newsroom.releases.staging.findings import Finding, warning
from pages import permalinks, visibility
from pages.blocks.links import LinkBlock, validate_link
from pages.views import serve

#: The labels of a host name, its last one not a number only; RFC 1123.
_HOST = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d][\w-]*", re.IGNORECASE)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*", re.IGNORECASE)
_LONGEST = 80


def lead_to_public_pages(visited: Visited) -> Iterator[Finding]:
    """A link to a page that is not public then is shown as plain text, and a card without a link."""
    places = {
        int(reference.to_object_id): reference.describe_source_field()
        for reference in visited.references
        if reference.to_content_type.model_class() is Page
    }
    for page in Page.objects.filter(pk__in=places).order_by("pk"):
        if page.pk != visited.page.pk and not visibility.is_public(page):
            yield warning(
                visited.page,
                f"It links to “{page.get_admin_display_title()}” ({places[page.pk]}), which is not "
                "public then: readers see no link. Publish that page too, or take the link out.",
                page,
            )


def are_well_formed(visited: Visited) -> Iterator[Finding]:
    """An address that no browser can open is a slip of the pen."""
    told = set()
    typed = [
        value.get("url") or ""
        for _, block, value in blocks_of(visited.page)
        if isinstance(block, LinkBlock) and value is not None
    ]
    for address in (*typed, *_addresses(visited)):
        if address and address not in told and not _is_well_formed(address):
            told.add(address)
            yield warning(
                visited.page,
                f"The address “{address[:_LONGEST]}” can’t be right. Correct the link.",
            )


def are_answered(visited: Visited) -> Iterator[Finding]:
    """An address of this site that was typed as text leads somewhere."""
    told = set()
    for address in _addresses(visited):
        path = _own_path(address, visited)
        if path and path not in told and not _leads_somewhere(path, visited):
            told.add(path)
            yield warning(
                visited.page,
                f"The link to “{path[:_LONGEST]}” leads to no page then. Correct the link.",
            )


def _addresses(visited: Visited) -> list[str]:
    """The addresses in the page's own part of what was answered."""
    if visited.answer is None or visited.answer.status != 200:
        return []
    links = visited.answer.html.css("main a[href]")
    return [(link.attributes.get("href") or "").strip() for link in links]


def _is_well_formed(address: str) -> bool:
    if address.startswith(("#", "?")):
        return True
    try:
        validate_link(address)
        parts = urlsplit(address)
        host = parts.hostname
    except (ValidationError, ValueError):
        return False
    if parts.scheme not in {"http", "https"}:
        return " " not in address
    return bool(
        host
        and (_HOST.fullmatch(host) or _IP.fullmatch(host) or host == "localhost")
        and " " not in address
        and not parts.path.startswith(("/http:", "/https:"))
    )


def _own_path(address: str, visited: Visited) -> str:
    """The path of an address on this site; empty for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    site = visited.site
    if parts.netloc and (site is None or parts.hostname != site.hostname):
        return ""
    if parts.scheme not in {"", "http", "https"} or not parts.path.startswith("/"):
        return ""
    return parts.path


def _leads_somewhere(path: str, visited: Visited) -> bool:
    assert visited.site is not None  # noqa: S101
    request = rendering.anonymous_request(visited.site, path)
    try:
        match = resolve(unquote(path))
        if match.func is not serve:
            # Not a page; documents and the like have checks of their own.
            return True
        permalinks.find(request)
    except Resolver404:
        return False
    except Http404:
        redirect = get_redirect(request, Redirect.normalise_path(path))
        return redirect is not None
    return True
