"""The site's addresses while it is baked: besides its own those that another server answers in
production, and the page that a mirror shows in the place of what it can't do.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from portal.delivery.media import serve_media
from portal.urls import urlpatterns as of_the_site

#: Reserved: no page has an address that begins with this, after the prefix of its language.
NOT_HERE = "_util/mirror/"


@never_cache
def not_here(request: HttpRequest) -> HttpResponse:
    """What a mirror says to who asks for something that only the application can do."""
    return render(request, "mirror.html", status=503)


urlpatterns = [
    re_path(rf"^(?:[\w-]+/)?{NOT_HERE}$", not_here),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", serve_media),
    *of_the_site,
]
