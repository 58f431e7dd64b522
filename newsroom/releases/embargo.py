"""Pages that wait in a release are published and taken off by their release only, at the address
that was approved, and the versions that were approved or shared stay word for word as they are."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import pre_page_move

from newsroom.releases import permissions
from newsroom.releases.enums import SETTLED
from newsroom.releases.models import ReleaseItem, SharedPreview
from pages import moments, publication


@publication.refuse_when
def waits_in_a_release(page: Page, user: User | None) -> str:
    """Why the page can't be published or taken off by itself now; empty when it can."""
    item = ReleaseItem.objects.open().filter(page=page).select_related("release").first()
    if item is None:
        return ""
    if user is None or not permissions.may_see(user):
        return "This page waits in a release, which publishes it."
    release = item.release
    when = f", {moments.stamp(release.instant)}" if release.instant else ""
    return (
        f"This page goes out with the release “{release.title}”{when}. "
        "Take it out of the release to publish it by itself."
    )


Statuses = tuple[str, ...]


def waiting(pages: Iterable[Page], *, below: Statuses = ()) -> QuerySet[ReleaseItem]:
    """The items of open releases about these pages, and about pages below them in releases of the
    statuses `below`.
    """
    wanted = Q(page__in=[page.pk for page in pages])
    if below:
        for page in pages:
            wanted |= Q(page__path__startswith=page.path, release__status__in=below)
    return ReleaseItem.objects.open().filter(wanted).select_related("release", "page")


def name_of(item: ReleaseItem) -> str:
    """The page, for somebody who may change one above it, and so may know of it."""
    return f"“{item.page.get_admin_display_title() if item.page else item.title}”"


def address_is_settled(item: ReleaseItem, user: User | None) -> str:
    """Why the pages above the item's page stay where they are; a sentence for the person."""
    if user is None or not permissions.may_see(user):
        return f"{name_of(item)} below it waits in a release, for the address it has now."
    return (
        f"{name_of(item)} below it goes out with the release “{item.release.title}”, at the "
        "address it has now. Wait until it is out, or make that release a draft again."
    )


@receiver(pre_page_move)
def stays_below_what_it_was_approved_in(
    instance: Page, url_path_before: str, url_path_after: str, **kwargs
) -> None:
    """Refuse to move a section away from over a page whose release is settled.

    A page that is itself moved is told by its place, and its release then fails as a whole; of the
    pages below a section, only the address changes, which nobody would see.
    """
    if url_path_before == url_path_after:
        return
    item = waiting([instance], below=SETTLED).exclude(page=instance).first()
    if item is not None:
        reason = address_is_settled(item, None)
        publication.tell(reason)
        raise publication.PublicationRefused(reason)


@publication.keep_when
def is_pinned_or_shared(revision: Revision) -> bool:
    """Whether a release names the version, or a link was given to somebody that shows it."""
    # Also of a release that has gone out: its log says what the version was.
    items = ReleaseItem.objects.filter(Q(revision=revision) | Q(proposed_revision=revision))
    return items.exists() or SharedPreview.objects.filter(revision=revision).exists()
