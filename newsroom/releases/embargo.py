"""Pages that wait in a release are published and taken off by their release only, and the versions
that were approved or shared stay word for word as they are."""

from django.contrib.auth.models import User
from django.db.models import Q
from wagtail.models import Page, Revision

from newsroom.releases import permissions
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


@publication.keep_when
def is_pinned_or_shared(revision: Revision) -> bool:
    """Whether a release names the version, or a link was given to somebody that shows it."""
    # Also of a release that has gone out: its log says what the version was.
    items = ReleaseItem.objects.filter(Q(revision=revision) | Q(proposed_revision=revision))
    return items.exists() or SharedPreview.objects.filter(revision=revision).exists()
