"""People who work on one release at the same moment: the log explains what became of it."""

import multiprocessing
import random
from collections import Counter
from datetime import timedelta
from itertools import chain

import pytest
from django.contrib.auth.models import User
from wagtail.models import Page

from fixtures.factories.lifecycle import State, stored
from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.people import UserFactory
from newsroom.releases.enums import OPEN, Status
from newsroom.releases.models import Release
from newsroom.releases.models.locking import TransitionRefused
from pages import clock, moments
from tests.releases.faults.processes import at_once
from tests.releases.faults.replay import STEPS, assert_explained

pytestmark = pytest.mark.django_db(transaction=True)
RELEASES, STEPS_EACH = 25, 16
ONWARD = {"add", "ask", "approve", "propose", "approve_proposal", "decline_proposal"}
_fork = multiprocessing.get_context("fork")


class Editor:
    """Somebody who does this and that with a release, by chance."""

    def __init__(self, number: int, user: User, pages: list[Page]) -> None:
        self.user, self.pages = user, pages
        self.chance = random.Random(number)

    def work_on(self, release: Release) -> list[str]:
        """Take some steps; those that were not refused."""
        taken = []
        for _ in range(STEPS_EACH):
            release.refresh_from_db()
            step = self._step(release.status)
            # Half of the steps come from a form, which knows what it was opened on.
            version = self.chance.choice([None, release.version])
            try:
                if getattr(self, step)(release, version) is not False:
                    taken.append(step)
            except TransitionRefused:
                pass
        return taken

    def _step(self, status: str) -> str:
        """Mostly what the page of a release with this status offers, and what leads onward."""
        offered = [step for step, (allowed, _) in STEPS.items() if status in allowed]
        onward = [step for step in offered if step in ONWARD]
        return self.chance.choice([*STEPS, "edit", *offered, *6 * onward])

    def edit(self, release: Release, version: int | None) -> bool:
        page = stored(self.chance.choice(self.pages))
        page.summary = f"Written by {self.user}, {self.chance.random()}"
        # By nobody: who writes a version may not approve it, and few releases would be.
        page.save_revision()
        return False

    def describe(self, release: Release, version: int | None) -> None:
        release.describe(self.user, title=f"By {self.user}", note="", version=version)

    def reschedule(self, release: Release, version: int | None) -> None:
        instant = clock.now() + timedelta(minutes=self.chance.randrange(60, 600))
        release.reschedule(self.user, instant, version=version)

    def add(self, release: Release, version: int | None) -> None:
        release.add(self.user, self.chance.choice(self.pages), version=version)

    def _on_item(self, name: str, release: Release, version: int | None, *words: str):
        items = list(release.items.all())
        if not items:
            return False
        return getattr(release, name)(self.user, self.chance.choice(items), *words, version=version)

    def remove(self, release: Release, version: int | None):
        return self._on_item("remove", release, version)

    def take_latest(self, release: Release, version: int | None):
        return self._on_item("take_latest", release, version)

    def propose(self, release: Release, version: int | None):
        return self._on_item("propose", release, version)

    def approve_proposal(self, release: Release, version: int | None):
        return self._on_item("approve_proposal", release, version)

    def decline_proposal(self, release: Release, version: int | None):
        return self._on_item("decline_proposal", release, version, "No.")

    def ask(self, release: Release, version: int | None) -> None:
        release.ask_for_approval(self.user, version=version)

    def approve(self, release: Release, version: int | None) -> None:
        release.approve(self.user, version=version)

    def refuse(self, release: Release, version: int | None) -> None:
        release.refuse(self.user, "Not yet.", version=version)

    def reopen(self, release: Release, version: int | None) -> None:
        release.reopen(self.user, "A mistake.", version=version)

    def _rarely(self) -> bool:
        return self.chance.random() < 0.1

    def cancel(self, release: Release, version: int | None):
        return release.cancel(self.user, "No.", version=version) if self._rarely() else False

    def release_now(self, release: Release, version: int | None):
        return release.release_now(self.user, "Now.", version=version) if self._rarely() else False

    def confirm(self, release: Release, version: int | None) -> None:
        release.confirm(self.user, version=version)

    def released(self, release: Release, version: int | None) -> bool:
        return False


@pytest.mark.parametrize("people", [2, 4])
def test_the_log_explains_what_became_of_a_release(news_list, clock, people) -> None:
    pages = [PressReleaseFactory(parent=news_list, state=State.DRAFT) for _ in range(3)]
    users = [UserFactory(username=f"editor{n}", group="Administrators") for n in range(people)]
    instant = clock.now() + timedelta(hours=2)
    releases = [
        Release.begin(users[0], title=f"Release {n}", instant=instant) for n in range(RELEASES)
    ]
    barrier = _fork.Barrier(people)

    def work(number: int):
        editor = Editor(number, users[number], pages)
        taken: Counter = Counter()
        for release in releases:
            barrier.wait(60)
            taken.update(editor.work_on(release))
            barrier.wait(60)
            if number == 0 and Release.objects.get(pk=release.pk).status in OPEN:
                # Its pages are free for the next one.
                release.cancel(editor.user)
                taken["cancel"] += 1
        return taken

    taken = sum(at_once([lambda n=n: work(n) for n in range(people)]), Counter())
    logged = [
        assert_explained(
            Release.objects.get(pk=release.pk),
            title=release.title,
            instant=moments.stamp(instant),
        )
        for release in releases
    ]
    # `begin` is nobody's step here. No step is lost, none is logged that nobody took.
    assert sum(logged) - len(releases) == taken.total()
    print(f"{people} people, {RELEASES} releases, {taken.total()} steps: {dict(taken)}")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_of_two_who_saw_the_same_version_one_is_heard(news_list, clock, status) -> None:
    pages = [PressReleaseFactory(parent=news_list, state=State.DRAFT) for _ in range(2)]
    users = [UserFactory(username=f"editor{n}", group="Administrators") for n in range(2)]
    barrier = _fork.Barrier(2)
    won: Counter = Counter()
    for number in range(15):
        release = Release.begin(users[0], title=f"Release {number}", instant=clock.now())
        release.add(users[0], pages[0])
        if status == Status.IN_REVIEW:
            release.ask_for_approval(users[0])
        seen = release.version

        def save(user: User, release=release, seen=seen) -> bool:
            barrier.wait(60)
            try:
                release.describe(user, title=f"By {user}", note="", version=seen)
            except TransitionRefused as refused:
                assert "Somebody changed this release" in refused.reason
                return False
            return True

        heard = at_once([lambda user=user: save(user) for user in users])
        assert sorted(heard) == [False, True]
        winner = users[heard.index(True)]
        release.refresh_from_db()
        assert (release.version, release.title) == (seen + 1, f"By {winner}")
        won[str(winner)] += 1
        release.cancel(users[0])
    assert won.total() == 15


def test_a_page_that_two_releases_want_at_once_goes_into_one(news_list, clock) -> None:
    user = UserFactory(username="editor", group="Administrators")
    pages = [PressReleaseFactory(parent=news_list, state=State.DRAFT) for _ in range(8)]
    people = 3
    barrier = _fork.Barrier(people)
    releases = [Release.begin(user, title=f"Release {n}") for n in range(people)]

    def grab(release: Release) -> list[int]:
        mine = []
        for page in pages:
            barrier.wait(60)
            try:
                release.add(user, page)
                mine.append(page.pk)
            except TransitionRefused as refused:
                assert "is in another release already" in refused.reason
        return mine

    grabbed = at_once([lambda release=release: grab(release) for release in releases])
    assert sorted(chain.from_iterable(grabbed)) == sorted(page.pk for page in pages)
    for release, mine in zip(releases, grabbed, strict=True):
        assert sorted(release.items.values_list("page_id", flat=True)) == sorted(mine)
