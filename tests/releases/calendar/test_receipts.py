"""The receipt: which addresses should have changed, and when each first answered as it should."""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Site

from fixtures.factories.lifecycle import publish
from fixtures.factories.pages import HomePageFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases import fetching, receipts
from newsroom.releases.dispatcher import chores, run_pass
from newsroom.releases.enums import Action, Expectation, Status
from newsroom.releases.models import ReceiptLine

T = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


@pytest.fixture
def gone_out(clock):
    """A function that makes a release of pages and lets its instant come."""

    def go_out(*pages, **item):
        release = make_release(*pages, at=T, **item)
        clock.set(T)
        assert run_pass().failed == []
        release.refresh_from_db()
        assert release.status == Status.RELEASED
        return release

    return go_out


def only_line() -> ReceiptLine:
    return ReceiptLine.objects.get()


def test_a_release_that_goes_out_expects_the_new_version_of_what_it_publishes(
    gone_out, draft, client
) -> None:
    page = draft(title="News")
    release = gone_out(page)
    page.refresh_from_db()
    line = only_line()
    assert (line.release, line.page_id, line.title) == (release, page.pk, "News")
    assert line.address == page.full_url
    assert line.expectation == Expectation.NEW
    answer = client.get(page.url)
    assert answer["X-Content-Mark"] == line.mark == receipts.mark(page.live_revision_id)


def test_it_expects_nothing_where_a_page_is_taken_off(gone_out, public) -> None:
    gone_out(public(), action=Action.UNPUBLISH)
    assert (only_line().expectation, only_line().mark) == (Expectation.GONE, "")


def test_a_withdrawn_page_answers_with_its_notice(gone_out, public, client) -> None:
    page = public()
    gone_out(page, action=Action.WITHDRAW, reason="It was wrong.")
    page.refresh_from_db()
    assert only_line().mark == client.get(page.url)["X-Content-Mark"]


def test_one_address_that_one_page_leaves_and_another_takes_is_one_line(
    clock, public, draft
) -> None:
    old, new = public(permalink="/statement"), draft(permalink="/other")
    release = make_release(old, at=T, status=Status.DRAFT, action=Action.UNPUBLISH)
    owner = release.owner
    release.add(owner, new)
    new.permalink = "/statement"
    new.save_revision(clean=False)
    release.ask_for_approval(owner)
    release.approve(person("Approvers"))
    clock.set(T)
    assert run_pass().failed == []
    line = only_line()
    assert (line.page_id, line.expectation) == (new.pk, Expectation.NEW)


def test_the_mark_of_a_page_changes_with_what_is_public_and_with_nothing_else(
    public, client
) -> None:
    page = public()
    first = client.get(page.url)["X-Content-Mark"]
    page.title = "Draft"
    page.save_revision()
    assert client.get(page.url)["X-Content-Mark"] == first
    publish(page)
    assert client.get(page.url)["X-Content-Mark"] != first
    assert "X-Content-Mark" not in client.get("/no-such-page/")


def test_every_page_of_the_site_has_a_mark(client, db) -> None:
    home = publish(HomePageFactory(site_root=True))
    assert client.get(home.url)["X-Content-Mark"] == receipts.mark(home.live_revision_id)


def test_addresses_are_fetched_from_the_running_site(
    live_server, transactional_db, news_list, draft, public, clock
) -> None:
    host, port = live_server.thread.host, live_server.thread.port
    Site.objects.update(hostname=host, port=port)
    Site.clear_site_root_paths_cache()
    new, leaving = draft(), public()
    release = make_release(new, at=T, status=Status.DRAFT)
    release.add(release.owner, leaving, action=Action.UNPUBLISH)
    release.release_now(release.owner, "Now")
    clock.forward(seconds=1)
    run_pass()
    assert fetching.fetch_due() == 2
    lines = {line.page_id: line for line in release.receipt.all()}
    assert lines[new.pk].status_code == 200
    assert lines[leaving.pk].status_code in {301, 404, 410}
    for line in lines.values():
        assert line.trouble == "" and line.attempts == 1
        assert clock.now() <= line.seen_at < clock.now() + timedelta(seconds=10)
    assert fetching.fetch_due() == 0


@pytest.mark.parametrize(
    ("status", "headers", "trouble"),
    [
        (200, {"X_Content_Mark": "of-the-old-version"}, "another version of the page"),
        (200, {}, "not this site"),
        (404, {}, "no such page (404)"),
        (410, {}, "no such page (410)"),
        (503, {}, "an error (503)"),
        (403, {}, "status 403"),
        (302, {"Location": "/elsewhere/"}, "sends visitors on to http://127.0.0.1"),
        (302, {"Location": "http://other.example/"}, "sends visitors on to http://other.example/"),
        (304, {}, "status 304"),
    ],
)
def test_what_a_visitor_finds_meanwhile_is_told_in_one_line(
    front, gone_out, draft, status, headers, trouble
) -> None:
    gone_out(draft())
    front.answer(status, **headers)
    fetching.fetch_due()
    line = only_line()
    assert line.seen_at is None
    assert (line.status_code, line.attempts) == (status, 1)
    assert trouble in line.trouble and "\n" not in line.trouble
    # Another host is not asked, and neither is another page of this one.
    assert len(front.asked) == 1


def test_it_is_asked_again_until_it_answers_with_the_new_version(
    front, gone_out, draft, clock
) -> None:
    gone_out(draft())
    front.answer(200, X_Content_Mark="old")
    assert fetching.fetch_due() == 1
    assert fetching.fetch_due() == 0
    clock.forward(seconds=0.5)
    assert fetching.fetch_due() == 1
    clock.forward(minutes=3)
    front.answer(200, X_Content_Mark=only_line().mark)
    assert fetching.fetch_due() == 1
    line = only_line()
    assert line.trouble == "" and line.attempts == 3
    assert clock.now() <= line.seen_at < clock.now() + timedelta(seconds=5)
    clock.forward(hours=1)
    assert fetching.fetch_due() == 0


@pytest.mark.parametrize("status", [301, 302, 404, 410])
def test_a_page_that_was_taken_off_is_gone_however_the_site_says_it(
    front, gone_out, public, status
) -> None:
    gone_out(public(), action=Action.UNPUBLISH)
    front.answer(200)
    fetching.fetch_due()
    assert only_line().trouble == "The page still answers."
    ReceiptLine.objects.update(asked_at=None)
    front.answer(status, Location="/news/")
    fetching.fetch_due()
    assert only_line().seen_at is not None


def test_it_asks_as_a_visitor_does(front, gone_out, draft) -> None:
    gone_out(draft())
    fetching.fetch_due()
    (path, headers), *others = front.asked
    assert not others and path == only_line().address.removeprefix(front.url)
    assert {name.lower() for name in headers} <= {
        "host", "user-agent", "accept-encoding", "connection",
    }  # fmt: skip


def test_a_site_that_does_not_answer_is_told_and_keeps_nobody(
    front, gone_out, draft, monkeypatch
) -> None:
    gone_out(draft())
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    front.awake.clear()
    fetching.fetch_due()
    assert only_line().trouble == "No answer within 0 seconds."
    assert only_line().status_code is None


def test_a_site_that_does_not_answer_is_left_alone_for_a_while(
    front, gone_out, draft, clock
) -> None:
    gone_out(draft())
    line = only_line()
    line.attempts, line.asked_at, line.trouble = 1, T, "No answer within 5 seconds."
    assert not fetching.is_due(line, after(4999))
    assert fetching.is_due(line, after(5000))


def test_a_site_that_can_t_be_reached_is_told(front, gone_out, draft) -> None:
    gone_out(draft())
    Site.objects.update(port=1)
    ReceiptLine.objects.update(address="http://127.0.0.1:1/")
    fetching.fetch_due()
    assert only_line().trouble.startswith("It can’t be reached: ")
    assert "refused" in only_line().trouble


def test_only_addresses_of_the_site_are_fetched(front, gone_out, draft) -> None:
    gone_out(draft())
    ReceiptLine.objects.update(address=front.url.replace("127.0.0.1", "localhost") + "/x/")
    fetching.fetch_due()
    assert front.asked == []
    assert only_line().trouble == "It is not an address of this site any more."


def test_a_redirect_to_the_same_page_is_followed_and_a_loop_of_them_ends(
    front, gone_out, draft
) -> None:
    gone_out(draft())
    front.answer(301, Location=only_line().address)
    fetching.fetch_due()
    assert "sends visitors on" in only_line().trouble
    assert len(front.asked) == 3


def test_the_waits_grow_to_ten_minutes_and_it_is_given_up_after_a_day(
    front, gone_out, draft, clock
) -> None:
    gone_out(draft())
    waits = []
    line = only_line()
    # In milliseconds.
    for attempts in range(1, 80, 6):
        line.attempts, line.asked_at, line.status_code = attempts, T, 404
        waits.append(next(t for t in range(0, 700_000, 50) if fetching.is_due(line, after(t))))
    assert waits[0] == 200
    assert waits == sorted(waits)
    assert waits[-1] == 600_000
    clock.forward(hours=23, minutes=59)
    assert fetching.fetch_due() == 1
    ReceiptLine.objects.update(asked_at=None)
    clock.forward(minutes=2)
    assert fetching.fetch_due() == 0


def after(milliseconds: int) -> datetime:
    return T + timedelta(milliseconds=milliseconds)


def test_the_resident_dispatcher_does_it() -> None:
    assert "newsroom.releases.fetching.fetch_due" in chores.registered()
