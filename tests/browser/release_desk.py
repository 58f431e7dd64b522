"""What browser tests of the release desk look at."""

from datetime import UTC, datetime, timedelta

from wagtail.models import Page

from fixtures import factories as make
from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import (
    NewsArticleFactory,
    NewsListFactory,
    NewsroomFactory,
    PressReleaseFactory,
)
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, UnitFailure
from pages.models import HomePage

#: Tomorrow at half past nine in Singapore; the clock stands at nine on 2 March 2026.
INSTANT = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


class Story:
    """A press release, its article, and a home page that announces them."""

    def __init__(self) -> None:
        self.home: HomePage = make.HomePageFactory(site_root=True, title="Harbour Office")
        news = NewsListFactory(parent=NewsroomFactory(parent=self.home))
        author = person("Editors")
        self.release = PressReleaseFactory(
            parent=news, state=State.DRAFT, title="The harbour opens to night ferries"
        )
        self.article = NewsArticleFactory(
            parent=news, state=State.DRAFT, title="Eight nights on the water"
        )
        for page in (self.release, self.article):
            page.save_revision(user=author)
        draft = self.home.get_latest_revision_as_object()
        draft.title = "Harbour Office, by night too"
        draft.save_revision(user=author)
        self.pages: list[Page] = [self.release, self.article, self.home]

    def addresses(self, site: str) -> list[str]:
        stored = [Page.objects.get(pk=page.pk).specific for page in self.pages]
        return [site + page.get_url_parts()[2] for page in stored]


class Desk:
    """A release in each state that looks different."""

    def __init__(self, story: Story, clock) -> None:
        def page(title: str) -> Page:
            return PressReleaseFactory(
                parent=story.release.get_parent(), state=State.DRAFT, title=title
            )

        officer = person("Communications")
        self.empty = Release.begin(officer, title="Empty")
        self.sent_back = make_release(
            page("Harbour dues"), status=Status.IN_REVIEW, title="Sent back"
        )
        self.sent_back.refuse(person("Approvers"), "The second paragraph names the supplier.")
        self.waiting = make_release(*story.pages, status=Status.IN_REVIEW, title="Waiting")
        self.page = page("Figures of the year")
        self.armed = make_release(self.page, title="Armed")
        self.page.save_revision(user=officer)
        self.armed.propose(officer, self.armed.items.get())
        self.alone = make_release(page("Storm warning"), status=Status.DRAFT, title="Alone")
        self.alone.release_now(officer, "The storm is near.")
        self.alone.mark_released(clock.now())
        self.late = make_release(
            page("Too late"), title="Late", at=clock.now() + timedelta(seconds=1)
        )
        now = clock.forward(minutes=10)
        UnitFailure.objects.create(
            key=self.late.unit_key, count=3, error="“Too late” clashes with another page.",
            first_failed_at=now, failed_at=now, next_attempt_at=now + timedelta(minutes=5),
        )  # fmt: skip

    def addresses(self) -> list[str]:
        releases = (
            self.empty, self.sent_back, self.waiting, self.armed, self.alone, self.late,
        )  # fmt: skip
        return [
            "releases/",
            "releases/?q=nothing-like-it",
            "releases/new/",
            *(f"releases/{release.pk}/" for release in releases),
            f"releases/{self.sent_back.pk}/edit/",
            f"releases/{self.sent_back.pk}/add/?show=all",
            f"releases/{self.sent_back.pk}/now/",
            f"releases/add/{self.page.pk}/",
            f"releases/add/{self.page.get_parent().pk}/?action=unpublish",
        ]
