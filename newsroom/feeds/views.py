"""The addresses of feeds."""

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Site

from newsroom.feeds import atom, json_feed, rss
from newsroom.feeds.entries import feed_of
from newsroom.feeds.formats import ATOM, JSON, RSS, Format
from newsroom.models.listings import ListingPage
from newsroom.topics import Topic
from pages import dependencies, languages, own_types, site_of_request, together
from pages.snapshot import in_one_state

_WRITERS = {ATOM: atom.write, RSS: rss.write, JSON: json_feed.write}


# The validator is made from the answer itself: it changes when something public does, and tells
# nothing about anything else. A date would, when an item is taken off.
@conditional_page
@require_safe
@in_one_state
def feed(request: HttpRequest, pk: int, written: Format, topic: str = "") -> HttpResponse:
    """The feed of one listing, or what it has on one topic, in one format.

    404 for a listing that is not public, or of another site; and for a topic on which the public
    can see nothing there, whether or not there is one.
    """
    site_of_request.fetch(request)
    site = Site.find_for_request(request)
    if site is None or "\x00" in topic:
        raise Http404
    listing = _listing(pk, site)
    about = get_object_or_404(Topic, slug=topic) if topic else None
    with languages.speaking(listing):
        found = feed_of(listing, about, request, written)
        answer = _WRITERS[written](found)
    if about and not found.entries:
        raise Http404
    response = HttpResponse(answer, content_type=f"{written.media_type}; charset=utf-8")
    # Search engines have the pages themselves.
    response["X-Robots-Tag"] = "noindex"
    return response


def _listing(pk: int, site: Site) -> ListingPage:
    """The public listing of this number, on this site. Raises Http404."""
    if pk > BigIntegerField.MAX_BIGINT:
        raise Http404
    roots = tuple(languages.roots(site).values())
    with dependencies.reading(dependencies.page(pk)):
        page = together.public_pages([pk]).get(pk)
        if page is None or not page.url_path.startswith(roots):
            raise Http404
        found = own_types.fetch(pk, page.content_type_id)
    if not isinstance(found, ListingPage):
        raise Http404
    return found
