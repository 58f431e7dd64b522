"""Wagtail's own schedules and expiries, of pages and of snippets, as the dispatcher does them."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from fixtures.factories.lifecycle import schedule
from fixtures.factories.pages import ContentPageFactory, HomePageFactory
from fixtures.factories.people import UserFactory
from newsroom.releases.dispatcher import next_instant, run_pass
from newsroom.releases.models import UnitFailure
from tests.notices.models import Notice
from tests.releases.dispatcher.conftest import answers, logged, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return HomePageFactory(site_root=True)


@pytest.fixture
def scheduled(home, clock) -> Page:
    """A page that nobody has seen, with a schedule for an hour ahead."""
    return ContentPageFactory(parent=home, embargoed=True, title="Kestrel")


def is_scheduled(page: Page) -> bool:
    return page.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_scheduled_page_appears_at_its_instant(scheduled, clock, client) -> None:
    instant = scheduled.go_live_at
    assert next_instant() == instant
    clock.set(instant - timedelta(seconds=1))
    assert run_pass().done == []
    assert answers(client, scheduled) == 404
    clock.set(instant)
    assert run_pass().done == [f"revision:{scheduled.latest_revision_id}"]
    assert answers(client, scheduled) == 200
    assert next_instant() is None


def test_the_dates_of_a_schedule_go_when_they_have_been_used(scheduled, clock) -> None:
    clock.set(scheduled.go_live_at)
    run_pass()
    page = stored(scheduled)
    assert (page.go_live_at, is_scheduled(page)) == (None, False)
    assert page.latest_revision.content["go_live_at"] is None
    page.get_latest_revision_as_object().save_revision()


def test_the_log_says_who_scheduled_it(home, clock) -> None:
    writer, publisher = UserFactory(), UserFactory()
    page = ContentPageFactory(parent=home, draft=True)
    page = schedule(page, clock.now() + timedelta(hours=1), writer, publisher)
    clock.forward(hours=1)
    run_pass()
    [entry] = logged(page, "wagtail.publish.scheduled")
    assert (entry["user"], entry["revision"]) == (publisher, page.latest_revision_id)


def test_the_log_names_the_writer_when_nobody_is_known_to_have_scheduled(scheduled, clock) -> None:
    writer = UserFactory()
    Revision.objects.filter(pk=scheduled.latest_revision_id).update(user=writer)
    clock.set(scheduled.go_live_at)
    run_pass()
    assert logged(scheduled, "wagtail.publish.scheduled")[0]["user"] == writer


def test_a_failure_keeps_the_schedule_and_the_others_go_on(home, clock) -> None:
    bad = ContentPageFactory(parent=home, embargoed=True, slug="bad")
    good = ContentPageFactory(parent=home, embargoed=True, slug="good")
    revision = Revision.objects.get(pk=bad.latest_revision_id)
    revision.content["slug"] = "good"
    revision.save()
    clock.set(bad.go_live_at)
    report = run_pass()
    assert report.failed == [f"revision:{bad.latest_revision_id}"]
    assert report.done == [f"revision:{good.latest_revision_id}"]
    assert is_scheduled(bad) and not stored(bad).live
    assert stored(good).live


def test_a_schedule_that_is_cancelled_meanwhile_is_not_carried_out(
    scheduled, clock, meanwhile
) -> None:
    def cancel() -> None:
        scheduled.scheduled_revision.approved_go_live_at = None
        scheduled.scheduled_revision.save(update_fields=["approved_go_live_at"])

    clock.set(scheduled.go_live_at)
    meanwhile(cancel)
    report = run_pass()
    assert (report.done, report.failed) == ([], [])
    assert not stored(scheduled).live


def test_a_window_that_has_passed_is_never_opened(home, clock) -> None:
    page = ContentPageFactory(
        parent=home, embargoed=True, expire_at=clock.now() + timedelta(hours=2)
    )
    clock.forward(hours=2)
    report = run_pass()
    assert (report.done, report.skipped) == ([], [f"revision:{page.latest_revision_id}"])
    page = stored(page)
    assert (page.live, page.first_published_at, is_scheduled(page)) == (False, None, False)
    assert len(logged(page, "releases.window_passed")) == 1
    assert run_pass().skipped == []


@pytest.mark.django_db(transaction=True)
def test_a_schedule_of_something_deleted_is_told_once_and_keeps_nothing_back(
    scheduled, clock, settings
) -> None:
    settings.ADMINS = [("Ops", "ops@oai.example")]
    orphan = stored(scheduled).latest_revision
    orphan.pk, orphan.object_id = None, "987654"
    orphan.save()
    clock.set(scheduled.go_live_at)
    report = run_pass()
    assert report.skipped == [f"revision:{orphan.pk}"]
    assert report.done == [f"revision:{scheduled.latest_revision_id}"]
    assert run_pass().skipped == []
    [message] = mail.outbox
    assert f"Scheduled version {orphan.pk} was not published" in message.subject
    assert "Kestrel" not in message.subject + message.body


def test_a_schedule_of_a_kind_that_is_gone_keeps_nothing_back(scheduled, clock) -> None:
    gone = ContentType.objects.create(app_label="gone", model="leaflet")
    orphan = stored(scheduled).latest_revision
    orphan.pk, orphan.content_type, orphan.base_content_type = None, gone, gone
    orphan.save()
    clock.set(scheduled.go_live_at)
    report = run_pass()
    assert report.skipped == [f"revision:{orphan.pk}"]
    assert stored(scheduled).live


def test_a_workflow_on_a_newer_version_goes_on(scheduled, clock) -> None:
    instant = scheduled.go_live_at
    page = stored(scheduled)
    page.title = "Newer"
    page.save_revision()
    page.get_workflow().start(page, UserFactory())
    clock.set(instant)
    run_pass()
    page = stored(page)
    assert page.live and page.title == "Kestrel"
    assert page.current_workflow_state is not None


class TestExpiry:
    @pytest.fixture
    def expiring(self, home, clock) -> Page:
        return ContentPageFactory(parent=home, expire_at=clock.now() + timedelta(hours=1))

    def test_a_page_leaves_at_its_instant(self, expiring, clock, client) -> None:
        instant = expiring.expire_at
        assert next_instant() == instant
        clock.set(instant - timedelta(seconds=1))
        assert run_pass().done == []
        assert answers(client, expiring) == 200
        clock.set(instant)
        assert run_pass().done == [f"expiry:wagtailcore.page:{expiring.pk}"]
        page = stored(expiring)
        assert (page.live, page.expired, page.expire_at) == (False, True, None)
        assert answers(client, expiring) == 404
        assert len(logged(page, "wagtail.unpublish.scheduled")) == 1

    def test_an_edit_made_meanwhile_is_kept(self, expiring, clock, meanwhile) -> None:
        edited = type(expiring).objects.filter(pk=expiring.pk)
        meanwhile(lambda: edited.update(summary="Edited meanwhile"))
        clock.set(expiring.expire_at)
        run_pass()
        assert stored(expiring).summary == "Edited meanwhile"
        assert not stored(expiring).live

    def test_the_methods_of_its_own_type_are_called(self, expiring, clock, monkeypatch) -> None:
        saved = []
        save = type(expiring).save
        monkeypatch.setattr(
            type(expiring), "save", lambda page, *a, **k: saved.append(page) or save(page, *a, **k)
        )
        clock.set(expiring.expire_at)
        run_pass()
        assert [page.pk for page in saved] == [expiring.pk]

    def test_a_version_that_comes_later_still_does(self, expiring, clock) -> None:
        expires = expiring.expire_at
        page = stored(expiring)
        page.title, page.expire_at = "Next season", None
        schedule(page, expires + timedelta(hours=1))
        clock.set(expires)
        assert run_pass().done == [f"expiry:wagtailcore.page:{page.pk}"]
        assert not stored(page).live
        clock.forward(hours=1)
        run_pass()
        assert (stored(page).live, stored(page).title) == (True, "Next season")

    def test_one_that_is_put_off_meanwhile_stays(self, expiring, clock, meanwhile) -> None:
        clock.set(expiring.expire_at)
        later = clock.now() + timedelta(days=1)
        meanwhile(lambda: Page.objects.filter(pk=expiring.pk).update(expire_at=later))
        assert run_pass().done == []
        assert stored(expiring).live


class TestSnippets:
    def test_a_scheduled_version_appears_at_its_instant(self, notice, clock) -> None:
        notice.text, notice.go_live_at = "Water is back", clock.now() + timedelta(hours=1)
        revision = notice.save_revision()
        revision.publish()
        assert next_instant() == notice.go_live_at
        clock.forward(minutes=59, seconds=59)
        assert run_pass().done == []
        clock.forward(seconds=1)
        assert run_pass().done == [f"revision:{revision.pk}"]
        found = stored(notice)
        assert (found.text, found.live, found.go_live_at) == ("Water is back", True, None)
        assert logged(notice, "wagtail.publish.scheduled")[0]["revision"] == revision.pk

    def test_it_leaves_at_its_instant(self, notice, clock) -> None:
        Notice.objects.filter(pk=notice.pk).update(expire_at=clock.now() + timedelta(hours=1))
        clock.forward(hours=1)
        assert run_pass().done == [f"expiry:notices.notice:{notice.pk}"]
        assert (stored(notice).live, stored(notice).expired) == (False, True)

    def test_one_that_was_deleted_keeps_nothing_back(self, notice, scheduled, clock) -> None:
        notice.go_live_at = scheduled.go_live_at
        revision = notice.save_revision()
        revision.publish()
        Notice.objects.filter(pk=notice.pk)._raw_delete("default")
        clock.set(scheduled.go_live_at)
        report = run_pass()
        assert report.skipped == [f"revision:{revision.pk}"]
        assert report.done == [f"revision:{scheduled.latest_revision_id}"]


@pytest.mark.django_db(transaction=True)
class TestReceivers:
    """Wagtail's signals go out after the commit, and none of them undoes anything."""

    def test_one_that_raises_stops_no_other_and_undoes_nothing(self, scheduled, clock) -> None:
        heard = []

        def broken(**kwargs):
            raise RuntimeError("the cache is away")

        def listens(instance, **kwargs):
            heard.append((instance.pk, stored(instance).live))

        page_published.connect(broken)
        page_published.connect(listens)
        try:
            clock.set(scheduled.go_live_at)
            assert run_pass().failed == []
        finally:
            page_published.disconnect(broken)
            page_published.disconnect(listens)
        assert heard == [(scheduled.pk, True)]
        assert stored(scheduled).live
        assert len(logged(scheduled, "wagtail.publish.scheduled")) == 1
        assert not UnitFailure.objects.exists()

    def test_an_expiry_is_told(self, home, clock) -> None:
        heard = []

        def listens(instance, **kwargs):
            heard.append((instance.pk, instance.live))

        page = ContentPageFactory(parent=home, expire_at=clock.now() + timedelta(hours=1))
        clock.forward(hours=1)
        page_unpublished.connect(listens)
        try:
            run_pass()
        finally:
            page_unpublished.disconnect(listens)
        assert heard == [(page.pk, False)]


def test_things_of_one_instant_leave_before_others_come(home, clock) -> None:
    instant = clock.now() + timedelta(hours=1)
    old = ContentPageFactory(parent=home, permalink="/rates", expire_at=instant)
    new = ContentPageFactory(parent=home, draft=True)
    new.permalink, new.go_live_at = "/rates", instant
    new.save_revision(clean=False).publish(skip_permission_checks=True)
    clock.set(instant)
    report = run_pass()
    assert report.done == [
        f"expiry:wagtailcore.page:{old.pk}",
        f"revision:{stored(new).latest_revision_id}",
    ]
