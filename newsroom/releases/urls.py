"""Public addresses of the release desk. They begin with an underscore, where no page can be."""

from django.urls import path

from newsroom.releases import ics
from newsroom.releases.staging import preview_views

urlpatterns = [
    path("_calendar/<str:token>.ics", ics.feed, name="release_calendar"),
    path("_preview/<str:token>/", preview_views.index, name="release_preview"),
    path("_preview/<str:token>/<int:pk>/", preview_views.page, name="release_preview_page"),
    path(
        "_preview/<str:token>/documents/<int:pk>/<str:filename>",
        preview_views.document,
        name="release_preview_document",
    ),
]
