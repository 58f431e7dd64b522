"""From an editor's first keystroke to what a visitor reads, in real browsers."""

import re

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage

from fixtures import factories as make
from pages.models import StrategyPage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PASSWORD = "correct horse battery"
BODY = [
    {"type": "heading", "value": {"text": "Where we are going", "level": "h2", "anchor": ""}},
    {"type": "paragraph", "value": "<p>Two goals guide us.</p>"},
    {
        "type": "card_grid",
        "value": {
            "columns": "2",
            "cards": [
                {
                    "title": "First card",
                    "description": "It was there before.",
                    "link": {"url": "https://www.example.org/first"},
                    "link_label": "Read the first",
                }
            ],
        },
    },
]


@pytest.fixture
def strategy(db) -> StrategyPage:
    """A published strategy page with one card."""
    make.HomePageFactory(site_root=True)
    body = StrategyPage().body.stream_block.to_python(BODY)
    return make.StrategyPageFactory(title="Our strategy", slug="strategy", body=body)


@pytest.fixture
def open_as(browser: Browser, browser_context_args: dict, site: str):
    """A function that opens a browser of its own for a new member of a group, logged in."""
    contexts = []

    def open_browser(group: str | None = None) -> BrowserPage:
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if group:
            user = User.objects.create_user(group.lower(), password=PASSWORD)
            user.groups.add(Group.objects.get(name=group))
            page.goto(f"{site}/admin/login/")
            page.get_by_label("Username").fill(user.username)
            page.locator("[name=password]").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield open_browser
    for context in contexts:
        context.close()


def add_card(editor: BrowserPage) -> None:
    """Add a second card at the end of the card grid."""
    cards = editor.locator("[data-contentpath=cards]")
    cards.locator("[data-streamfield-list-add]").last.click()
    editor.locator("[name=body-2-value-cards-1-value-title]").fill("Second card")
    editor.locator("[name=body-2-value-cards-1-value-description]").fill("An editor added it.")
    editor.locator("[name=body-2-value-cards-1-value-link-url]").fill("https://www.example.org/2")
    editor.locator("[name=body-2-value-cards-1-value-link_label]").fill("Read the second")


def submit(editor: BrowserPage, action: str) -> None:
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name=re.compile(action)).click()


def test_an_edited_card_reaches_the_visitor_through_an_approver(strategy, site, open_as) -> None:
    editor = open_as("Editors")
    editor.goto(f"{site}/admin/pages/{strategy.pk}/edit/")
    add_card(editor)

    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_text("Second card")).to_be_visible()
    expect(preview.get_by_text("An editor added it.")).to_be_visible()

    submit(editor, "Submit to Approval")
    expect(editor.get_by_text("has been submitted")).to_be_visible()

    visitor = open_as()
    visitor.goto(site + strategy.url)
    expect(visitor.get_by_text("First card")).to_be_visible()
    expect(visitor.get_by_text("Second card")).to_have_count(0)

    approver = open_as("Approvers")
    waiting = approver.get_by_role("region", name="Awaiting your review").or_(
        approver.locator("#awaiting-review-section")
    )
    expect(approver.get_by_role("link", name="Our strategy").first).to_be_visible()
    expect(waiting.first).to_be_visible()
    approver.goto(f"{site}/admin/pages/{strategy.pk}/edit/")
    submit(approver, r"^\s*Approve\s*$")
    expect(approver.get_by_role("status")).to_contain_text("has been updated")

    visitor.reload()
    card = visitor.get_by_role("link", name=re.compile("Second card"))
    expect(card).to_have_attribute("href", "https://www.example.org/2")
    expect(visitor.get_by_text("Read the second")).to_be_visible()


def test_an_editor_sees_no_code_anywhere(strategy, site, open_as) -> None:
    editor = open_as("Editors")
    editor.goto(f"{site}/admin/pages/{strategy.pk}/edit/")
    expect(editor.locator("[name=body-0-value-text]")).to_have_value("Where we are going")
    written = editor.locator("textarea:visible, input[type=text]:visible").evaluate_all(
        "fields => fields.map(field => field.value).join(' ')"
    )
    assert "<" not in written
    editor.get_by_title("Insert a block").nth(1).click()
    shown = editor.get_by_role("option").filter(visible=True)
    expect(shown.first).to_be_visible()
    options = shown.all_inner_texts()
    assert "Cards" in options and "Table" in options
    assert not [option for option in options if "Imported" in option or "HTML" in option]


def test_a_mistake_is_refused_in_plain_words_and_nothing_is_lost(strategy, site, open_as) -> None:
    editor = open_as("Editors")
    editor.goto(f"{site}/admin/pages/{strategy.pk}/edit/")
    add_card(editor)
    address = editor.locator("[name=body-2-value-cards-1-value-link-url]")
    address.fill("javascript:alert(1)")
    editor.get_by_role("button", name="Save draft").click()
    expect(
        editor.get_by_text("Write a full address such as https://www.example.org")
    ).to_be_visible()
    expect(address).to_have_value("javascript:alert(1)")
    expect(editor.locator("[name=body-2-value-cards-1-value-title]")).to_have_value("Second card")
    assert "Second card" not in str(StrategyPage.objects.get().get_latest_revision().content)


def test_the_admin_carries_the_name_of_the_site_and_is_clean(
    strategy, site, open_as, assert_axe_clean
) -> None:
    editor = open_as("Editors")
    expect(editor.get_by_role("heading", name="Scheduled next")).to_be_visible()
    assert_axe_clean(editor, within="main")
