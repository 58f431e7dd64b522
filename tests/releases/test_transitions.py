"""The steps of a release: who may take them, what they write, and what they refuse."""

from datetime import timedelta

import pytest

from fixtures.factories.lifecycle import State, publish, stored
from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.releases import make_release, person
from newsroom.models import NewsListPage
from newsroom.releases import dispatcher
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


def sent_out_alone(*pages) -> Release:
    release = make_release(*pages, status=Status.DRAFT)
    release.release_now(person("Communications"), "The storm is near.")
    dispatcher.run_pass()
    release.refresh_from_db()
    assert release.status == Status.RELEASED
    return release


@pytest.mark.parametrize("earlier", [False, True], ids=["new", "on the site before"])
def test_who_wrote_what_another_sent_out_alone_does_not_confirm_it(
    news_list, clock, earlier
) -> None:
    page = draft(news_list)
    if earlier:
        page = publish(page)
    page.save_revision(user=person("Approvers"))
    page.save_revision(user=person("Editors"))
    release = sent_out_alone(page)
    with pytest.raises(TransitionRefused, match="You wrote part of"):
        release.confirm(person("Approvers"))
    release.confirm(person("Administrators"))
    assert release.confirmed_by == person("Administrators")


def test_who_wrote_what_readers_knew_before_or_what_came_later_confirms(news_list, clock) -> None:
    approver = person("Approvers")
    page = publish(draft(news_list), user=approver)
    page.save_revision(user=person("Editors"))
    release = sent_out_alone(page)
    stored(page).save_revision(user=approver)
    release.confirm(approver)
    assert release.confirmed_by == approver


def test_a_team_of_one_confirms_what_it_wrote_and_sent(news_list, clock, settings) -> None:
    settings.RELEASES_SECOND_PERSON = False
    page = draft(news_list)
    page.save_revision(user=person("Administrators"))
    release = make_release(page, status=Status.DRAFT)
    release.release_now(person("Administrators"), "The storm is near.")
    dispatcher.run_pass()
    release.refresh_from_db()
    release.confirm(person("Administrators"))
    assert not release.waits_for_confirmation


def test_what_came_back_from_an_emergency_goes_out_as_any_other(news_list, clock) -> None:
    page = draft(news_list)
    release = make_release(page, status=Status.DRAFT)
    release.release_now(person("Communications"), "The storm is near.")
    release.reopen(person("Administrators"))
    release.ask_for_approval(person("Administrators"))
    release.approve(person("Approvers"))
    dispatcher.run_pass()
    release.refresh_from_db()
    assert (release.status, release.waits_for_confirmation) == (Status.RELEASED, False)


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
