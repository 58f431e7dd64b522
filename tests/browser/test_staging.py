"""As at, shared previews and rehearsals in a real browser: accessible, narrow, without a script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage

from fixtures.factories.lifecycle import State
from fixtures.factories.media import SiteDocumentFactory, SiteImageFactory
from fixtures.factories.newsroom import NewsListFactory, NewsroomFactory, PressReleaseFactory
from fixtures.factories.pages import ContentPageFactory, HomePageFactory
from fixtures.factories.releases import make_release, person
from newsroom.models import PressReleasePage
from newsroom.releases.enums import RehearsalCause, Status
from newsroom.releases.models import Release
from newsroom.releases.staging import previews, rehearse
from pages import clock

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SIZES = [pytest.param(320, id="narrow"), pytest.param(1280, id="wide")]
FOR = "Ada Reporter, The Aldermouth Post"


@pytest.fixture
def secret(db) -> PressReleasePage:
    news = NewsListFactory(parent=NewsroomFactory(parent=HomePageFactory(site_root=True)))
    document, hidden = SiteDocumentFactory(), ContentPageFactory(draft=True, title="Not yet")
    return PressReleaseFactory(
        parent=news,
        state=State.DRAFT,
        title="Kestrel programme begins in the spring",
        summary="",
        lead_image=SiteImageFactory(alt_text=""),
        body=[
            ("paragraph", {"text": "<p>The programme begins in the spring.</p>"}),
            ("button", {"label": "More", "link": {"page": hidden}}),
        ],
        attachments=[("downloads", {"items": [{"document": document}]})],
    )


@pytest.fixture
def release(secret) -> Release:
    above = ContentPageFactory(draft=True, title="Section that waits")
    below = ContentPageFactory(draft=True, title="Page below it", parent=above)
    at = clock.now() + timedelta(days=2)
    release = make_release(secret, below, at=at, status=Status.DRAFT, title="Spring morning")
    rehearse(release, RehearsalCause.DEMAND, person("Administrators"))
    return release


@pytest.fixture
def officer(page: BrowserPage, release, log_in) -> BrowserPage:
    log_in(person("Administrators").username, "password")
    return page


def link_to(site: str, release: Release) -> str:
    until = clock.now() + previews.USUAL
    _, token = previews.share_release(person("Administrators"), release, FOR, until)
    return f"{site}/_preview/{token}/"


def examine(page: BrowserPage, width: int, assert_axe_clean) -> None:
    page.wait_for_load_state("networkidle")
    assert_axe_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", SIZES)
def test_the_admin_pages(officer, site, release, secret, width, assert_axe_clean) -> None:
    officer.set_viewport_size({"width": width, "height": 900})
    link_to(site, release)
    desk = f"{site}/admin/releases"
    for address in (
        f"{desk}/{release.pk}/",
        f"{desk}/as-at/?release={release.pk}",
        f"{desk}/{release.pk}/previews/",
        f"{desk}/previews/page/{secret.pk}/",
    ):
        officer.goto(address)
        examine(officer, width, assert_axe_clean)
    officer.get_by_label("For whom").fill("Ben Editor")
    officer.get_by_role("button", name="Make the link").click()
    assert "/_preview/" in officer.get_by_label("The link", exact=True).input_value()
    examine(officer, width, assert_axe_clean)


@pytest.mark.parametrize("width", SIZES)
def test_a_shared_preview(page, site, release, secret, width, assert_axe_clean) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    address = link_to(site, release)
    page.goto(address)
    # The second page waits below one that is not public; it is shown all the same.
    expect(page.get_by_role("main").get_by_role("link")).to_have_count(2)
    examine(page, width, assert_axe_clean)
    page.get_by_role("link", name=secret.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(secret.title)
    examine(page, width, assert_axe_clean)
    page.get_by_role("link", name="All pages of this preview").click()
    assert page.url == address
    page.goto(f"{site}/_preview/wrong/")
    examine(page, width, assert_axe_clean)


@pytest.mark.parametrize("width", SIZES)
def test_as_at(officer, site, release, secret, width, assert_axe_clean) -> None:
    officer.set_viewport_size({"width": width, "height": 900})
    officer.goto(f"{site}/admin/releases/as-at/?release={release.pk}")
    officer.get_by_role("button", name="Show the site").click()
    officer.goto(site + secret.url)
    expect(officer.get_by_role("heading", level=1)).to_have_text(secret.title)
    examine(officer, width, assert_axe_clean)
    officer.goto(f"{site}/nothing/")
    examine(officer, width, assert_axe_clean)
    officer.go_back()
    officer.get_by_role("button", name="Leave").click()
    expect(officer.get_by_text("Only you see this.")).to_have_count(0)


def test_it_all_works_without_a_script(browser: Browser, site, release, secret) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/admin/login/")
    page.get_by_label("Username").fill(person("Administrators").username)
    page.locator("[name=password]").fill("password")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{site}/admin/releases/as-at/?release={release.pk}")
    page.get_by_role("button", name="Show the site").click()
    page.goto(site + secret.url)
    expect(page.get_by_role("heading", level=1)).to_have_text(secret.title)
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_text("Only you see this.")).to_have_count(0)
    context.close()
