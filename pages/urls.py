"""Public addresses. Included last by the project: the final pattern takes everything."""

from django.urls import path, re_path
from wagtail import urls as wagtail_urls

from pages import views

_LOG_IN_PATTERNS = [
    pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"
]

urlpatterns = [
    path("theme.css", views.theme_css, name="theme_css"),
    *_LOG_IN_PATTERNS,
    re_path(r"^(.*)$", views.serve, name="wagtail_serve"),
]
