"""The admin works under the content security policy: nothing refused, every widget started."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect
from wagtail.models import Page

from newsroom.models import NewsListPage, PressReleasePage
from pages import clock
from pages.snippets import Contact

LISTINGS = [
    "/admin/",
    "/admin/account/",
    "/admin/images/",
    "/admin/images/multiple/add/",
    "/admin/documents/",
    "/admin/documents/multiple/add/",
    "/admin/snippets/",
    "/admin/redirects/",
    "/admin/users/",
    "/admin/groups/",
    "/admin/sites/",
    "/admin/collections/",
    "/admin/workflows/list/",
    "/admin/reports/site-history/",
    "/admin/settings/pages/sitesettings/",
]


@pytest.fixture
def editor(page: BrowserPage, site: str, log_in) -> BrowserPage:
    """A superuser's browser, on the dashboard."""
    User.objects.create_superuser("root", password="a-long-password")
    log_in("root", "a-long-password")
    return page


@pytest.fixture
def listing(db_with_home) -> NewsListPage:
    page = NewsListPage(title="Press releases", slug="press-releases")
    db_with_home.add_child(instance=page)
    return page


@pytest.fixture
def db_with_home() -> Page:
    """The page under which the site's pages live."""
    return Page.objects.get(depth=2)


def test_the_listings_of_the_admin(editor, site, policy_violations):
    for address in LISTINGS:
        response = editor.goto(site + address)
        assert response is not None
        assert response.status == 200, address
    assert policy_violations == []


def test_a_date_field_opens_its_calendar(editor, site, listing, policy_violations):
    editor.goto(f"{site}/admin/pages/add/newsroom/pressreleasepage/{listing.pk}/")
    editor.locator("#id_date").focus()
    expect(editor.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    assert policy_violations == []


def test_an_inline_panel_adds_a_child_whose_chooser_works(editor, site, listing, policy_violations):
    Contact.objects.create(name="Ada Lim", role="Press officer")
    editor.goto(f"{site}/admin/pages/add/newsroom/pressreleasepage/{listing.pk}/")
    forms = editor.locator("#id_contacts-FORMS > [data-inline-panel-child]")
    expect(forms).to_have_count(0)
    editor.locator("#id_contacts-ADD").click()
    expect(forms).to_have_count(1)
    forms.get_by_role("button", name="Choose contact").click()
    editor.locator(".modal-dialog").get_by_role("link", name="Ada Lim").click()
    expect(forms.locator("[data-chooser-title]")).to_have_text(re.compile("Ada Lim"))
    assert policy_violations == []


def test_the_schedule_dialog_takes_a_date_and_a_time(editor, site, listing, policy_violations):
    errors: list[str] = []
    editor.on("pageerror", lambda error: errors.append(str(error)))
    release = PressReleasePage(title="A release", slug="a-release", live=False, date=clock.today())
    listing.add_child(instance=release)
    release.save_revision()
    editor.goto(f"{site}/admin/pages/{release.pk}/edit/")
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="Set schedule").click()
    goes_live = editor.get_by_role("group", name="Go live date/time")
    goes_live.get_by_label("Date").fill("2090-11-21")
    goes_live.get_by_label("Time").fill("09:30")
    expect(goes_live).to_contain_text("SGT (UTC+8)")
    # Nothing lies over the button.
    editor.get_by_role("button", name="Save schedule").click()
    expect(editor.locator("body")).to_contain_text("21 Nov 2090, 09:30 SGT (UTC+8), in ")
    assert policy_violations == [] and errors == []


def test_the_schedule_dialog_forgets_what_was_not_saved(editor, site, listing):
    release = PressReleasePage(title="A release", slug="a-release", live=False, date=clock.today())
    listing.add_child(instance=release)
    release.save_revision()
    editor.goto(f"{site}/admin/pages/{release.pk}/edit/")
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="Set schedule").click()
    day = editor.get_by_role("group", name="Go live date/time").get_by_label("Date")
    day.fill("2090-11-21")
    editor.get_by_role("button", name="Close dialog").click()
    editor.get_by_role("button", name="Set schedule").click()
    expect(day).to_have_value("")
