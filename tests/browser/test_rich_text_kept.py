"""What an imported text says survives an editor who changes something else in it."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from fixtures import factories as make
from pages.models import ContentPage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TEXT = (
    '<p><span id="fnref:1"></span>Ships sail<sup><a href="#fn:1">1</a></sup> today</p>'
    '<ol start="7"><li>Seventh<ol start="3" type="a"><li>Third</li></ol></li><li>Eighth</li></ol>'
    '<p>Between</p><ol start="20"><li><span id="fn:1"></span>A note</li></ol>'
)


@pytest.fixture
def imported(db) -> ContentPage:
    """A page whose text has lists that start late, and places that links lead to."""
    make.HomePageFactory(site_root=True)
    User.objects.create_superuser("editor", password="correct horse battery")
    body = ContentPage().body.stream_block.to_python([{"type": "paragraph", "value": TEXT}])
    return make.ContentPageFactory(title="Imported", slug="imported", body=body)


def test_lists_and_places_survive_an_edit(imported, site, page, log_in, assert_axe_clean) -> None:
    log_in("editor", "correct horse battery")
    page.goto(f"{site}/admin/pages/{imported.pk}/edit/")
    words = page.locator("[data-contentpath=body] [contenteditable=true]").first
    words.get_by_text("Between").click()
    page.keyboard.press("End")
    page.keyboard.type(" edited")
    words.get_by_text("Eighth").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Ninth")
    # The editor hands its state over a moment after the last key.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("Ninth"))
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("has been")

    page.goto(f"{site}/imported/")
    numbered = page.locator("main ol").evaluate_all(
        "lists => lists.map(list => [list.start, list.type, list.children.length])"
    )
    assert numbered == [[7, "", 3], [3, "a", 1], [20, "", 1]]
    expect(page.get_by_text("Between edited")).to_be_visible()
    assert (
        page.locator("[id='fn:1']").evaluate("place => place.parentElement.innerText") == "A note"
    )
    page.locator("main a[href='#fn:1']").click()
    assert page.url.endswith("/imported/#fn:1")
    assert page.locator("[id='fnref:1']").count() == 1
    assert_axe_clean(page)


def test_the_editor_shows_the_numbers_that_the_page_shows(imported, site, page, log_in) -> None:
    log_in("editor", "correct horse battery")
    page.goto(f"{site}/admin/pages/{imported.pk}/edit/")
    items = page.locator("[data-contentpath=body] [contenteditable=true] li")
    expect(items).to_have_count(4)
    # The marker of an item counts one further than the number that is set before it.
    before = items.evaluate_all("items => items.map(item => getComputedStyle(item).counterSet)")
    assert before == ["ol0 6", "ol1 2", "none", "ol0 19"]
    markers = items.evaluate_all(
        "items => items.map(item => getComputedStyle(item, '::before').counterIncrement)"
    )
    assert markers == ["ol0 1", "ol1 1", "ol0 1", "ol0 1"]
