"""`/documents/<id>/<name>`: who may fetch a document, and what they are sent.

A document is public exactly while something public refers to it: a page that `pages.visibility`
lets through, or the site's settings, which every page shows. Wagtail's reference index knows who
refers to what; it describes the rows of the database, so for a page that is live it describes the
published page and not a draft of it. Everyone else gets the same answer as for a document that
does not exist, except staff who may pick the document in the admin.

The id alone names the document. A file that is replaced by one of another name keeps answering at
its old address, with a redirect to the new one.

What is sent can't act on the site's behalf, whatever it holds: it is an attachment, in a sandbox,
and the browser may not guess its type.
"""

import logging
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.models import document_served
from wagtail.models import Page, PageViewRestriction
from wagtail.permissions import policy_registry

from pages import visibility
from pages.media.ranges import requested_range, send_range
from pages.media.references import is_in_settings, referring_pages
from pages.models.media import SiteDocument

logger = logging.getLogger(__name__)

# A copy may be kept, but the site is asked before each use: the answer may have changed.
PUBLIC_CACHING = "no-cache"
STAFF_CACHING = "private, no-store"


@require_safe
def serve_document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Send a document, or answer 404 as if there were none."""
    document = SiteDocument.objects.select_related("collection").filter(pk=document_id).first()
    public = document is not None and is_public(document)
    # The user is looked up also when there is no document: the headers must not tell.
    if not public and not _may_fetch_unpublished(request, document):
        raise Http404
    assert document is not None  # noqa: S101
    if public and (refusal := _collection_refusal(request, document)):
        return refusal
    if filename != document.filename:
        response: HttpResponseBase = redirect(document.url)
    else:
        response = send_file(request, document)
    response["Cache-Control"] = PUBLIC_CACHING if public else STAFF_CACHING
    return response


def is_public(document: SiteDocument) -> bool:
    """Whether a public page, or the site's settings, refer to the document now."""
    return is_in_settings(document) or visibility.public(referring_pages(document)).exists()


def _may_fetch_unpublished(request: HttpRequest, document: SiteDocument | None) -> bool:
    """Whether this request may have a document that is not public.

    Staff who may pick or change it in the admin; and a visitor who has passed the password or
    log-in of a page that refers to it.
    """
    in_admin = request.user.has_perm("wagtailadmin.access_admin")
    if document is None:
        return False
    policy = policy_registry.get_by_type(SiteDocument)
    if in_admin and policy.user_has_any_permission_for_instance(
        request.user, ["choose", "change"], document
    ):
        return True
    return any(_has_passed(request, page) for page in referring_pages(document))


def _has_passed(request: HttpRequest, page: Page) -> bool:
    restrictions: list[PageViewRestriction] = list(page.get_view_restrictions())
    return (
        bool(restrictions)
        and visibility.is_served(page)
        and all(restriction.accept_request(request) for restriction in restrictions)
    )


def _collection_refusal(request: HttpRequest, document: SiteDocument) -> HttpResponse | None:
    """What Wagtail answers for a document in a private collection: a log-in or password form."""
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(document, request)
        if isinstance(answer, HttpResponse):
            return answer
    return None


def send_file(request: HttpRequest, document: SiteDocument) -> HttpResponseBase:
    """Send a document to somebody who may have it. Raises Http404 when its file is missing."""
    storage, name = document.file.storage, str(document.file.name)
    try:
        size, modified = storage.size(name), storage.get_modified_time(name).timestamp()
        etag = quote_etag(document.get_file_hash())
        # What the caller has already, or not what it asked for under a condition.
        response: HttpResponseBase | None = get_conditional_response(request, etag, int(modified))
        if response is None:
            response = _whole_or_part(request, document, storage.open(name, "rb"), etag, size)
            document_served.send(sender=SiteDocument, instance=document, request=request)
    except OSError as error:
        logger.error("The file of document %s is missing in storage: %s", document.pk, name)
        raise Http404 from error
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    return response


def _whole_or_part(
    request: HttpRequest, document: SiteDocument, file: IO[bytes], etag: str, size: int
) -> HttpResponseBase:
    response = FileResponse(
        file, as_attachment=True, filename=document.filename, content_type=document.content_type
    )
    response["Content-Length"] = str(size)
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    if wanted := requested_range(request, etag, size):
        send_range(response, file, wanted, size)
    return response
