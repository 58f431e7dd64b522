"""A rehearsal finds what would go wrong, says it in one line, and leaves nothing else behind."""

from datetime import timedelta

import pytest
from django.core import mail
from wagtail.log_actions import registry

from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Action, RehearsalCause, Status
from newsroom.releases.models import Rehearsal, Release
from newsroom.releases.staging import rehearse, rehearse_before_asking, upcoming
from tests.releases.staging.database import dump
from tests.releases.staging.rehearsing import block, draft, findings

pytestmark = pytest.mark.django_db


def test_it_is_kept_and_logged_and_leaves_nothing_else(home, clock) -> None:
    release = make_release(draft(summary=""))
    before = dump()
    rehearsal = rehearse(release, RehearsalCause.DEMAND, person("Administrators"))
    changed = {table for table, rows in dump().items() if rows != before[table]}
    assert changed == {"releases_rehearsal", "wagtailcore_modellogentry"}
    assert (rehearsal.version, rehearsal.at) == (release.version, clock.now())
    entry = registry.get_logs_for_instance(release).filter(action="releases.rehearsed").get()
    assert (entry.user, entry.message) == (
        person("Administrators"),
        "Rehearsal: 1 warning",
    )


def test_a_page_below_one_that_is_not_public_is_an_error(home, clock) -> None:
    parent = draft(title="Above")
    child = draft(title="Below", parent=parent)
    assert findings(child) == [
        (
            "error",
            "Below",
            "“Above” above it is not public then, so nobody reaches it. "
            "Publish that page too, or move this one.",
        )
    ]
    Release.objects.get().cancel(person("Administrators"))
    assert findings(parent, child) == []


def test_a_clash_of_addresses_is_an_error_for_each_page(home, clock) -> None:
    pages = [draft(title=name, slug=f"the-{name}", permalink=f"/{name}") for name in ("one", "two")]
    for page in pages:
        ContentPageFactory(permalink=f"/{page.title}/")
    taken = "Another page already has this address. Choose a different one."
    assert findings(*pages) == [("error", "one", taken), ("error", "two", taken)]


def test_a_page_that_was_deleted_or_moved_is_an_error(home, clock) -> None:
    gone, moved = draft(title="Gone"), draft(title="Moved")
    release = make_release(gone, moved)
    gone.delete()
    moved.move(ContentPageFactory(), pos="last-child")
    rows = rehearse(release, RehearsalCause.DEMAND).findings
    assert [(row["level"], row["title"], row["text"]) for row in rows] == [
        ("error", "Gone", "It was deleted. Take it out of the release."),
        (
            "error",
            "Moved",
            "It was moved to another place since. Move it back, or send the release back.",
        ),
    ]


def test_pages_that_go_and_what_still_links_to_them(home, clock) -> None:
    going = ContentPageFactory(title="Going")
    hidden = draft(title="Hidden")
    ContentPageFactory(title="Linking", body=block("button", label="More", link={"page": going}))
    options = {"action": Action.UNPUBLISH, "redirect_to": hidden}
    assert findings(going, **options) == [
        (
            "error",
            "Going",
            "Its readers are sent to “Hidden”, which is not public then. Choose another page.",
        ),
        (
            "warning",
            "Going",
            "“Linking” still links to it; the link becomes plain text. "
            "Look whether the words around it still fit.",
        ),
    ]


def test_what_goes_out_before_counts_and_what_fails_before_is_told(home, clock) -> None:
    target, lost = draft(title="Target"), draft(title="Lost")
    make_release(target, at=clock.now() + timedelta(minutes=50))
    make_release(lost, at=clock.now() + timedelta(minutes=55), title="Earlier")
    lost.delete()
    page = draft(body=block("button", label="More", link={"page": target}))
    assert findings(page) == [
        (
            "warning",
            "",
            "The release “Earlier”, due before it, can’t be carried out: “Lost” was deleted.",
        )
    ]


def test_errors_keep_a_release_from_being_asked_about_and_warnings_do_not(home, clock) -> None:
    below = draft(title="Below", summary="", parent=draft(title="Above"))
    release = make_release(below, status=Status.DRAFT)
    assert rehearse_before_asking(release, person("Administrators")) == [
        "“Below”: “Above” above it is not public then, so nobody reaches it. "
        "Publish that page too, or move this one."
    ]
    assert Rehearsal.objects.get().cause == RehearsalCause.ASKED


def test_an_armed_release_is_rehearsed_a_day_and_an_hour_before(home, clock) -> None:
    page = draft(title="Below", parent=ContentPageFactory(title="Above"))
    release = make_release(page, at=clock.now() + timedelta(days=3))
    make_release(draft(), at=clock.now() + timedelta(days=3), status=Status.IN_REVIEW)
    assert upcoming.rehearse_upcoming() == 0
    clock.forward(days=2)
    assert [upcoming.rehearse_upcoming(), upcoming.rehearse_upcoming()] == [1, 0]
    assert "did not pass its rehearsal" not in " ".join(mail.subject for mail in mail.outbox)
    page.get_parent().unpublish()
    clock.forward(hours=23)
    assert [upcoming.rehearse_upcoming(), upcoming.rehearse_upcoming()] == [1, 0]
    causes = Rehearsal.objects.order_by("at").values_list("cause", flat=True)
    assert list(causes) == [RehearsalCause.DAY_BEFORE, RehearsalCause.HOUR_BEFORE]
    assert Rehearsal.objects.filter(release=release).count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_takes_part_is_told_when_it_fails_before_the_instant(home, clock) -> None:
    release = make_release(draft(title="Below", parent=draft(title="Above")))
    mail.outbox.clear()
    upcoming.rehearse_upcoming()
    subjects = {message.subject for message in mail.outbox}
    assert subjects == {f"Release {release.pk} did not pass its rehearsal"}
