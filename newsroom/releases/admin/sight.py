"""What a person may know of the pages in a release: titles of those they may explore, no others."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from newsroom.releases.models import ReleaseItem

HIDDEN = "a page you may not see"
_FIELDS = ("pk", "path", "draft_title", "depth", "live")


@dataclass(frozen=True)
class Place:
    """A page that the person may explore, as far as it is needed here."""

    pk: int
    path: str
    title: str
    depth: int
    live: bool


class Sight:
    """The pages of some items, and those above them, as far as one person may explore them."""

    def __init__(
        self, user: User, items: Iterable[ReleaseItem], also: Iterable[int | None] = ()
    ) -> None:
        """One query for all items, whose pages are fetched already, and for the pages `also`."""
        self._items = list(items)
        ids = {item.redirect_to_id for item in self._items} | {
            item.parent_id for item in self._items
        }
        ids |= set(also)
        paths: set[str] = set()
        for item in self._items:
            if item.page is not None:
                paths |= _line(item.page.path)
        rows = page_permission_policy.explorable_instances(user).filter(
            Q(pk__in=ids - {None}) | Q(path__in=paths)
        )
        places = [Place(*row) for row in rows.values_list(*_FIELDS)]
        self._by_path = {place.path: place for place in places}
        self._by_pk = {place.pk: place for place in places}

    def sees(self, item: ReleaseItem) -> bool:
        """Whether the person may know what the item's page is called."""
        if item.page is not None:
            return item.page.path in self._by_path
        # Of a deleted page, the place where it was decides.
        return item.parent_id is None or item.parent_id in self._by_pk

    def sees_all(self) -> bool:
        """Whether nothing of these items has to be kept from the person."""
        return all(self.sees(item) for item in self._items)

    def knows(self, title: str, pk: int | None) -> bool:
        """Whether the person may read a title that the log has kept, of a page it may name."""
        if pk in self._by_pk:
            return True
        return any(item.title == title and self.sees(item) for item in self._items)

    def title(self, item: ReleaseItem) -> str:
        """What the item's page is called, for this person."""
        return item.title if self.sees(item) else HIDDEN

    def title_of(self, pk: int | None) -> str:
        """What a page that readers are sent to is called, for this person."""
        place = self._by_pk.get(pk) if pk else None
        return place.title if place else HIDDEN

    def place(self, item: ReleaseItem) -> str:
        """The titles of the pages above the item's page, as far as they may be known."""
        if item.page is None:
            return ""
        above = sorted(_line(item.page.path) - {item.page.path}, key=len)
        # The root of the tree is on no site.
        return " › ".join(
            self._by_path[path].title
            for path in above
            if path in self._by_path and self._by_path[path].depth > 1
        )

    def has_moved(self, item: ReleaseItem) -> bool:
        """Whether the page is at another place than when its version was pinned."""
        if item.page is None or item.parent_id is None:
            return False
        parent = self._by_path.get(item.page.path[: -Page.steplen])
        return parent is not None and parent.pk != item.parent_id

    def closed_above(self, item: ReleaseItem) -> str:
        """The topmost page above the item's page that is not on the site, nor comes with it."""
        if item.page is None:
            return ""
        coming = {other.page.path for other in self._items if other.page and other.is_pinned}
        above = sorted(_line(item.page.path) - {item.page.path} - coming, key=len)
        places = (self._by_path[path] for path in above if path in self._by_path)
        return next((place.title for place in places if not place.live), "")

    def hidden_titles(self) -> dict[str, str]:
        """What must not be read in a sentence about these items, and what stands there instead."""
        return {item.title: HIDDEN for item in self._items if not self.sees(item)}

    def error(self, text: str) -> str:
        """Why it could not go out; a text that may name anything is kept from those who may not
        see everything.
        """
        return text if self.sees_all() else "The reason names pages you may not see."

    def masked(self, sentence: str) -> str:
        """A sentence without the titles that the person may not know."""
        for title, instead in self.hidden_titles().items():
            sentence = sentence.replace(f"“{title}”", instead)
        return sentence


def _line(path: str) -> set[str]:
    """The paths of a page and all above it."""
    return {path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)}
