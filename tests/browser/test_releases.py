"""The release desk in real browsers: from two drafts and a change to all of it at one instant."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as BrowserPage

from fixtures.factories.releases import person
from newsroom.releases.models import Release
from tests.browser.release_desk import INSTANT, Story

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def story(db, clock) -> Story:
    return Story()


def assert_nothing_shows(visitor: BrowserPage, site: str, story: Story) -> None:
    release, article, home = story.addresses(site)
    assert [visitor.goto(address).status for address in (release, article)] == [404, 404]
    visitor.goto(home)
    expect(visitor).to_have_title(re.compile("Harbour Office(?!, by night)"))


def assert_all_shows(visitor: BrowserPage, site: str, story: Story) -> None:
    release, article, home = story.addresses(site)
    visitor.goto(home)
    expect(visitor).to_have_title(re.compile("Harbour Office, by night too"))
    for address, page in ((release, story.release), (article, story.article)):
        assert visitor.goto(address).status == 200
        expect(visitor.get_by_role("heading", level=1)).to_have_text(page.title)


def test_from_two_drafts_and_a_change_to_all_of_it_at_one_instant(
    open_as, site, story, clock
) -> None:
    officer, visitor = open_as("Communications"), open_as()
    said: list[str] = []
    for browser in (officer, visitor):
        browser.on("console", lambda message: said.append(message.text))
    officer.get_by_role("link", name="Releases", exact=True).click()
    officer.get_by_role("link", name="Make the first release").click()
    officer.get_by_label("Title").fill("Night ferries")
    officer.get_by_label("Date", exact=True).fill("2026-03-03")
    officer.get_by_label("Time", exact=True).fill("09:30")
    officer.get_by_role("button", name="Make the release").click()
    expect(officer.locator(".releases-when")).to_contain_text("3 Mar 2026, 09:30 SGT (UTC+8)")

    officer.locator(".releases-next").get_by_role("link", name="Add pages").click()
    for page in story.pages:
        officer.get_by_label(page.get_latest_revision_as_object().title).check()
    officer.get_by_role("button", name="Add the ticked pages").click()
    expect(officer.locator(".releases-items > li")).to_have_count(3)
    officer.get_by_role("button", name="Ask for approval").click()
    expect(officer.locator(".releases-standing").first).to_have_text("Waiting for approval")

    approver = open_as("Approvers")
    waiting = approver.locator("#releases-waiting-section")
    expect(waiting).to_contain_text("To approve")
    waiting.get_by_role("link", name="Night ferries").click()
    expect(approver.locator(".releases-versions li")).to_have_count(3)
    compare = approver.locator(".releases-versions").get_by_role("link", name=re.compile("compare"))
    expect(compare).to_have_attribute("href", re.compile(f"/pages/{story.home.pk}/revisions/"))
    approver.get_by_role("button", name="Approve exactly these versions").click()
    expect(approver.locator(".releases-standing").first).to_have_text("Approved")

    # Written after the approval: it stays a draft.
    later = story.article.get_latest_revision_as_object()
    later.title = "Nine nights on the water"
    later.save_revision(user=person("Editors"))
    officer.goto(f"{site}/admin/pages/{story.article.pk}/edit/")
    notice = officer.locator(".releases-notice")
    expect(notice).to_contain_text("This page goes out with the release Night ferries")
    expect(notice).to_contain_text("Later edits are not in it.")

    assert_nothing_shows(visitor, site, story)
    clock.set(INSTANT - timedelta(seconds=1))
    assert_nothing_shows(visitor, site, story)
    clock.set(INSTANT)
    assert_all_shows(visitor, site, story)

    # A night has passed, and with it the sessions.
    officer = open_as("Communications")
    officer.goto(f"{site}/admin/releases/{Release.objects.get().pk}/")
    expect(officer.locator(".releases-standing").first).to_have_text("Released")
    expect(officer.locator(".releases-log li").first).to_contain_text(
        "Went out at 3 Mar 2026, 09:30"
    )
    assert [line for line in said if "Content Security Policy" in line] == []


def tab_to(page: BrowserPage, target: Locator) -> None:
    """Press Tab until the target has the focus, and see that it shows it."""
    expect(target).to_be_visible()
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        pytest.fail(f"{target} can't be reached with the Tab key")
    ring = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{ring}.outlineStyle !== 'none' || {ring}.boxShadow !== 'none'")


def press(page: BrowserPage, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def test_the_same_by_keyboard_alone(open_as, site, story, clock) -> None:
    officer = open_as("Communications")
    officer.goto(f"{site}/admin/releases/new/")
    tab_to(officer, officer.get_by_label("Title"))
    officer.keyboard.type("Night ferries")
    officer.keyboard.press("Tab")
    # Day, month, year; hour, minute, half of the day: as the browser asks for them here.
    officer.keyboard.type("03032026")
    tab_to(officer, officer.get_by_label("Time", exact=True))
    officer.keyboard.type("0930AM")
    press(officer, officer.get_by_role("button", name="Make the release"))
    officer.wait_for_url(re.compile(r"/releases/\d+/$"))
    release = Release.objects.get()
    assert release.instant == INSTANT

    press(officer, officer.locator(".releases-next").get_by_role("link", name="Add pages"))
    for page in story.pages:
        title = page.get_latest_revision_as_object().title
        press(officer, officer.get_by_label(title), "Space")
    press(officer, officer.get_by_role("button", name="Add the ticked pages"))
    expect(officer.locator(".releases-items > li")).to_have_count(3)
    press(officer, officer.get_by_role("button", name="Ask for approval"))
    expect(officer.locator(".releases-standing").first).to_have_text("Waiting for approval")

    approver = open_as("Approvers")
    waiting = approver.locator("#releases-waiting-section")
    press(approver, waiting.get_by_role("link", name="Night ferries"))
    approver.wait_for_url(re.compile(r"/releases/\d+/$"))
    press(approver, approver.get_by_text("Send back…"))
    tab_to(approver, approver.get_by_label("What has to change?"))
    approver.keyboard.type("The second paragraph.")
    press(approver, approver.get_by_role("button", name="Send back", exact=True))
    expect(approver.locator(".releases-reason")).to_contain_text("The second paragraph.")

    officer.goto(f"{site}/admin/releases/{release.pk}/")
    press(officer, officer.get_by_role("button", name="Ask for approval"))
    expect(officer.locator(".releases-standing").first).to_have_text("Waiting for approval")
    approver.goto(f"{site}/admin/releases/{release.pk}/")
    press(approver, approver.get_by_role("button", name="Approve exactly these versions"))
    expect(approver.locator(".releases-standing").first).to_have_text("Approved")
    clock.set(INSTANT)
    assert_all_shows(open_as(), site, story)


def test_the_desk_works_without_a_script(
    browser: Browser, browser_context_args, site, story, clock
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    officer = context.new_page()
    officer.goto(f"{site}/admin/login/")
    officer.locator("[name=username]").fill(person("Communications").username)
    officer.locator("[name=password]").fill("password")
    officer.locator("button[type=submit]").click()
    officer.goto(f"{site}/admin/releases/new/")
    officer.locator("[name=title]").fill("Night ferries")
    officer.locator("[name=instant_0]").fill("2026-03-03")
    officer.locator("[name=instant_1]").fill("09:30")
    officer.get_by_role("button", name="Make the release").click()
    release = Release.objects.get()
    officer.goto(f"{site}/admin/releases/{release.pk}/add/")
    officer.get_by_label(story.release.title).check()
    officer.get_by_role("button", name="Add the ticked pages").click()
    officer.get_by_role("button", name="Ask for approval").click()
    expect(officer.locator(".releases-standing").first).to_have_text("Waiting for approval")
    officer.get_by_text("Cancel the release…").click()
    officer.get_by_role("button", name="Cancel the release", exact=True).click()
    expect(officer.locator(".releases-standing").first).to_have_text("Cancelled")
    context.close()
