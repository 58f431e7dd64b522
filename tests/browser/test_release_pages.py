"""Every page of the release desk: axe, narrow and wide windows, light and dark."""

import pytest
from playwright.sync_api import expect

from fixtures import factories as make
from tests.browser.release_desk import Desk, Story

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


WIDTHS = (320, 1280)


@pytest.fixture
def story(db, clock) -> Story:
    return Story()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("group", ["Communications", "Approvers"])
def test_every_page_of_the_desk_is_accessible_and_fits(
    open_as, site, story, clock, assert_axe_clean, group, width
) -> None:
    desk = Desk(story, clock)
    browser = open_as(group, width)
    seen = set()
    for address in desk.addresses():
        browser.goto(f"{site}/admin/{address}")
        if browser.url in seen:
            continue  # Who may not go there is led to the release.
        seen.add(browser.url)
        for more in browser.locator("details.releases-more > summary").all():
            more.click()
        assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert_axe_clean(browser, within="main")
    browser.goto(f"{site}/admin/")
    for name in ("alarm", "waiting", "next"):
        panel = f"#releases-{name}-section"
        if browser.locator(panel).count():
            assert_axe_clean(browser, within=panel)
    browser.goto(f"{site}/admin/pages/{desk.page.pk}/edit/")
    expect(browser.locator(".releases-notice")).to_be_visible()
    assert_axe_clean(browser, within=".releases-notice")


def test_in_the_dark_too(open_as, site, story, clock, assert_axe_clean) -> None:
    desk = Desk(story, clock)
    browser = open_as("Approvers")
    browser.emulate_media(color_scheme="dark")
    for release in (desk.waiting, desk.armed, desk.late, desk.alone):
        browser.goto(f"{site}/admin/releases/{release.pk}/")
        assert_axe_clean(browser, within="main")
    browser.goto(f"{site}/admin/releases/")
    assert_axe_clean(browser, within="main")
    browser.goto(f"{site}/admin/pages/{desk.page.pk}/edit/")
    assert_axe_clean(browser, within=".releases-notice")


def test_fields_appear_with_the_choice_that_needs_them(open_as, site, story, clock) -> None:
    page = make.ContentPageFactory(parent=story.home)
    officer = open_as("Communications")
    officer.goto(f"{site}/admin/releases/add/{page.pk}/")
    title, redirect = (
        officer.get_by_label("Title of the new release"),
        officer.get_by_text("Send its readers to"),
    )
    expect(title).to_be_hidden()
    expect(redirect).to_be_hidden()
    officer.get_by_label("A new release").check()
    officer.get_by_label("Take it off the site").check()
    expect(title).to_be_visible()
    expect(redirect).to_be_visible()
