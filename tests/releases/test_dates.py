"""What goes out earlier than it was written for is not dated in the future."""

from datetime import date, timedelta

import pytest
from wagtail.log_actions import registry
from wagtail.models import Revision

from fixtures.factories.lifecycle import stored
from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases import dispatcher
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from tests.releases.staging.rehearsing import findings

pytestmark = pytest.mark.django_db

TODAY, IN_TEN_DAYS = date(2026, 3, 2), date(2026, 3, 12)


def logged(release: Release) -> list[str]:
    entries = registry.get_logs_for_instance(release).filter(action="releases.date")
    return [entry.message for entry in entries]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED])
def test_what_is_sent_out_at_once_carries_the_day_on_which_it_is(draft, clock, status) -> None:
    page = draft(title="Storm warning", date=IN_TEN_DAYS)
    release = make_release(page, status=status, at=clock.now() + timedelta(days=10))
    release.release_now(person("Communications"), "The storm is near.")
    dispatcher.run_pass()
    page = stored(page)
    assert (page.live, page.date) == (True, TODAY)
    assert page.latest_revision.as_object().date == TODAY
    assert logged(release) == ["Dated “Storm warning” 2 March 2026, the day on which it goes out"]


def test_a_newer_draft_stays_the_newest_and_does_not_bring_the_day_back(draft, clock) -> None:
    page = draft(title="Approved words", date=IN_TEN_DAYS)
    release = make_release(page, at=clock.now() + timedelta(days=10))
    page.title = "Newer words"
    page.save_revision(user=person("Editors"))
    release.release_now(person("Communications"), "The storm is near.")
    dispatcher.run_pass()
    page = stored(page)
    assert (page.title, page.date) == ("Approved words", TODAY)
    newest = page.latest_revision
    assert newest.pk == Revision.objects.for_instance(page).order_by("-pk").first().pk
    assert (newest.content["title"], newest.content["date"]) == ("Newer words", "2026-03-02")
    assert newest.user == person("Editors")


def test_an_approved_release_that_is_moved_to_an_earlier_day_takes_its_date_along(
    draft, clock
) -> None:
    page = draft(title="Storm warning", date=IN_TEN_DAYS)
    release = make_release(
        page, at=clock.now() + timedelta(days=10), owner=person("Communications")
    )
    release.reschedule(person("Administrators"), clock.now() + timedelta(days=3))
    assert release.items.get().revision.content["date"] == "2026-03-05"
    assert logged(release) == ["Dated “Storm warning” 5 March 2026, the day on which it goes out"]
    release.reschedule(person("Administrators"), clock.now() + timedelta(days=6))
    assert len(logged(release)) == 1


def test_an_earlier_date_and_a_page_without_one_stay_as_they_are(draft, clock) -> None:
    old, plain = draft(date=date(2026, 2, 1)), ContentPageFactory(title="Plan")
    plain.save_revision()
    release = make_release(old, plain, status=Status.DRAFT)
    release.release_now(person("Administrators"), "The storm is near.")
    dispatcher.run_pass()
    assert stored(old).date == date(2026, 2, 1)
    assert logged(release) == []


@pytest.mark.parametrize(("written", "warned"), [(TODAY, False), (IN_TEN_DAYS, True)])
def test_a_rehearsal_names_a_date_that_is_not_that_of_the_release(
    draft, clock, written, warned
) -> None:
    texts = [text for _, _, text in findings(draft(date=written))]
    wanted = (
        "It is dated 12 March 2026, and goes out on 2 March 2026. Change the publication date, "
        "unless that is meant."
    )
    assert (wanted in texts) is warned
