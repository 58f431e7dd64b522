"""The page of one release: what it says to whom, and what it keeps from others."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fixtures.factories.lifecycle import publish
from fixtures.factories.newsroom import NewsListFactory
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import Heartbeat, Release, UnitFailure
from tests.releases.admin.conftest import soup, words

pytestmark = pytest.mark.django_db

APPROVE, BACK, NOW = "Approve exactly these versions", "Send back…", "Send out now…"
CANCEL, UNDO, UNASK = "Cancel the release…", "Take the approval back…", "Take the question back…"


def page_of(client, release: Release):
    answer = client.get(reverse("releases:detail", args=[release.pk]))
    assert answer.status_code == 200
    return soup(answer)


def next_step(page) -> tuple[str, list[str]]:
    """The sentence at the top, and the buttons of the steps below it."""
    box = page.select_one(".releases-next")
    buttons = [words(button) for button in box.select("summary, a.button, form > button")]
    inside = {words(button) for button in box.select("details form > button")}
    return words(box.select_one(".releases-next__sentence")), [
        button for button in buttons if button not in inside
    ]


def rewritten(page, title: str, author: User):
    page.title = title
    return page.save_revision(user=author)


@pytest.mark.parametrize(
    ("group", "status", "sentence", "buttons"),
    [
        ("Communications", Status.DRAFT, "Ready?", ["Ask for approval", NOW, CANCEL]),
        ("Approvers", Status.DRAFT, "The release is being put together.", [NOW]),
        ("Editors", Status.DRAFT, "The release is being put together.", []),
        ("Approvers", Status.IN_REVIEW, "asks you to approve it.", [APPROVE, BACK, NOW]),
        ("Communications", Status.IN_REVIEW, "were told by mail.", [NOW, CANCEL]),
        ("Administrators", Status.IN_REVIEW, "asked for approval.", [BACK, UNASK, NOW, CANCEL]),
        ("Editors", Status.IN_REVIEW, "were told by mail.", []),
        ("Approvers", Status.APPROVED, "It goes out by itself at 2 Mar 2026, 10:00 SGT (UTC+8).", [UNDO, NOW]),
        ("Editors", Status.APPROVED, "There is nothing to do.", []),
        ("Administrators", Status.CANCELLED, "This release was cancelled.", []),
    ],
)  # fmt: skip
def test_one_thing_to_do_next_for_each(
    client, log_in, draft, clock, group, status, sentence, buttons
) -> None:
    release = make_release(draft(), status=status)
    log_in(group)
    said, offered = next_step(page_of(client, release))
    assert sentence in said
    assert offered == buttons


def test_an_empty_release_asks_for_pages_and_one_without_an_instant_for_that(
    client, log_in, draft, clock
) -> None:
    actor = log_in("Communications")
    release = Release.begin(actor, title="Empty")
    assert next_step(page_of(client, release))[1][0] == "Add pages"
    release.add(actor, draft())
    assert next_step(page_of(client, release))[1][0] == "Set the instant"


def test_why_somebody_else_has_to_approve_is_said_in_words(client, log_in, draft, clock) -> None:
    page = draft(title="Rain")
    page.save_revision(user=person("Approvers"))
    release = make_release(page, status=Status.IN_REVIEW)
    log_in("Approvers")
    found = page_of(client, release)
    assert words(found.select_one(".releases-obstacles")) == (
        "You wrote part of “Rain”, so somebody else has to approve it."
    )
    assert next_step(found)[1] == ["Send back…", "Send out now…"]


def test_the_approval_names_exactly_the_versions(client, log_in, draft, clock) -> None:
    author = UserFactory(first_name="Kim", last_name="Writer")
    page, live = draft(title="New story"), publish(draft(title="Old story"))
    rewritten(page, "New story", author)
    clock.forward(minutes=1)
    rewritten(live, "Old story", author)
    release = make_release(page, live, status=Status.IN_REVIEW)
    log_in("Approvers")
    found = page_of(client, release)
    lines = [words(line) for line in found.select(".releases-versions li")]
    assert lines == [
        "New story : publish, version of 2 Mar 2026, 09:00 SGT (UTC+8) by Kim Writer – "
        "preview “New story”",
        "Old story : publish, version of 2 Mar 2026, 09:01 SGT (UTC+8) by Kim Writer – "
        "compare “Old story” with the site",
    ]
    compare = found.select(".releases-versions a")[1]["href"]
    pinned = release.items.get(page=live).revision_id
    assert compare == reverse(
        "wagtailadmin_pages:revisions_compare", args=[live.pk, "live", pinned]
    )
    assert client.get(compare).status_code == 200
    assert client.get(found.select(".releases-versions a")[0]["href"]).status_code == 200


def test_a_newer_draft_is_told_and_can_be_taken_or_proposed(client, log_in, draft, clock) -> None:
    page = draft(title="Story")
    release = make_release(page, status=Status.IN_REVIEW)
    log_in("Communications")
    assert page_of(client, release).select_one(".releases-newer") is None
    rewritten(page, "Story, changed", UserFactory(first_name="Kim", last_name="Writer"))
    found = page_of(client, release)
    assert "by Kim Writer, is not in it." in words(found.select_one(".releases-newer"))
    assert "Take the newer version (Story)" in words(found.select_one(".releases-items"))
    release.approve(person("Approvers"))
    found = page_of(client, release)
    assert "Send the newer draft for approval (Story)" in words(found.select_one(".releases-items"))
    release.propose(person("Communications"), release.items.get())
    found = page_of(client, release)
    assert "A newer version waits for approval" in words(found.select_one(".releases-proposal"))
    assert found.select_one(".releases-newer") is None
    log_in("Approvers")
    found = page_of(client, release)
    assert "A newer version of “Story” waits for approval, below" in next_step(found)[0]
    proposal = found.select_one(".releases-proposal")
    assert client.get(proposal.select_one("a")["href"]).status_code == 200
    assert "Approve this version (Story)" in words(proposal)


def test_a_draft_that_was_sent_back_says_why_and_what_would_go_out_now(
    client, log_in, draft, clock
) -> None:
    page = draft(title="Story")
    release = make_release(page, status=Status.IN_REVIEW)
    release.refuse(person("Approvers"), "Too long.")
    clock.forward(minutes=5)
    rewritten(page, "Story", person("Communications"))
    log_in("Communications")
    found = page_of(client, release)
    assert words(found.select_one(".releases-reason")) == "Why it came back: Too long."
    assert "The newest version, now the version of 2 Mar 2026, 09:05 SGT" in words(
        found.select_one(".releases-items")
    )


def test_what_is_taken_off_says_where_its_readers_go(client, log_in, draft, clock) -> None:
    target = publish(draft(title="The new plan"))
    page = publish(draft(title="The old plan"))
    release = make_release(page, action=Action.UNPUBLISH, redirect_to=target, status=Status.DRAFT)
    log_in("Approvers")
    item = page_of(client, release).select_one(".releases-items")
    assert "Its readers are sent to “The new plan”." in words(item)


def test_a_page_that_was_deleted_is_named_as_trouble(client, log_in, draft, clock) -> None:
    page = draft(title="Story")
    release = make_release(page)
    page.delete()
    log_in("Communications")
    item = words(page_of(client, release).select_one(".releases-items"))
    assert "Story" in item and "The page was deleted." in item


def test_a_page_that_was_moved_is_named_as_trouble(client, log_in, draft, news_list, clock) -> None:
    page = draft(title="Story")
    release = make_release(page)
    page.move(NewsListFactory(parent=news_list.get_parent()), pos="last-child")
    log_in("Communications")
    assert "The page was moved" in words(page_of(client, release).select_one(".releases-items"))


def test_a_page_below_one_that_was_taken_off_is_named_as_trouble(
    client, log_in, draft, news_list, clock
) -> None:
    release = make_release(draft(title="Story"))
    log_in("Communications")
    assert "is not on the site, so" not in words(page_of(client, release))
    type(news_list).objects.get(pk=news_list.pk).unpublish()
    trouble = page_of(client, release).select_one(".releases-trouble")
    assert (
        words(trouble)
        == f"“{news_list.title}” above it is not on the site, so nobody could reach it."
    )


def test_a_release_that_could_not_go_out_says_why_and_when_it_is_tried_again(
    client, log_in, draft, clock
) -> None:
    release = make_release(draft())
    now = clock.forward(hours=2)
    UnitFailure.objects.create(
        key=release.unit_key, count=3, error="“Story” clashes with another page.",
        first_failed_at=now, failed_at=now, next_attempt_at=now + timedelta(minutes=5),
    )  # fmt: skip
    log_in("Communications")
    found = page_of(client, release)
    alarm = words(found.select_one(".releases-alarm[role=alert]"))
    assert "“Story” clashes with another page." in alarm
    assert "Next try: 2 Mar 2026, 11:05 SGT (UTC+8), in 5 min." in alarm
    assert words(found.select_one(".releases-standing")) == "Could not go out"
    assert next_step(found)[1][0] == "Try again now"


@pytest.mark.parametrize(("seconds", "warned"), [(29, False), (31, True)])
def test_a_silent_dispatcher_is_told_of_while_something_is_armed(
    client, log_in, draft, clock, seconds, warned
) -> None:
    release = make_release(draft())
    now = clock.now()
    Heartbeat.objects.create(
        name="here:1", started_at=now, seen_at=now - timedelta(seconds=seconds)
    )
    log_in("Communications")
    text = words(page_of(client, release))
    assert ("No dispatcher is running" in text) is warned
    release.reopen(person("Communications"))
    assert "No dispatcher is running" not in words(page_of(client, release))


@pytest.mark.parametrize("second_person", [True, False])
def test_a_team_of_one_is_told_that_it_is_one(
    client, log_in, draft, clock, settings, second_person
) -> None:
    settings.RELEASES_SECOND_PERSON = second_person
    release = make_release(draft(), status=Status.IN_REVIEW)
    log_in("Administrators")
    found = page_of(client, release)
    assert ("set up for a team of one" in words(found)) is not second_person
    assert ("Approve exactly these versions" in next_step(found)[1]) is not second_person


def test_the_log_names_actor_time_and_reason_newest_first(client, log_in, draft, clock) -> None:
    release = make_release(draft(title="Story"), status=Status.IN_REVIEW)
    clock.forward(minutes=3)
    approver = person("Approvers")
    release.refuse(approver, "Too long.")
    log_in("Editors")
    lines = [words(line) for line in page_of(client, release).select(".releases-log li")]
    assert lines[0] == (
        f"Sent it back: Too long. {approver.get_full_name()}, 2 Mar 2026, 09:03 SGT (UTC+8)"
    )
    assert [line.split(" Robin")[0] for line in lines[1:]] == [
        "Asked for approval", "Added “Story”", "Made the release",
    ]  # fmt: skip


def test_the_log_says_when_an_instant_was_set_and_moved(client, log_in, draft, clock) -> None:
    actor = log_in("Communications")
    release = Release.begin(actor, title="Launch")
    for hours in (1, 2):
        release.reschedule(actor, clock.now() + timedelta(hours=hours))
    said = [words(line.p) for line in page_of(client, release).select(".releases-log li")]
    assert said[:2] == [
        "Set the instant to 2 Mar 2026, 11:00 SGT (UTC+8); before: 2 Mar 2026, 10:00 SGT (UTC+8)",
        "Set the instant to 2 Mar 2026, 10:00 SGT (UTC+8)",
    ]


def test_a_release_of_many_pages_takes_as_many_queries_as_one_of_few(
    client, log_in, draft, clock
) -> None:
    def queries(count: int) -> int:
        author = UserFactory()
        pages = [draft(title=f"Page {count}.{number}") for number in range(count)]
        release = make_release(*pages, title=f"Of {count}")
        for page in pages:
            rewritten(page, "Newer", author)
        client.get(reverse("releases:detail", args=[release.pk]))
        with CaptureQueriesContext(connection, ) as caught:  # fmt: skip
            page_of(client, release)
        return len(caught)

    log_in("Approvers")
    few, many = queries(2), queries(12)
    assert few == many
    assert few <= 30
