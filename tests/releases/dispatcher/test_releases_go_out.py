"""A release goes out at its instant: exactly the approved versions, all or none, once."""

from datetime import timedelta

import pytest
from django.core import mail
from wagtail.models import Page, PageLogEntry

from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import NewsListFactory
from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.releases import make_release, person
from newsroom.models import ChangeNote
from newsroom.releases.dispatcher import run_pass
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import UnitFailure
from tests.releases.dispatcher.conftest import answers, logged, stored

pytestmark = pytest.mark.django_db


def in_a_minute(clock):
    return clock.now() + timedelta(minutes=1)


def test_nothing_goes_out_before_the_instant(draft, clock, client) -> None:
    page = draft()
    release = make_release(page, at=in_a_minute(clock))
    clock.forward(seconds=59)
    report = run_pass()
    assert (report.done, report.next_instant) == ([], release.instant)
    assert answers(client, page) == 404
    clock.forward(seconds=1)
    assert run_pass().done == [release.unit_key]
    assert answers(client, page) == 200
    release = stored(release)
    assert (release.status, release.released_at) == (Status.RELEASED, clock.now())


def test_the_approved_version_goes_out_and_a_newer_draft_stays_a_draft(draft, clock) -> None:
    page = draft(title="Approved words")
    release = make_release(page, at=in_a_minute(clock))
    page.title = "Later words"
    page.save_revision(user=person("Editors"))
    clock.forward(minutes=1)
    run_pass()
    page = stored(page)
    assert (page.title, page.live_revision_id) == (
        "Approved words",
        release.items.get().revision_id,
    )
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == "Later words"


def test_it_goes_out_once_and_its_log_says_who_approved_it(draft, clock) -> None:
    page = draft()
    release = make_release(page, at=in_a_minute(clock))
    clock.forward(minutes=1)
    run_pass()
    assert run_pass().done == []
    [entry] = logged(page, "releases.publish")
    assert entry == {
        "user": person("Approvers"),
        "revision": release.items.get().revision_id,
        "release": release.pk,
        "approved_by": person("Approvers").username,
    }
    assert len(logged(release, "releases.released")) == 1


def test_a_page_below_a_new_page_goes_out_with_it(home_list, draft, clock, client) -> None:
    parent = home_list(state=State.DRAFT, title="New list", slug="new-list")
    child = draft(parent=parent, slug="first")
    renamed = parent.get_latest_revision_as_object()
    renamed.slug = "renamed-list"
    renamed.save_revision()
    # Put in in the wrong order.
    make_release(child, stored(parent), at=in_a_minute(clock))
    clock.forward(minutes=1)
    run_pass()
    assert stored(child).url.endswith("/renamed-list/first/")
    assert answers(client, child) == 200
    went_live = PageLogEntry.objects.filter(action="releases.publish").order_by("pk")
    assert [entry.page_id for entry in went_live] == [parent.pk, child.pk]


def test_a_release_below_a_page_that_was_taken_off_does_not_go_out(
    home_list, draft, clock, client
) -> None:
    parent = home_list(title="A list", slug="a-list")
    page = draft(parent=parent, slug="below")
    release = make_release(page, at=in_a_minute(clock))
    stored(parent).unpublish()
    clock.forward(minutes=1)
    assert run_pass().failed == [release.unit_key]
    assert not stored(page).live
    failure = UnitFailure.objects.get(key=release.unit_key)
    assert failure.error == f"Nobody could reach “{page.title}”: a page above is not on the site."


def test_what_is_taken_off_frees_its_address_for_what_comes(public, draft, clock, client) -> None:
    old = public(permalink="/figures")
    release = make_release(status=Status.DRAFT, at=in_a_minute(clock))
    owner = person("Administrators")
    new = draft()
    new.permalink = "/figures"
    # The editor's form would refuse the address until it is free.
    new.save_revision(clean=False)
    release.add(owner, stored(new))
    release.add(owner, old, action=Action.UNPUBLISH)
    release.ask_for_approval(owner)
    release.approve(person("Approvers"))
    clock.forward(minutes=1)
    assert run_pass().failed == []
    assert client.get("/figures").context["page"].pk == new.pk
    assert not stored(old).live


def test_readers_of_a_page_that_is_taken_off_are_sent_on(public, clock, client) -> None:
    leaving, target = public(), public()
    make_release(leaving, at=in_a_minute(clock), action=Action.UNPUBLISH, redirect_to=target)
    clock.forward(minutes=1)
    run_pass()
    response = client.get(leaving.url)
    assert (response.status_code, response["Location"]) == (302, target.url)
    assert [entry["user"] for entry in logged(leaving, "releases.unpublish")] == [
        person("Approvers")
    ]


def test_readers_of_any_page_are_sent_on(db, clock, client) -> None:
    leaving, target = ContentPageFactory(), ContentPageFactory()
    address = leaving.url
    make_release(leaving, at=in_a_minute(clock), action=Action.UNPUBLISH, redirect_to=target)
    clock.forward(minutes=1)
    run_pass()
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, target.url)


def test_a_withdrawn_page_keeps_its_text_under_a_notice(public, clock, client) -> None:
    page = public(title="Wrong figures")
    reason = "The figures were wrong."
    make_release(page, at=in_a_minute(clock), action=Action.WITHDRAW, reason=reason)
    clock.forward(minutes=1)
    run_pass()
    page = stored(page)
    assert (page.live, page.withdrawal_reason, page.withdrawn_at) == (True, reason, clock.now())
    assert not page.has_unpublished_changes
    assert [note.text for note in ChangeNote.objects.filter(page=page)] == [reason]


def test_a_newer_draft_of_a_withdrawn_page_does_not_undo_it(public, clock) -> None:
    page = public(title="Wrong figures")
    make_release(page, at=in_a_minute(clock), action=Action.WITHDRAW, reason="They were wrong.")
    page.title = "Next words"
    page.save_revision(user=person("Editors"))
    clock.forward(minutes=1)
    run_pass()
    page = stored(page)
    assert (page.title, page.has_unpublished_changes) == ("Wrong figures", True)
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.withdrawal_reason) == ("Next words", "They were wrong.")
    assert page.latest_revision.user == person("Editors")


@pytest.mark.parametrize("step", ["cancel", "reopen", "put off"])
def test_one_that_is_stopped_in_the_last_moment_does_not_go_out(
    draft, clock, meanwhile, step
) -> None:
    page = draft()
    release = make_release(page, at=in_a_minute(clock))
    clock.forward(minutes=1)
    owner, later = person("Administrators"), clock.now() + timedelta(hours=1)
    steps = {
        "cancel": lambda: release.cancel(owner),
        "reopen": lambda: release.reopen(owner),
        "put off": lambda: release.reschedule(owner, later),
    }
    meanwhile(steps[step])
    report = run_pass()
    assert (report.done, report.failed) == ([], [])
    assert not stored(page).live


def test_a_release_sent_out_alone_goes_out_with_the_next_pass(draft, clock) -> None:
    page = draft()
    release = make_release(page, status=Status.DRAFT, at=clock.now() + timedelta(days=1))
    release.release_now(person("Communications"), "The rumour is out.")
    assert run_pass().done == [release.unit_key]
    [entry] = logged(page, "releases.publish")
    assert (entry["user"], entry["emergency"]) == (person("Communications"), True)


@pytest.fixture
def home_list(news_list):
    """Makes lists beside the first one."""
    return lambda **fields: NewsListFactory(parent=news_list.get_parent(), **fields)


class TestAllOrNone:
    """What has happened to one page since the approval keeps the whole release back."""

    @pytest.fixture
    def pair(self, draft) -> tuple[Page, Page]:
        return draft(title="Kept"), draft(title="Troubled")

    def fails(self, pair, release, clock, *words: str) -> None:
        clock.set(release.instant)
        assert run_pass().failed == [release.unit_key]
        assert not stored(pair[0]).live
        assert stored(release).status == Status.APPROVED
        failure = UnitFailure.objects.get(key=release.unit_key)
        for word in words:
            assert word in failure.error
        assert "\n" not in failure.error
        assert logged(release, "releases.failed")[0]["error"] == failure.error

    def test_deleted(self, pair, clock) -> None:
        release = make_release(*pair)
        pair[1].delete()
        self.fails(pair, release, clock, "“Troubled” was deleted.")

    def test_moved(self, pair, home_list, clock) -> None:
        release = make_release(*pair)
        pair[1].move(home_list(), pos="last-child")
        self.fails(pair, release, clock, "“Troubled” was moved")

    def test_its_name_was_taken(self, pair, draft, clock) -> None:
        self.rename(pair[1], "wanted")
        release = make_release(*pair)
        draft(title="Squatter", slug="wanted")
        self.fails(pair, release, clock, "“Troubled”: ", "already")

    def rename(self, page: Page, slug: str) -> None:
        page.slug = slug
        page.save_revision()

    def test_its_address_was_taken(self, draft, public, clock) -> None:
        pair = draft(title="Kept"), draft(title="Troubled", permalink="/one")
        release = make_release(*pair)
        public(permalink="/one")
        self.fails(pair, release, clock, "“Troubled”", "already has this address")

    def test_its_window_has_passed(self, draft, clock) -> None:
        page = draft(title="Troubled", expire_at=clock.now() + timedelta(minutes=30))
        pair = draft(title="Kept"), page
        release = make_release(*pair, at=clock.now() + timedelta(hours=1))
        self.fails(pair, release, clock, "The expiry date of “Troubled” has passed.")

    def test_what_a_receiver_in_the_transaction_raises(self, pair, clock, monkeypatch) -> None:
        release = make_release(*pair)

        def broken(page, **kwargs):
            if page.title == "Troubled":
                raise RuntimeError("no room on the disk\nsecond line")

        monkeypatch.setattr("pages.permalinks.record", broken)
        self.fails(pair, release, clock, "“Troubled”: RuntimeError: no room on the disk")

    def test_every_trouble_is_named_at_once(self, pair, clock) -> None:
        release = make_release(*pair)
        for page in pair:
            page.delete()
        clock.set(release.instant)
        run_pass()
        error = UnitFailure.objects.get().error
        assert error == "“Kept” was deleted. “Troubled” was deleted."

    def test_it_goes_out_once_the_trouble_is_gone(self, pair, draft, clock) -> None:
        self.rename(pair[1], "wanted")
        release = make_release(*pair)
        squatter = draft(title="Squatter", slug="wanted")
        self.fails(pair, release, clock, "already")
        squatter.delete()
        clock.forward(seconds=5)
        assert run_pass().done == [release.unit_key]
        assert stored(pair[0]).live and stored(pair[1]).live
        assert not UnitFailure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_team_is_told_when_it_has_gone_out(draft, clock) -> None:
    release = make_release(draft(title="Kestrel"), at=in_a_minute(clock))
    clock.forward(minutes=1)
    mail.outbox.clear()
    run_pass()
    told = {(message.subject, message.to[0]) for message in mail.outbox}
    team = {person("Administrators").email, person("Approvers").email}
    assert told == {(f"Release {release.pk} has gone out", address) for address in team}
    assert all("Kestrel" not in message.body for message in mail.outbox)
