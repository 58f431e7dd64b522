"""The calendar of the release desk in a real browser: by keyboard, narrow, and without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage

from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import NewsListFactory, NewsroomFactory, PressReleaseFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from pages import clock

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 800}
ADDRESSES = ["calendar/", "agenda/", "calendar/feed/"]


@pytest.fixture
def release(db) -> Release:
    """One that goes out in two days, beside others of other statuses."""
    news = NewsListFactory(parent=NewsroomFactory())
    at = clock.now() + timedelta(days=2)
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.CANCELLED):
        page = PressReleaseFactory(parent=news, state=State.DRAFT)
        make_release(page, at=at, status=status, title=f"One {status}")
    page = PressReleaseFactory(parent=news, state=State.DRAFT)
    return make_release(page, at=at, title="Night ferry")


@pytest.fixture
def officer(page: BrowserPage, release, log_in) -> BrowserPage:
    log_in(person("Administrators").username, "password")
    return page


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_accessible_and_fits(officer, site, address, size, assert_axe_clean) -> None:
    officer.set_viewport_size(size)
    officer.goto(f"{site}/admin/releases/{address}")
    assert_axe_clean(officer)
    widest = officer.evaluate(
        "() => Math.max(...[...document.querySelectorAll('main *')]"
        ".map((one) => one.getBoundingClientRect().right))"
    )
    assert widest <= size["width"]


def test_it_is_used_by_keyboard_alone(officer, site, release) -> None:
    officer.goto(f"{site}/admin/releases/agenda/")
    link = officer.get_by_role("link", name="Night ferry")
    expect(link).to_be_visible()
    seen = set()
    for _ in range(60):
        officer.keyboard.press("Tab")
        seen.add(officer.evaluate("() => document.activeElement.innerText.trim()"))
        if "Night ferry" in seen:
            break
    assert {"Earlier", "Today", "Later", "Month", "Show"} <= seen
    officer.keyboard.press("Enter")
    officer.wait_for_url(f"{site}/admin/releases/{release.pk}/")


def test_the_month_becomes_a_list_of_its_days_on_a_narrow_screen(officer, site) -> None:
    officer.set_viewport_size(WIDE)
    officer.goto(f"{site}/admin/releases/calendar/?month={_month()}")
    expect(officer.get_by_role("columnheader")).to_have_count(7)
    assert officer.locator("td:visible").count() >= 28
    officer.set_viewport_size(NARROW)
    expect(officer.locator("td:visible")).to_have_count(1)
    expect(officer.locator("td:visible")).to_contain_text("Night ferry")


def test_it_needs_no_script(browser: Browser, browser_context_args, site, release) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/admin/login/")
    page.get_by_label("Username").fill(person("Administrators").username)
    page.locator("[name=password]").fill("password")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{site}/admin/releases/calendar/?month={_month()}")
    page.get_by_label("Releases", exact=True).uncheck()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".calendar")).not_to_contain_text("Night ferry")
    page.get_by_role("link", name="Show everything").click()
    expect(page.locator(".calendar")).to_contain_text("Night ferry")
    page.get_by_role("link", name="Later").click()
    page.get_by_role("link", name="Earlier").click()
    page.get_by_role("link", name="Agenda").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Agenda")
    context.close()


def test_the_address_of_the_feed_is_shown_once(officer, site, assert_axe_clean) -> None:
    officer.set_viewport_size(NARROW)
    officer.goto(f"{site}/admin/releases/calendar/feed/")
    officer.get_by_role("button", name="Make an address").click()
    address = officer.get_by_label("Your address.")
    assert "/_calendar/" in address.input_value()
    assert_axe_clean(officer)
    officer.goto(f"{site}/admin/releases/calendar/feed/")
    expect(address).to_have_count(0)
    officer.get_by_role("button", name="Revoke it").click()
    expect(officer.get_by_text("You have no feed.")).to_be_visible()


def _month() -> str:
    """The month in which the release goes out."""
    instant = Release.objects.get(title="Night ferry").instant
    assert instant is not None
    return f"{instant.astimezone(timezone.get_default_timezone()):%Y-%m}"
