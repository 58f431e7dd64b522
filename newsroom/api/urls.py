"""Addresses of the API. What lies below `/api/` and is none of them is said to be nothing."""

from django.urls import path, re_path

from newsroom.api.views import router
from pages.api.views import nothing

urlpatterns = [
    path("api/v2/", router.urls),
    re_path(r"^api(?:/.*)?$", nothing, name="api_nothing"),
]
