"""Uploaded files, where no other server or bucket serves them: the demo and small installations."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at `path` under MEDIA_ROOT, or 404.

    A path names its file's content: a replaced file gets a new one, so an answer never ages.
    """
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if isinstance(response, FileResponse):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
