"""Every address of the site. The public pages come last: their pattern takes what is left.

What is not for readers begins with an underscore, so that a page may live at /health/ or /media/.
"""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from portal.delivery.health import health
from portal.delivery.media import serve_media

handler500 = "portal.delivery.outage.server_error"

urlpatterns = [
    path("_health/", health, name="health"),
    path("admin", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    # Views that stand before Wagtail’s own of the same address.
    path("admin/", include("pages.admin_privacy.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include("pages.media.urls")),
    path("", include("newsroom.api.urls")),
    path("", include("newsroom.urls")),
    path("", include("newsroom.releases.urls")),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", serve_media))

urlpatterns.append(path("", include("pages.urls")))
