"""Units of every sort that a dispatcher carries out, armed round after round on the same pages.

A page that appears in one round disappears in the next, so that a round costs no new pages.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from wagtail.models import ModelLogEntry, Page, PageLogEntry

from fixtures.factories.lifecycle import State, schedule, stored
from fixtures.factories.newsroom import NewsArticleFactory, PressReleaseFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import Release
from pages import clock
from tests.notices.models import Notice

AHEAD = timedelta(hours=1)
#: (page or Notice, its id, action, revision) of an entry in a log.
Entry = tuple[type, int, str, int | None]


@dataclass(frozen=True)
class Change:
    """What happens to one page or notice: a version goes out, or, without one, it is taken off."""

    pk: int
    revision: int | None
    model: type = Page

    @property
    def verb(self) -> str:
        """As Wagtail's actions are called."""
        return "publish" if self.revision else "unpublish"

    @property
    def signal(self) -> tuple[str, int, int | None]:
        """What Wagtail's receivers are told: the signal, the object, the revision."""
        return f"{'page_' if self.model is Page else ''}{self.verb}ed", self.pk, self.revision

    @property
    def is_public(self) -> bool:
        """Whether visitors have it."""
        live, revision = self.model.objects.values_list("live", "live_revision_id").get(pk=self.pk)
        return live and revision == self.revision if self.revision else not live


@dataclass(frozen=True)
class Unit:
    """Changes that happen together or not at all."""

    changes: tuple[Change, ...]
    release: int | None = None

    @property
    def entries(self) -> Counter[Entry]:
        """The entries of logs that carrying it out writes: each exactly once."""
        name = "releases.{}" if self.release else "wagtail.{}.scheduled"
        return Counter(
            (change.model, change.pk, name.format(change.verb), change.revision)
            for change in self.changes
        )


class Book:
    """The entries about publications that were written since the book was opened."""

    def __init__(self) -> None:
        self._pages = _last(PageLogEntry)
        self._others = _last(ModelLogEntry)

    def publications(self) -> Counter[Entry]:
        """Every publication and taking off."""
        columns = ("action", "revision_id")
        pages = PageLogEntry.objects.filter(pk__gt=self._pages, action__contains="publish")
        notices = ModelLogEntry.objects.filter(
            pk__gt=self._others, action__contains="publish", content_type__model="notice"
        )
        return Counter(
            (model, int(pk), *entry)
            for model, entries, key in ((Page, pages, "page_id"), (Notice, notices, "object_id"))
            for pk, *entry in entries.values_list(key, *columns)
            if entry[0] != "wagtail.publish.schedule"
        )

    def releases_out(self) -> Counter[int]:
        """How often each release was noted as gone out."""
        entries = ModelLogEntry.objects.filter(pk__gt=self._others, action="releases.released")
        return Counter(int(pk) for pk in entries.values_list("object_id", flat=True))


class Rounds:
    """The same pages, armed again and again."""

    def __init__(self) -> None:
        self._number = 0
        self._front = PressReleaseFactory(slug="front")
        self._update = NewsArticleFactory(slug="update", permalink="/update-0")
        self._pair = [_page("one"), _page("two", State.UNPUBLISHED)]
        self._weekly = _page("weekly")
        self._notice = Notice.objects.create(text="Round 0", live=False)
        self._scheduled_pair = [_page("three"), _page("four", State.UNPUBLISHED)]

    def arm(self) -> list[Unit]:
        """Units for an hour ahead: two releases, scheduled versions of two pages and a
        notice, an expiry.
        """
        self._number += 1
        at = clock.now() + AHEAD
        self._pair.reverse()
        self._scheduled_pair.reverse()
        return [
            self._release_of_three(at),
            self._release_of_one(at),
            *self._schedules(at),
        ]

    def _release_of_three(self, at) -> Unit:
        appearing, leaving = (stored(page) for page in self._pair)
        front = self._written(self._front)
        release = make_release(front, self._written(appearing), status=Status.DRAFT, at=at)
        owner = person("Administrators")
        release.add(owner, leaving, action=Action.UNPUBLISH, redirect_to=front)
        release.ask_for_approval(owner)
        release.approve(person("Approvers"))
        return _unit(release)

    def _release_of_one(self, at) -> Unit:
        page = stored(self._update)
        # Its address moves too: routing and the redirect from the old one change with it.
        page.permalink = f"/update-{self._number}"
        return _unit(make_release(self._written(page), at=at))

    def _schedules(self, at) -> list[Unit]:
        appearing, leaving = (stored(page) for page in self._scheduled_pair)
        appearing = schedule(appearing, at)
        weekly = stored(self._weekly)
        weekly.summary = f"Round {self._number}"
        weekly = schedule(weekly, at)
        Page.objects.filter(pk=leaving.pk).update(expire_at=at)
        notice = stored(self._notice)
        notice.text, notice.go_live_at = f"Round {self._number}", at
        notice.save_revision().publish()
        return [
            Unit((Change(appearing.pk, appearing.latest_revision_id),)),
            Unit((Change(weekly.pk, weekly.latest_revision_id),)),
            Unit((Change(leaving.pk, None),)),
            Unit((Change(notice.pk, notice.latest_revision_id, Notice),)),
        ]

    def _written(self, page: Page) -> Page:
        page = stored(page) if page is self._front else page
        page.summary = f"Round {self._number}"
        page.save_revision()
        return page


def _unit(release: Release) -> Unit:
    return Unit(
        tuple(
            Change(item.page_id, item.revision_id if item.is_pinned else None)
            for item in release.items.all()
        ),
        release.pk,
    )


def _page(slug: str, state: str = State.PUBLISHED) -> Page:
    return PressReleaseFactory(slug=slug, state=state)


def _last(model) -> int:
    newest = model.objects.order_by("-pk").first()
    return newest.pk if newest else 0
