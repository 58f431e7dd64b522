"""The portal's addresses behind one that answers nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import urlpatterns as of_the_portal


def nothing(request: HttpRequest) -> HttpResponse:
    """An empty answer."""
    return HttpResponse()


urlpatterns = [path("_nothing/", nothing), *of_the_portal]
