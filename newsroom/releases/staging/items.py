"""What can be said of a release's pages without a stage: for a release that can't be carried out."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from wagtail.models import Page

from newsroom.releases.carrying_out import has_expired, one_line
from newsroom.releases.models import Release, ReleaseItem
from newsroom.releases.models.locking import items_of
from newsroom.releases.staging.findings import ERROR, Finding, error


def troubles(release: Release, at: datetime) -> list[Finding]:
    """Everything that would keep the release back, page by page; not only the first of it."""
    return [found for item in items_of(release) for found in _troubles(item, at)]


def _troubles(item: ReleaseItem, at: datetime) -> Iterator[Finding]:
    page = item.page
    if page is None:
        yield Finding(ERROR, "It was deleted. Take it out of the release.", title=item.title)
        return
    if item.parent_id is not None and page.get_parent().pk != item.parent_id:
        yield error(
            page, "It was moved to another place since. Move it back, or send the release back."
        )
    if not item.is_pinned:
        return
    revision = item.revision or page.latest_revision
    if revision is None:
        yield error(page, "The version that was to go out was deleted. Choose another one.")
        return
    if has_expired(revision, at):
        yield error(page, "Its expiry date comes before the release. Change or clear that date.")
    try:
        _try_address(revision.as_object())
    except ValidationError as refused:
        yield error(page, one_line(refused))


def _try_address(page: Page) -> None:
    if hasattr(page, "check_address"):
        page.check_address(page.get_parent())
