"""Public addresses. Included last by the project: the final pattern takes everything."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls

from pages import languages, passwords, views
from pages.social_cards.views import social_card

_PASSWORD = "wagtailcore_authenticate_with_password"  # noqa: S105
_LOG_IN_PATTERNS = [
    pattern
    for pattern in wagtail_urls.urlpatterns
    if pattern.name not in ("wagtail_serve", _PASSWORD)
]

urlpatterns = [
    path("theme.css", views.theme_css, name="theme_css"),
    languages.with_prefix(
        re_path(r"^(?:[\w-]+/)?_search/$", views.to_search, name="to_search"),
    ),
    path("", include("pages.discovery.urls")),
    re_path(
        r"^_cards/(?P<pk>\d{1,18})-(?P<fingerprint>[0-9a-f]{16})\.png$",
        social_card,
        name="social_card",
    ),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        passwords.ask_for_password,
        name=_PASSWORD,
    ),
    *_LOG_IN_PATTERNS,
    languages.with_prefix(re_path(r"^(.*)$", views.serve, name="wagtail_serve")),
]
