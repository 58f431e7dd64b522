"""A mark by which an answer is known to show one version of a page, without giving its number away."""

from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from wagtail.models import Page

HEADER = "X-Content-Mark"
_LENGTH = 20


def mark(revision_id: int) -> str:
    """The mark of a version; who does not have SECRET_KEY can't tell one from another's number."""
    return salted_hmac("pages.marks", str(revision_id), algorithm="sha256").hexdigest()[:_LENGTH]


def put_on(response: HttpResponse, page: Page) -> HttpResponse:
    """Write the mark of the page's live version on the answer that shows it."""
    if response.status_code == 200 and page.live_revision_id:
        response[HEADER] = mark(page.live_revision_id)
    return response
