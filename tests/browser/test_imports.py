"""Settings → Imports in a real browser: from a ZIP to a page beside its source."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage

from portal.isomer.models import ImportRun, RunState
from portal.isomer.models.runs import Phase
from tests.isomer.archives import zipped
from tests.isomer.processes import shared_with_children

PASSWORD = "correct horse battery"
POST = "---\ntitle: Story {n}\n---\nA line.<br><br>And [a way](/nowhere-{n}/) to nothing.\n"
#: Long enough to be watched, short enough to wait for.
POSTS = {
    f"newsroom/stories/_posts/2024-02-{n % 28 + 1:02}-story-{n}.md": POST.format(n=n)
    for n in range(60)
}
WIDTHS = (320, 1280)


@pytest.fixture
def processes(monkeypatch):
    with shared_with_children(monkeypatch):
        yield


@pytest.fixture
def upload() -> dict:
    """A ZIP as a browser sends it."""
    return {"name": "harbour-main.zip", "mimeType": "application/zip", "buffer": zipped(POSTS)}


@pytest.fixture
def admin(page: BrowserPage, site: str, log_in) -> BrowserPage:
    """A superuser's browser, on the dashboard."""
    User.objects.create_superuser("root", password=PASSWORD)
    log_in("root", PASSWORD)
    return page


def assert_fits(page: BrowserPage) -> None:
    """Nothing makes the page wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def start_import(admin: BrowserPage, upload: dict) -> None:
    admin.get_by_label("ZIP file of the repository").set_input_files(upload)
    admin.get_by_role("button", name="Start the import").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_zip_to_a_page_beside_its_source(
    admin, site, upload, processes, assert_axe_clean, policy_violations, width
) -> None:
    admin.set_viewport_size({"width": width, "height": 860})

    def settled() -> None:
        assert_fits(admin)
        assert_axe_clean(admin, within="main")

    admin.goto(f"{site}/admin/imports/")
    expect(admin.get_by_text("Bring a whole Isomer site here")).to_be_visible()
    settled()
    admin.locator(".imports-empty").get_by_role("link", name="Import an Isomer site").click()
    expect(admin.get_by_role("button", name="Start the import")).to_be_visible()
    settled()
    start_import(admin, upload)

    expect(
        admin.get_by_role("heading", name=re.compile("import", re.IGNORECASE)).first
    ).to_be_visible()
    admin.wait_for_url(re.compile(r"/admin/imports/\d+/$"), timeout=45_000)
    expect(admin.get_by_role("heading", name="What came over")).to_be_visible()
    expect(admin.locator(".imports-head")).to_contain_text("finished")
    settled()

    admin.get_by_role("link", name="An internal link leads to nothing").click()
    expect(admin.get_by_text("61 files fit")).to_be_visible()
    expect(admin.locator(".imports-items tbody tr")).to_have_count(50)
    admin.get_by_role("searchbox").or_(admin.get_by_label("Search term")).first.fill("story-17")
    expect(admin.get_by_text("1 file fits")).to_be_visible()
    settled()

    admin.locator(".imports-items td.title a").click()
    warned = admin.locator(".imports-source__warned").first
    expect(warned).to_contain_text("A line.")
    frame = admin.frame_locator("[data-import-frame]")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Story 17")
    expect(admin.get_by_text("File 1 of 1 that fit the filter")).to_be_visible()
    settled()
    with admin.expect_popup() as popup:
        frame.get_by_role("navigation", name="Breadcrumb").get_by_role("link").last.click()
    assert popup.value.url.startswith(site)
    assert policy_violations == []


def test_choosing_a_filter_changes_the_list_and_the_address(admin, site, upload, processes) -> None:
    admin.goto(f"{site}/admin/imports/new/")
    start_import(admin, upload)
    admin.wait_for_url(re.compile(r"/admin/imports/\d+/$"), timeout=45_000)
    admin.get_by_role("button", name="Show filters").click()
    admin.get_by_role("button", name="Kind of source").click()
    admin.get_by_label(re.compile("Page of a collection")).check()
    expect(admin.get_by_text("2 files fit")).to_be_visible()
    expect(admin).to_have_url(re.compile("kind=document"))
    admin.get_by_role("link", name="_services/fees.md", exact=True).click()
    admin.get_by_role("link", name="Next file").click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text("_services/hours.md")
    admin.get_by_role("link", name="Back to the report").click()
    expect(admin.get_by_text("2 files fit")).to_be_visible()


def test_what_is_wrong_with_a_file_is_said_at_the_field(admin, site, assert_axe_clean) -> None:
    admin.goto(f"{site}/admin/imports/new/")
    start_import(
        admin, {"name": "a.zip", "mimeType": "application/zip", "buffer": b"no zip at all"}
    )
    field = admin.locator(".w-field--error")
    expect(field).to_contain_text("a.zip is no ZIP that can be read")
    assert_axe_clean(admin, within="main")


def running() -> ImportRun:
    """A run that a process on another machine is at."""
    from pages import clock

    now = clock.now()
    return ImportRun.objects.create(
        source="harbour-main.zip", repository="harbour.example", state=RunState.RUNNING,
        phase=Phase.PAGES, process="elsewhere:1", done=20, total=80, started_at=now, seen_at=now,
    )  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_the_progress_moves_in_place(admin, site, assert_axe_clean, width) -> None:
    run = running()
    admin.set_viewport_size({"width": width, "height": 860})
    admin.goto(f"{site}/admin/imports/{run.pk}/progress/")
    expect(admin.get_by_text("20 of 80")).to_be_visible()
    assert_fits(admin)
    assert_axe_clean(admin, within="main")
    admin.evaluate("window.stillHere = true")
    run.beat(Phase.PAGES, 60, 80)
    expect(admin.get_by_text("60 of 80")).to_be_visible()
    assert admin.evaluate("window.stillHere")
    run.stop("The disk is full.")
    expect(admin.get_by_text("The disk is full.")).to_be_visible()
    assert admin.url == f"{site}/admin/imports/{run.pk}/"


def test_the_progress_moves_without_a_script(
    browser: Browser, browser_context_args, site, db
) -> None:
    User.objects.create_superuser("root", password=PASSWORD)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{site}/admin/login/")
    plain.locator("[name=username]").fill("root")
    plain.locator("[name=password]").fill(PASSWORD)
    plain.locator("button[type=submit]").click()
    run = running()
    plain.goto(f"{site}/admin/imports/{run.pk}/progress/")
    run.stop("The disk is full.")
    plain.wait_for_url(f"{site}/admin/imports/{run.pk}/", timeout=15_000)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_can_be_read(admin, site, upload, processes, assert_axe_clean, scheme) -> None:
    admin.emulate_media(color_scheme=scheme)
    admin.goto(f"{site}/admin/imports/new/")
    start_import(admin, upload)
    admin.wait_for_url(re.compile(r"/admin/imports/\d+/$"), timeout=45_000)
    assert_axe_clean(admin, within="main")
    address = admin.url
    admin.goto(f"{address}?q=story-17")
    assert_axe_clean(admin, within="main")
    admin.locator(".imports-items td.title a").click()
    expect(admin.get_by_role("heading", name="Source", exact=True)).to_be_visible()
    assert_axe_clean(admin, within=".imports-compare > section:first-child")
    admin.goto(f"{address}take-back/")
    expect(admin.get_by_role("button", name="Take it back")).to_be_visible()
    assert_axe_clean(admin, within="main")
    admin.goto(f"{site}/admin/imports/")
    assert_axe_clean(admin, within="main")
