"""Addresses of items that were taken off."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from wagtail.models import Site

from newsroom import former_addresses
from pages import visibility

GetResponse = Callable[[HttpRequest], HttpResponse]


class GoneMiddleware:
    """Answers where nothing was found and an editor said what becomes of the readers.

    It stands around the redirects, which know the item's last address only in one spelling. Like
    them it keeps silent about a page that is not public.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or "\x00" in request.path:
            return response
        site = Site.find_for_request(request)
        former = former_addresses.find(site, request.path) if site else None
        if former is None:
            return response
        if former.redirect is None:
            return render(request, "410.html", status=410)
        target = former.redirect.redirect_page
        if target is None or not visibility.is_served(target):
            return response
        return HttpResponseRedirect(former.redirect.link)
