"""What a release does to its pages at its instant: all of it, or none.

The dispatcher does it for good, a rehearsal in a transaction that is rolled back. Everything is read
anew under the locks of the pages: what was true at the approval may no longer be.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.db.models import prefetch_related_objects
from django.utils.dateparse import parse_datetime
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from newsroom.former_addresses import send_readers
from newsroom.models import NewsroomItem
from newsroom.releases import effects, publication
from newsroom.releases.enums import Action
from newsroom.releases.models import Release, ReleaseItem
from newsroom.releases.publication import PublicationFailed
from newsroom.withdrawal import withdraw
from pages import visibility

Locked = dict[int, Page]


def carry_out(release: Release, at: datetime) -> list[Page]:
    """Do what the release does to each of its pages; returns them as they are afterwards.

    The caller has opened the transaction and locked the row of the release, which stays as it is.
    `at` is the instant that counts. Raises PublicationFailed with one line for people; the
    transaction must then be rolled back.
    """
    items = list(release.items.select_related("revision", "redirect_to"))
    pages = _lock(items)
    parents = {path: parent.pk for path, parent in _parents(pages.values()).items()}
    troubles = list(filter(None, (_trouble(item, pages, parents, at) for item in items)))
    if troubles:
        raise PublicationFailed(" ".join(troubles))
    # What is taken off frees its address, which may be that of a page that is published.
    leaving = [item for item in items if item.action == Action.UNPUBLISH]
    arriving = [item for item in items if item.is_pinned]
    addresses = {}
    with effects.together():
        for item in leaving:
            with _named(item):
                addresses[item.pk] = _take_off(release, item)
        for level in _levels(arriving, pages):
            _fetch(level)
            for item in level:
                with _named(item):
                    _bring_on(release, item, at)
        for item in leaving:
            with _named(item):
                _send_on(item, addresses[item.pk])
    return _check_outcome(leaving, arriving)


def check_reachable(pages: list[Page]) -> None:
    """Raise PublicationFailed for a page that is live and yet below one that is not on the site."""
    hidden = [page for page in pages if page.live and not visibility.is_served(page)]
    if hidden:
        titles = ", ".join(f"“{page.title}”" for page in hidden)
        raise PublicationFailed(f"Nobody could reach {titles}: a page above is not on the site.")


def has_expired(revision: Revision, at: datetime) -> bool:
    """Whether the version was to go off the site by `at` at the latest."""
    expires = parse_datetime(revision.content.get("expire_at") or "")
    return expires is not None and expires <= at


def one_line(error: Exception) -> str:
    """What went wrong, in one line for people."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, PublicationFailed):
        return str(error)
    if isinstance(error, IntegrityError):
        return "It clashes with something that is there already: its address or name is taken."
    text = next(iter(str(error).splitlines()), "").strip()
    return f"{type(error).__name__}: {text}"[:500] if text else type(error).__name__


def _lock(items: list[ReleaseItem]) -> Locked:
    # In one order for everybody, so that two who lock the same pages wait rather than deadlock.
    rows = Page.objects.select_for_update(of=("self",)).order_by("pk")
    return {page.pk: page for page in rows.filter(pk__in=[item.page_id for item in items])}


def _parents(pages: Iterable[Page]) -> dict[str, Page]:
    """The pages above these, by their tree path."""
    above = {page.path[: -Page.steplen] for page in pages}
    return {parent.path: parent for parent in Page.objects.filter(path__in=above)}


def _levels(items: list[ReleaseItem], pages: Locked) -> Iterator[list[ReleaseItem]]:
    """The items by their depth in the tree, those at the top first: an address is made of the slugs
    of the pages above, and changes with them."""

    def place(item: ReleaseItem) -> tuple[int, str]:
        page = pages[item.page_id or 0]
        return page.depth, page.path

    for _, level in groupby(sorted(items, key=place), key=lambda item: place(item)[0]):
        yield list(level)


def _fetch(items: list[ReleaseItem]) -> None:
    """Have the pages of these items, and those above them, at hand; one statement for each type."""
    revisions = [item.revision for item in items if item.revision]
    prefetch_related_objects(revisions, "content_object")
    pages = [revision.content_object for revision in revisions]
    parents = _parents(page for page in pages if page)
    for page in pages:
        if page and (parent := parents.get(page.path[: -Page.steplen])):
            page._cached_parent_obj = parent


def _trouble(item: ReleaseItem, pages: Locked, parents: dict[str, int], at: datetime) -> str:
    """Why the item can't be carried out any more: a sentence, or nothing."""
    page = pages.get(item.page_id) if item.page_id else None
    if page is None:
        return f"“{item.title}” was deleted."
    parent = parents.get(page.path[: -Page.steplen])
    if item.parent_id is not None and parent != item.parent_id:
        return f"“{item.title}” was moved to another place since it was approved."
    if not item.is_pinned:
        return ""
    if item.revision is None:
        return f"The approved version of “{item.title}” was deleted."
    if has_expired(item.revision, at):
        return f"The expiry date of “{item.title}” has passed."
    return ""


def _take_off(release: Release, item: ReleaseItem) -> str | None:
    """Take the item's page off; returns the address it had."""
    page = Page.objects.get(pk=item.page_id).specific
    address = page.url
    if page.live:
        publication.take_off(
            page,
            user=release.approved_by,
            log_action="releases.unpublish",
            log_data=_log_data(release),
        )
    return address


def _bring_on(release: Release, item: ReleaseItem, at: datetime) -> None:
    revision = item.revision
    assert revision is not None  # noqa: S101
    if item.action == Action.WITHDRAW:
        revision = _withdrawn(item, at)
    publication.publish(
        revision,
        user=release.approved_by,
        log_action="releases.publish",
        log_data=_log_data(release),
    )


def _withdrawn(item: ReleaseItem, at: datetime) -> Revision:
    """A version like the approved one, under the notice of the withdrawal."""
    approved = item.revision
    assert approved is not None  # noqa: S101
    latest = Page.objects.get(pk=item.page_id).latest_revision
    page = approved.as_object()
    withdraw(page, item.reason, item.redirect_to, at)
    revision = page.save_revision(user=approved.user, clean=False)
    if latest is not None and latest.pk > approved.pk:
        # A newer draft stays the newest, and would not undo the withdrawal when it is published.
        draft = latest.as_object()
        withdraw(draft, item.reason, item.redirect_to, at)
        draft.save_revision(user=latest.user, clean=False)
    return Revision.objects.get(pk=revision.pk)


def _send_on(item: ReleaseItem, address: str | None) -> None:
    """Send readers of a page that was taken off where the release says."""
    page = Page.objects.get(pk=item.page_id).specific
    if isinstance(page, NewsroomItem):
        send_readers(page, item.redirect_to)
    elif item.redirect_to is not None and address:
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(address),
            site=page.get_site(),
            defaults={
                "redirect_page": item.redirect_to,
                "redirect_link": "",
                "is_permanent": True,
                "automatically_created": True,
            },
        )


def _check_outcome(leaving: list[ReleaseItem], arriving: list[ReleaseItem]) -> list[Page]:
    """Look once more at what is stored: nothing may have undone it meanwhile."""
    ids = {item.page_id: item for item in (*leaving, *arriving)}
    pages = list(Page.objects.filter(pk__in=ids))
    for page in pages:
        if page.live != ids[page.pk].is_pinned:
            state = "is not on the site" if not page.live else "is still on the site"
            raise PublicationFailed(f"“{ids[page.pk].title}” {state} after it was carried out.")
    return pages


def _log_data(release: Release) -> dict:
    approver = release.approved_by
    return {
        "release": release.pk,
        "approved_by": approver.get_username() if approver else None,
        **({"emergency": True} if release.is_emergency else {}),
    }


@contextmanager
def _named(item: ReleaseItem) -> Iterator[None]:
    """Say of which page an error is. What a database does to any transaction passes through."""
    try:
        yield
    except PublicationFailed:
        raise
    except Exception as error:
        if isinstance(error, DatabaseError) and not isinstance(error, IntegrityError):
            raise
        raise PublicationFailed(f"“{item.title}”: {one_line(error)}") from error
