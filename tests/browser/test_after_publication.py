"""An officer corrects, changes, withdraws and takes off a release; a visitor reads what it says."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from fixtures import factories as make
from newsroom import corrections
from newsroom.models import NewsArticlePage, PressReleasePage
from newsroom.withdrawal import withdraw

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PHONE = {"width": 320, "height": 720}
DESKTOP = {"width": 1280, "height": 900}
WRONG, RIGHT = "All 231 templates", "All 213 templates"


@pytest.fixture
def release(db) -> PressReleasePage:
    """A published release with a wrong number in its second paragraph."""
    make.HomePageFactory(site_root=True)
    newsroom = make.NewsroomFactory(title="Newsroom")
    news = make.NewsListFactory(title="Press releases", parent=newsroom)
    text = f"<p>The letters were wrong.</p><p>{WRONG} were <b>examined</b>.</p>"
    paragraph = {"text": text, "number": None, "unnumbered": False}
    return make.PressReleaseFactory(
        title="A wrong date in letters", parent=news, body=[("paragraph", paragraph)]
    )


@pytest.fixture
def officer(page: Page, release, log_in: Callable[[str, str], None]) -> Page:
    """A browser in which somebody is logged in who may publish in the newsroom."""
    make.UserFactory(username="officer", group="Communications")
    page.set_viewport_size(DESKTOP)
    log_in("officer", "password")
    return page


@pytest.fixture
def visitor(browser: Browser, browser_context_args: dict):
    """A phone without JavaScript: nothing of this depends on it."""
    context = browser.new_context(
        **{**browser_context_args, "viewport": PHONE, "java_script_enabled": False}
    )
    yield context.new_page()
    context.close()


def open_action(officer: Page, site: str, item, label: str) -> None:
    """Choose an action of an item from the menu of its edit page, by keyboard."""
    officer.goto(f"{site}/admin/pages/{item.pk}/edit/")
    officer.get_by_role("button", name="Actions", exact=True).first.press("Enter")
    with officer.expect_navigation():
        officer.get_by_role("link", name=label).press("Enter")


def test_a_correction_reaches_readers_in_one_action(
    officer: Page, visitor: Page, release, site: str, assert_axe_clean, policy_violations
) -> None:
    open_action(officer, site, release, "Correct…")
    expect(officer.get_by_role("heading", name="Correct: A wrong date")).to_be_visible()
    assert_axe_clean(officer, within="main")

    officer.get_by_label("What was wrong").fill("Two digits had changed places.")
    officer.get_by_label("What it says now").fill("All 231 letters")
    officer.get_by_label("What it should say").fill(RIGHT)
    officer.get_by_role("button", name="Publish now").click()
    expect(officer.get_by_text("These words do not stand in the text.")).to_be_visible()
    assert_axe_clean(officer, within="main")

    officer.get_by_text("The text, to copy the words from").click()
    expect(officer.get_by_text("All 231 templates were examined.")).to_be_visible()
    officer.get_by_label("What it says now").fill(WRONG)
    officer.get_by_role("button", name="Publish now").click()
    expect(officer.get_by_text("The correction is made and published.")).to_be_visible()
    assert policy_violations == []

    visitor.goto(site + release.url)
    box = visitor.get_by_role("note").filter(has_text="Correction,")
    expect(box).to_contain_text("Two digits had changed places.")
    expect(box.locator("del")).to_have_text("231")
    expect(box.locator("ins")).to_have_text("213")
    expect(visitor.get_by_text("All 213 templates were examined.")).to_be_visible()
    visitor.get_by_role("link", name=re.compile("^Updated ")).click()
    expect(visitor.get_by_role("heading", name="Updates")).to_be_in_viewport()


def test_a_major_change_is_asked_for_and_told(
    officer: Page, visitor: Page, release, site: str
) -> None:
    officer.goto(f"{site}/admin/pages/{release.pk}/edit/")
    what = officer.get_by_label("What changed", exact=True)
    expect(officer.get_by_role("radio", name=re.compile("^Minor"))).to_be_checked()
    expect(what).to_be_hidden()
    officer.get_by_role("radio", name=re.compile("^Major")).check()
    what.fill("The report is due later.")
    publish(officer)

    visitor.goto(site + release.url)
    expect(visitor.locator(".updates")).to_contain_text("The report is due later.")
    officer.goto(f"{site}/admin/pages/{release.pk}/edit/")
    expect(officer.get_by_role("radio", name=re.compile("^Minor"))).to_be_checked()
    expect(officer.locator("[name=change_text]")).to_have_value("")


def test_a_withdrawn_release_says_so_and_keeps_its_text(
    officer: Page, visitor: Page, release, site: str, assert_axe_clean
) -> None:
    open_action(officer, site, release, "Withdraw…")
    assert_axe_clean(officer, within="main")
    officer.get_by_label("Why it is withdrawn").fill("The study was retracted.")
    officer.get_by_role("button", name="Publish now").click()
    expect(officer.get_by_text("The withdrawal is noted and published.")).to_be_visible()

    visitor.goto(site + release.url)
    expect(visitor.get_by_role("note").first).to_contain_text("The study was retracted.")
    expect(visitor.get_by_text("The letters were wrong.")).to_be_visible()
    visitor.goto(site + release.get_parent().url)
    expect(visitor.locator(".entry")).to_contain_text("Withdrawn")


def test_taking_it_off_asks_where_readers_go(
    officer: Page, visitor: Page, release, site: str, assert_axe_clean
) -> None:
    make.NewsArticleFactory(title="Read this instead", parent=release.get_parent())
    open_action(officer, site, release, "Unpublish")
    assert_axe_clean(officer, within="main")
    officer.get_by_role("button", name="Yes, unpublish it").click()
    choice = officer.get_by_role("radio", name="Send them to another page")
    assert choice.evaluate("one => one.validity.valueMissing")

    target = officer.get_by_role("button", name="Choose a page")
    officer.get_by_role("radio", name=re.compile("^Tell them")).check()
    expect(target).to_be_hidden()
    choice.check()
    target.click()
    chooser = officer.get_by_role("dialog")
    chooser.get_by_role("textbox", name="Search term").fill("Read this")
    chooser.get_by_role("link", name="Read this instead").first.click()
    expect(chooser).to_be_hidden()
    officer.get_by_role("button", name="Yes, unpublish it").click()
    expect(officer.get_by_text("unpublished.")).to_be_visible()

    visitor.goto(site + release.url)
    expect(visitor).to_have_url(site + NewsArticlePage.objects.get().url)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_readers_see_is_accessible_and_fits(
    page: Page, release, site: str, assert_axe_clean, policy_violations, size, scheme
) -> None:
    draft = release.get_latest_revision_as_object()
    corrections.correct(draft, notice="It was wrong.", earlier=WRONG, later="x" * 80)
    draft.describe_change("A link was added.")
    withdraw(draft, "It no longer holds.", release.get_parent())
    draft.save_revision().publish()

    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for address in (release.url, release.get_parent().url):
        page.goto(site + address)
        assert_axe_clean(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]
    assert policy_violations == []


def publish(officer: Page) -> None:
    officer.get_by_role("button", name="More actions").click()
    officer.get_by_role("button", name="Publish", exact=True).click()
    expect(officer.get_by_text("has been published")).to_be_visible()
