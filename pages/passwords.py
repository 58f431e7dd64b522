"""The password of a protected part of the site."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page, PageViewRestriction

from pages import languages, visibility


def ask_for_password(
    request: HttpRequest, page_view_restriction_id: int, page_id: int
) -> HttpResponse:
    """Take the password, only for a page that the restriction protects and that may answer.

    Wagtail asks for it on behalf of any page there is, drafts too, and so tells which numbers
    pages have.
    """
    restriction = PageViewRestriction.objects.filter(pk=page_view_restriction_id).first()
    page = Page.objects.filter(pk=page_id).first()
    if restriction is None or page is None or not visibility.is_served(page):
        raise Http404
    if not page.path.startswith(restriction.page.path):
        raise Http404
    with languages.speaking(page):
        answer = views.authenticate_with_password(request, page_view_restriction_id, page_id)
        return answer.render() if hasattr(answer, "render") else answer
