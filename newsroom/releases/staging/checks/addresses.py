"""Whether visitors reach the page, and what else answers at its address."""

from collections.abc import Iterator
from urllib.parse import unquote

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from newsroom.models import NewsLinkPage
from newsroom.releases.staging.checks.visited import Visited
from newsroom.releases.staging.findings import Finding, error, warning
from newsroom.releases.staging.rendering import Answer
from pages import visibility


def is_reached(visited: Visited) -> Iterator[Finding]:
    """The page answers at its own address, or something says why not."""
    page = visited.page
    if visited.answer is None:
        yield error(
            page, "It has no address, because it lies below no home page. Move it into the site."
        )
    elif above := _hides(page):
        yield error(
            page,
            f"“{above.get_admin_display_title()}” above it is not public then, so nobody reaches "
            "it. Publish that page too, or move this one.",
            above,
        )
    elif not visibility.is_open(page):
        yield error(page, "Its own dates keep it off the site then. Clear them in its schedule.")
    elif visibility.is_restricted(page):
        yield warning(page, "It asks visitors to log in or for a password. Is that intended?")
    else:
        yield from _is_answered(visited, visited.answer)


def meets_redirects(visited: Visited) -> Iterator[Finding]:
    """A redirect from the page's own address has no effect while the page is there."""
    if not visited.address:
        return
    old_path = Redirect.normalise_path(visited.address)
    for redirect in Redirect.objects.filter(old_path=old_path, site__in=[visited.site, None]):
        yield warning(
            visited.page,
            f"A redirect from its address to {redirect.link or 'nowhere'} stops working when the "
            "page is there. Delete the redirect if that is right.",
        )


def _is_answered(visited: Visited, answer: Answer) -> Iterator[Finding]:
    page, address = visited.page, unquote(visited.address)
    if answer.error:
        yield error(page, f"It can’t be shown: {answer.error}. Tell whoever looks after the site.")
    elif answer.status in {301, 302} and isinstance(page, NewsLinkPage):
        return
    elif answer.status in {301, 302}:
        yield error(
            page,
            f"Its address {address} sends visitors on to {answer.location}. Another page or a "
            "redirect has this address; change one of them.",
        )
    elif answer.status != 200:
        yield error(
            page,
            f"Visitors get “{_words(answer.status)}” at its address {address}. Look where its "
            "link leads, and whether another page has this address.",
        )
    elif not _is_this_page(visited, answer):
        yield error(page, f"Another page answers at its address {address}. Change one of them.")


def _is_this_page(visited: Visited, answer: Answer) -> bool:
    """Whether what was answered names this page's address as its own."""
    canonical = answer.html.css_first("link[rel=canonical]")
    named = canonical.attributes.get("href") if canonical else None
    return named is None or named == visited.page.full_url


def _hides(page: Page) -> Page | None:
    """The topmost page above this one that is not open then."""
    above = Page.objects.ancestor_of(page).filter(depth__gt=1).order_by("depth")
    return next((parent for parent in above if not visibility.is_open(parent)), None)


def _words(status: int) -> str:
    return {403: "forbidden", 404: "not found", 410: "gone"}.get(status, str(status))
