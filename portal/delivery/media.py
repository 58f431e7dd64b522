"""Uploaded images, where no other server or bucket serves them: the demo, small installations."""

import posixpath

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# Documents are answered by their own view, which knows who may read them; uploads that wait for
# the rest of their form by none.
PRIVATE_FOLDERS = ("documents", "wagtail_uploads")


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at `path` under MEDIA_ROOT, or 404.

    A path names its file's content: a replaced file gets a new one, so an answer never ages.
    """
    if posixpath.normpath(path).lstrip("/").split("/")[0] in PRIVATE_FOLDERS:
        raise Http404("A document has an address of its own.")
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if isinstance(response, FileResponse):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
