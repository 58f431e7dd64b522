"""`/_cards/<page>-<fingerprint>.png`: as public as the page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from pages import languages, social_cards, visibility
from pages.discovery import robots
from pages.site_settings import SiteSettings
from pages.snapshot import in_one_state
from pages.social_cards import drawing, store


@require_safe
@in_one_state
def social_card(request: HttpRequest, pk: int, fingerprint: str) -> HttpResponseBase:
    """The card of a public page of this site; else 404.

    An older fingerprint leads to the card of now, so that nothing but that one is ever drawn.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    page = get_object_or_404(
        visibility.public(languages.in_site(Page.objects, site)), pk=pk
    ).specific
    card = social_cards.card_of(page, SiteSettings.for_request(request))
    if fingerprint != card.fingerprint:
        moved = HttpResponsePermanentRedirect(social_cards.address(page, card))
        # A title may be changed back.
        moved["Cache-Control"] = "no-cache"
        return moved
    etag = quote_etag(fingerprint)
    response = get_conditional_response(request, etag)
    if response is None:
        response = HttpResponse(_drawn(page.pk, card), content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return robots.mark(response, request)


def _drawn(page_id: int, card: social_cards.Card) -> bytes:
    stored = store.read(page_id, card.fingerprint)
    if stored is None:
        stored = drawing.draw(card)
        store.keep(page_id, card.fingerprint, stored)
    return stored
