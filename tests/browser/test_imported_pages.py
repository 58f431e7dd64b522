"""The three published documents, imported, as a visitor and an editor meet them."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Browser, Page, expect

from newsroom.models import NewsArticlePage, PressReleasePage
from pages.models import StrategyPage
from portal.isomer.mapping import Mapping
from portal.isomer.reader import read
from portal.isomer.runner import run
from tests.isomer.repository import corpus

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PASSWORD = "correct horse battery"
TYPES = [StrategyPage, PressReleasePage, NewsArticlePage]
#: Words that stand near the end of each document.
LAST_WORDS = {
    StrategyPage: "Read the full National AI Strategy 2.0",
    PressReleasePage: "+65 9744 2385",
    NewsArticlePage: "Hackathons",
}


@pytest.fixture
def imported(site: str) -> dict[type, str]:
    """The addresses of the three pages, by their type."""
    folder = corpus("smart-nation")
    run(read(folder), Mapping((("/national-ai-strategy/", "strategy"),)))
    return {kind: site + kind.objects.get().url for kind in TYPES}


@pytest.mark.parametrize("width", [320, 1280])
def test_a_visitor_reads_them(page: Page, imported, assert_axe_clean, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for kind, address in imported.items():
        page.goto(address)
        assert_axe_clean(page)
        expect(page.locator(".page-body").get_by_text(LAST_WORDS[kind]).first).to_be_visible()
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{address} is wider than the window"


def test_they_can_be_read_without_javascript(
    browser: Browser, browser_context_args: dict, imported
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    for kind, address in imported.items():
        page.goto(address)
        expect(page.locator(".page-body").get_by_text(LAST_WORDS[kind]).first).to_be_visible()
    page.goto(imported[StrategyPage])
    film = page.get_by_role("link", name="Play video")
    expect(film).to_have_attribute("href", "https://www.youtube.com/watch?v=6qHBTi3YQIQ")
    context.close()


def test_an_editor_opens_them_and_sees_no_code(page: Page, site: str, imported, log_in) -> None:
    editor = User.objects.create_user("editor", password=PASSWORD)
    editor.groups.add(Group.objects.get(name="Editors"))
    log_in("editor", PASSWORD)
    for kind in TYPES:
        page.goto(f"{site}/admin/pages/{kind.objects.get().pk}/edit/")
        expect(page.get_by_role("button", name="Save draft")).to_be_visible()
        written = page.locator("textarea:visible, input[type=text]:visible").evaluate_all(
            "fields => fields.map(field => field.value)"
        )
        assert [text for text in written if "</" in text or "<p" in text] == []
        expect(page.get_by_text("Imported content to rebuild")).to_have_count(0)
