"""What lies in releases and who wrote it: of many releases in as many queries as of one."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from django.apps import apps
from wagtail.models import PageLogEntry, Revision

if TYPE_CHECKING:
    from newsroom.releases.models import Release, ReleaseItem

#: What the log of a page calls its publication.
_PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled", "releases.publish")


class Contents:
    """The items of these releases, and their authors."""

    def __init__(self, releases: Iterable["Release"]) -> None:
        # The models of releases ask who may approve them.
        items = apps.get_model("releases", "ReleaseItem").objects.filter(release__in=releases)
        self._items: dict[int, list[ReleaseItem]] = defaultdict(list)
        for item in items.select_related("page"):
            self._items[item.release_id].append(item)

    def items(self, release: "Release", only: list[int] | None = None) -> list["ReleaseItem"]:
        """The items of a release, or those of them with these ids."""
        items = self._items[release.pk]
        return items if only is None else [item for item in items if item.pk in only]

    def authors(self, item: "ReleaseItem") -> set[int]:
        """The people who wrote a version of the item's page since it was last public; once the item
        has gone out, those of the versions that came to readers with it.
        """
        before, last = self._bounds(item)
        return {
            author
            for version, author in self._versions[str(item.page_id)]
            if before < version and (last is None or version <= last)
        }

    def _bounds(self, item: "ReleaseItem") -> tuple[int, int | None]:
        """The version before the first one that counts, and the last one, if there is a last."""
        if item.page is None:
            return 0, 0
        if item.is_open:
            return item.page.live_revision_id or 0, None
        last = item.revision_id or 0
        earlier = [version for version in self._published[item.page.pk] if version < last]
        return max(earlier, default=0), last

    @cached_property
    def _versions(self) -> dict[str, list[tuple[int, int]]]:
        """Of each page, by its id as versions write it: its versions, and the author of each."""
        pages = {str(item.page_id) for items in self._items.values() for item in items}
        written = Revision.page_revisions.filter(object_id__in=pages, user__isnull=False)
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for page, version, author in written.values_list("object_id", "pk", "user_id"):
            found[page].append((version, author))
        return found

    @cached_property
    def _published(self) -> dict[int, list[int]]:
        """The versions that were published, of each page of an item that has gone out."""
        gone = {
            item.page_id for items in self._items.values() for item in items if not item.is_open
        }
        entries = PageLogEntry.objects.filter(
            page__in=gone, action__in=_PUBLISHED, revision__isnull=False
        )
        found: dict[int, list[int]] = defaultdict(list)
        for page, version in entries.order_by().values_list("page", "revision"):
            found[page].append(version)
        return found
