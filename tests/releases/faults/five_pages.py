"""A release of five pages, and how each tells whether it is out."""

from dataclasses import dataclass
from datetime import datetime

from fixtures.factories.lifecycle import State, stored
from fixtures.factories.newsroom import (
    NewsArticleFactory,
    NewsListFactory,
    NewsroomFactory,
    PressReleaseFactory,
)
from fixtures.factories.pages import HomePageFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import Release
from tests.releases.faults.poller import Reading, Shows


@dataclass
class FivePages:
    """A changed home page, a changed list, a changed press release, a new article, one that goes."""

    number: int = 0

    def __post_init__(self) -> None:
        self.home = HomePageFactory(site_root=True, hero_title=self._word("Home"))
        room = NewsroomFactory(parent=self.home)
        self.list = NewsListFactory(parent=room, title=self._word("List"))
        self.changed = PressReleaseFactory(parent=self.list, summary=self._word("Release"))
        self.leaving = NewsArticleFactory(parent=self.list)

    def arm(self, at: datetime) -> tuple[Release, dict[str, Reading]]:
        """The next release of five pages, and what each address shows before and after it."""
        old, self.number = self.number, self.number + 1
        home, list_page, changed = map(stored, (self.home, self.list, self.changed))
        home.hero_title = self._word("Home")
        list_page.title = self._word("List")
        changed.summary = self._word("Release")
        for page in (home, list_page, changed):
            page.save_revision()
        new = NewsArticleFactory(
            parent=self.list,
            state=State.DRAFT,
            title=self._word("Article"),
            slug=f"article-{self.number}",
        )
        leaving, self.leaving = self.leaving, new
        release = make_release(home, list_page, changed, new, status=Status.DRAFT, at=at)
        owner = person("Administrators")
        release.add(owner, leaving, action=Action.UNPUBLISH)
        release.ask_for_approval(owner)
        release.approve(person("Approvers"))
        below = stored(self.list).url
        return release, {
            "/": self._words_of(old, "Home"),
            # A list shows its own title and the new article, or neither of them.
            below: self._words_of(old, "List", "Article"),
            stored(changed).url: self._words_of(old, "Release"),
            f"{below}{new.slug}/": _appears,
            stored(leaving).url: _goes,
        }

    def _word(self, of: str, number: int | None = None) -> str:
        return f"{of}Number{self.number if number is None else number}End"

    def _words_of(self, old: int, *words: str) -> Reading:
        before = [self._word(word, old) for word in words]
        after = [self._word(word) for word in words]

        def reading(status: int, text: str) -> Shows:
            has = [word in text for word in after]
            if status == 200 and all(has) and before[0] not in text:
                return Shows.NEW
            if status == 200 and not any(has) and before[0] in text:
                return Shows.OLD
            return Shows.TORN

        return reading


def _appears(status: int, text: str) -> Shows:
    return Shows.NEW if status == 200 else Shows.OLD


def _goes(status: int, text: str) -> Shows:
    return Shows.OLD if status == 200 else Shows.NEW
