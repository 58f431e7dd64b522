"""What opens with the link of a shared preview. A link that is wrong, over or taken back looks the
same as any other that opens nothing.
"""

import logging
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from newsroom.releases.enums import Status
from newsroom.releases.models import ReleaseItem, SharedPreview
from newsroom.releases.staging import notice, previews
from newsroom.releases.staging.limits import StageRefused
from newsroom.releases.staging.notice import Notice
from newsroom.releases.staging.preview_contents import Contents
from newsroom.releases.staging.rolled_back import StagingFailed
from pages import languages, permalinks, together
from pages.media.serving import send_file

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]

LATER = "Please try again in a minute."
BROKEN = "Please tell whoever sent you the link."


def _guarded(view: View) -> View:
    """Let only a token in that opens something, and let no answer be kept or passed on."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs) -> HttpResponseBase:
        # Everybody sees the same, also somebody who is logged in to the admin.
        request.user = AnonymousUser()
        preview = previews.find(token)
        try:
            if preview is None:
                raise Http404
            response = view(request, preview, token, **kwargs)
        except Http404:
            response = render(request, "releases/staging/preview_gone.html", status=404)
        except StageRefused as refused:
            logger.info("preview %s: %s", preview and preview.pk, refused)
            response = _say(request, 503, "The preview can’t be shown at this moment", LATER)
            response["Retry-After"] = str(refused.retry_after)
        except StagingFailed as failure:
            logger.error("preview %s can't be shown: %s", preview and preview.pk, failure)
            response = _say(request, 409, "The preview can’t be shown", BROKEN)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@_guarded
def index(request: HttpRequest, preview: SharedPreview, token: str) -> HttpResponseBase:
    """The pages that a release holds, or the one page that was shared."""
    if preview.page_id is not None:
        return _page(request, preview, token, preview.page_id)
    items = previews.shown_items(preview)
    numbers = [item.page_id for item in items if item.page_id] if _is_out(preview) else []
    public = together.public_pages(numbers)
    rows = [_row(preview, token, item, public) for item in items]
    _note(request, preview, "List of pages")
    notice.put(request, _strip(preview))
    context = {"rows": rows, "preview": preview}
    return render(request, "releases/staging/preview_index.html", context)


@_guarded
def page(request: HttpRequest, preview: SharedPreview, token: str, pk: int) -> HttpResponseBase:
    """One page of a shared release."""
    return _page(request, preview, token, pk)


@_guarded
def document(
    request: HttpRequest, preview: SharedPreview, token: str, pk: int, filename: str
) -> HttpResponseBase:
    """A file that one of the shared pages refers to."""
    with Contents(preview, token).staged() as contents:
        found = contents.document(pk)
    if found is None or found.filename != filename:
        raise Http404
    # A film is fetched in pieces; it is opened once.
    if request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        _note(request, preview, found.filename)
    return send_file(request, found)


def _page(request: HttpRequest, preview: SharedPreview, token: str, pk: int) -> HttpResponseBase:
    item = _item(preview, pk)
    if _is_out(preview):
        # It is public by now, or was taken off again; the site itself answers.
        public = together.public_pages([pk]).get(pk)
        address = permalinks.full_address_of(public) if public else None
        if public is None or address is None:
            raise Http404
        _note(request, preview, public.title)
        return redirect(address)
    notice.put(request, _strip(preview, token, item))
    with Contents(preview, token).staged() as contents:
        shown = contents.page(pk)
        response = _render(request, shown)
        if isinstance(response, HttpResponse) and response.status_code == 200:
            response.content = contents.rewriting().apply(response.content.decode())
        location = response.get("Location", "")
        leads_to = contents.rewriting().address_of(location) or location
    _note(request, preview, shown.title)
    if response.status_code == 200:
        return response
    # A link entry: its own address is a redirect, or nothing while its target is not public.
    context = {"page": shown, "leads_to": leads_to}
    return render(request, "releases/staging/preview_link.html", context)


def _render(request: HttpRequest, shown: Page) -> HttpResponseBase:
    try:
        with languages.speaking(shown):
            response = shown.serve(request)
            if hasattr(response, "render"):
                response.render()
    except Http404:
        return HttpResponse(status=404)
    except Exception as error:
        # Whatever the page's own code raises, an outsider gets a sentence.
        raise StagingFailed(f"page {shown.pk}", repr(error)) from error
    return response


def _item(preview: SharedPreview, pk: int) -> ReleaseItem | None:
    """The item of a page in a shared release. Raises Http404 for a page that is not shared."""
    if preview.release is None:
        if preview.page_id != pk:
            raise Http404
        return None
    items = {item.page_id: item for item in previews.shown_items(preview)}
    if pk not in items:
        raise Http404
    return items[pk]


def _row(preview: SharedPreview, token: str, item: ReleaseItem, public: dict[int, Page]) -> dict:
    """One page in the list: what it is called in the version that is shown, and where it opens."""
    shown = item.page
    assert shown is not None  # noqa: S101
    revision = item.revision or shown.latest_revision
    is_out = _is_out(preview)
    if is_out:
        address = permalinks.full_address_of(public[shown.pk]) if shown.pk in public else None
    else:
        address = reverse("release_preview_page", args=[token, shown.pk])
    return {
        "title": (revision.content.get("title") if revision else "") or item.title,
        "kind": shown.specific_class.get_verbose_name() if shown.specific_class else "",
        "version": "" if is_out else previews.version_shown(preview, item),
        "address": address or "",
    }


def _is_out(preview: SharedPreview) -> bool:
    return preview.release is not None and preview.release.status == Status.RELEASED


def _strip(preview: SharedPreview, token: str = "", item: ReleaseItem | None = None) -> Notice:
    until = previews.not_before(preview)
    on_a_page = bool(token)
    version = previews.version_shown(preview, item) if on_a_page else ""
    leads_back = on_a_page and preview.release is not None
    return Notice(
        label="Preview",
        title=f"For {preview.person} only.",
        text=f"{until} {version}".strip(),
        link=reverse("release_preview", args=[token]) if leads_back else "",
        link_text="All pages of this preview" if leads_back else "",
        mark=f"For {preview.person} only. {until}",
    )


def _note(request: HttpRequest, preview: SharedPreview, what: str) -> None:
    if request.method == "GET":
        previews.note_opening(preview, what)


def _say(request: HttpRequest, status: int, heading: str, line: str) -> HttpResponse:
    context = {"heading": heading, "lines": [line]}
    return render(request, "releases/staging/message.html", context, status=status)
