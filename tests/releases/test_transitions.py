"""The steps of a release: who may take them, what they write, and what they refuse."""

from datetime import timedelta

import pytest

from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.releases import make_release, person
from newsroom.models import NewsListPage
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from newsroom.releases.models.locking import TransitionRefused
from pages import publication

pytestmark = pytest.mark.django_db


def draft(news_list: NewsListPage, **fields):
    return PressReleaseFactory(parent=news_list, state=State.DRAFT, **fields)


def test_a_release_is_armed_with_exactly_the_versions_that_were_asked_for(news_list, clock) -> None:
    page = draft(news_list)
    release = make_release(page, status=Status.IN_REVIEW)
    armed = page.latest_revision_id
    page.title = "Changed after the question"
    page.save_revision(user=person("Editors"))
    release.approve(person("Approvers"))
    assert release.status == Status.APPROVED
    assert [item.revision_id for item in release.items.all()] == [armed]


def test_who_wrote_a_version_does_not_approve_it(news_list, clock) -> None:
    page = draft(news_list)
    page.save_revision(user=person("Approvers"))
    release = make_release(page, status=Status.IN_REVIEW)
    with pytest.raises(TransitionRefused, match="You wrote part of"):
        release.approve(person("Approvers"))
    release.refresh_from_db()
    assert release.status == Status.IN_REVIEW


def test_a_page_waits_in_one_open_release_only(news_list, clock) -> None:
    page = draft(news_list)
    first = make_release(page)
    second = Release.begin(person("Administrators"), title="Second")
    with pytest.raises(TransitionRefused, match="another release already: “A release”"):
        second.add(person("Administrators"), page)
    first.cancel(person("Administrators"))
    assert second.add(person("Administrators"), page).page_id == page.pk


def test_a_form_that_was_opened_before_a_change_is_refused(news_list, clock) -> None:
    release = make_release(draft(news_list), status=Status.DRAFT)
    seen = release.version
    release.describe(person("Administrators"), title="New title", note="")
    with pytest.raises(TransitionRefused, match="Somebody changed this release"):
        release.reschedule(person("Administrators"), clock.now() + timedelta(days=1), version=seen)


def test_a_page_of_a_release_is_not_published_by_itself(news_list, clock) -> None:
    page = draft(news_list)
    make_release(page)
    with pytest.raises(publication.PublicationRefused, match="goes out with the release"):
        page.latest_revision.publish(user=person("Administrators"))
    page.refresh_from_db()
    assert not page.live
