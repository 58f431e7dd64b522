"""Three published documents, imported and read on the public site, nothing lost."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from wagtail.models import Page, Revision

from newsroom.models import NewsArticlePage, NewsListPage, NewsroomPage, PressReleasePage
from pages.models import BasePage, HomePage, SiteImage, StrategyPage
from portal.isomer.markdown import to_html
from portal.isomer.report import Item, Report
from tests.isomer.repository import corpus, words

STRATEGY = "/national-ai-strategy/"
RELEASE = (
    "/media-hub/press-releases/singapore-sets-sights-to-be-a-global-hub-for-developing-and-"
    "deploying-ai-solutions"
)
ARTICLE = (
    "/media/technews/smart-nation-2-paving-the-way-forward-for-a-new-and-inclusive-digital-era/"
)
RULES = ((STRATEGY, "strategy"),)


@dataclass
class Seen:
    """A page as it was imported and as a visitor gets it."""

    page: BasePage
    item: Item
    main: Tag
    source: Path

    @property
    def story(self) -> Tag:
        """What the page shows of its body, without the words that the portal adds to it."""
        story = BeautifulSoup(str(self.main.select_one(".page-body")), "lxml")
        for added in story.select(".poster-play, .updated"):
            added.decompose()
        return story

    def blocks(self, kind: str) -> list:
        return [block for block in self.page.body if block.block_type == kind]

    def codes(self) -> list[str]:
        return [str(note.code) for note in self.item.warnings]


@pytest.fixture(scope="module")
def visited(import_for_a_module) -> Iterator[tuple[Report, dict]]:
    """The report of the import, and what a visitor gets at every address of it."""
    with import_for_a_module(corpus("smart-nation"), RULES) as report:
        addresses = [item.address for item in report.items if item.address]
        yield report, {address: Client().get(address) for address in addresses}


@pytest.fixture
def see(visited, db) -> Callable[[str], Seen]:
    """A function that looks at an address."""
    report, responses = visited

    def look(address: str) -> Seen:
        response = responses[address]
        assert response.status_code == 200
        item = next(item for item in report.items if item.address == address)
        soup = BeautifulSoup(response.content, "lxml")
        source = corpus("smart-nation") / item.source
        page = Page.objects.get(pk=item.page_id).specific
        return Seen(page, item, soup.find("main"), source)

    return look


def source_words(path: Path) -> list[str]:
    """The words of a seed's body as a browser shows them."""
    body = path.read_text("utf-8").split("---\n", 2)[2]
    return words(body if body.lstrip().startswith("<") else to_html(body))


def heading_levels(main: Tag) -> list[int]:
    return [int(found.name[1]) for found in main.find_all(re.compile("^h[1-6]$"))]


@pytest.mark.parametrize("address", [STRATEGY, RELEASE, ARTICLE])
def test_every_word_of_the_body_is_on_the_page_in_order_once(see, address):
    seen = see(address)
    assert words(seen.story) == source_words(seen.source)
    assert seen.item.source_words == seen.item.page_words == len(source_words(seen.source))


@pytest.mark.parametrize("address", [STRATEGY, RELEASE, ARTICLE])
def test_nothing_is_kept_as_code(see, address):
    seen = see(address)
    assert seen.item.legacy_html_blocks == 0
    assert seen.blocks("legacy_html") == []


@pytest.mark.parametrize("address", [STRATEGY, RELEASE, ARTICLE])
def test_headings_leave_no_gap(see, address):
    levels = heading_levels(see(address).main)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_strategy_page(see):
    seen = see(STRATEGY)
    assert isinstance(seen.page, StrategyPage)
    assert [block.value.video_id for block in seen.blocks("video")] == ["6qHBTi3YQIQ"]
    pictures = [block.value for block in seen.blocks("image")]
    assert [(value["size"], value["image"].decorative) for value in pictures] == [
        ("full", True),
        ("large", True),
    ]
    lists = [len(found.find_all("li")) for found in seen.story.select(".rich-text ul")]
    assert lists == [4, 3], "the list of four, and the list made of three bullet paragraphs"
    (grid,) = seen.blocks("card_grid")
    (card,) = grid.value["cards"]
    assert card["title"].startswith("Read the full")
    assert card["link_label"] == "Document"
    assert card["link"].href == "https://file.go.gov.sg/nais2023.pdf"
    assert seen.story.select_one(f'a[href="{card["link"].href}"]')
    levels = [block.value["level"] for block in seen.blocks("heading")]
    assert levels == ["h2", "h3", "h3", "h3", "h3"]
    assert "•" not in seen.story.get_text()
    assert {"bullet-list", "empty-paragraph", "heading-level"} <= set(seen.codes())


def test_the_press_release(see):
    seen = see(RELEASE)
    page = seen.page
    assert isinstance(page, PressReleasePage)
    assert (page.date, page.dateline) == (date(2019, 11, 19), "Barcelona")
    assert len(seen.blocks("paragraph")) == 10
    assert len(seen.blocks("heading")) == 4
    paragraphs = seen.story.select("[id^=para-]")
    assert [found["id"] for found in paragraphs] == [f"para-{n}" for n in range(1, 11)]
    typed = [re.match(r"\d+\.", found.get_text()) for found in paragraphs]
    assert [match and match.group() for match in typed] == [
        None, "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9.", "10.",
    ]  # fmt: skip
    assert paragraphs[0].get_text().startswith("Barcelona – ")
    stored = [block.value["text"].source for block in seen.blocks("paragraph")]
    assert not any(re.match(r"<p>(\d+\.|Barcelona)", text) for text in stored)
    assert not seen.story.find("hr")


def test_the_contacts_of_the_press_release(see):
    seen = see(RELEASE)
    contacts = [entry.contact for entry in seen.page.contacts.all()]
    assert len(contacts) == 2
    source = seen.source.read_text("utf-8")
    for contact in contacts:
        for name in ("name", "role", "organisation", "phone", "email"):
            assert getattr(contact, name)
            assert getattr(contact, name) in source
        assert contact.phone_kind == "mobile"
        assert seen.story.select_one(f'a[href="mailto:{contact.email}"]')
    assert seen.page.contacts_heading in source


def test_the_link_that_leads_nowhere_is_reported_with_its_line(see):
    seen = see(RELEASE)
    (note,) = [note for note in seen.item.warnings if note.code == "link-unresolved"]
    line = seen.source.read_text("utf-8").splitlines()[note.line - 1]
    assert note.detail == "/abt-smart-nation/artificial-intelligence"
    assert note.detail in line
    assert seen.item.links == {
        "total": 3, "internal": 0, "files": 0, "external": 2, "unresolved": 1,
    }  # fmt: skip
    assert "please visit this page" in seen.story.get_text()


def test_the_article(see):
    seen = see(ARTICLE)
    page = seen.page
    assert isinstance(page, NewsArticlePage)
    assert page.date == date(2024, 12, 30)
    assert page.summary == page.search_description
    assert page.summary.startswith("Learn about the key goals")
    assert page.lead_image == page.social_image
    assert seen.main.select_one(".lead-figure img")
    assert len(seen.blocks("video")) == 3
    assert all(block.value["title"] for block in seen.blocks("video"))
    first_list = seen.story.select_one(".rich-text ul")
    assert len(first_list.find_all("li")) == 5
    notes = [found for found in seen.story.select(".rich-text p") if _all_in_italics(found)]
    assert len(notes) == 3
    (quote,) = seen.blocks("quote")
    assert quote.value["attribution"].source.startswith("<p>PM ")
    assert seen.story.select_one(".quote-source a[href^='https://www.pmo.gov.sg/']")


def test_the_cards_of_the_article(see):
    seen = see(ARTICLE)
    grids = seen.blocks("card_grid")
    cards = [card for grid in grids for card in grid.value["cards"]]
    assert (len(grids), len(cards)) == (5, 15)
    assert all(card["title"] and card["description"] for card in cards)
    linked = [card for card in cards if card["link"].href and card["link_label"]]
    assert len(linked) == 12
    assert len([card for card in cards if card["image"]]) == 5
    assert len([card for card in cards if card["image"] and card["image"].contextual_alt_text]) == 5
    assert seen.codes().count("external-image") == 10
    assert seen.item.cards == 15


def test_the_links_of_the_article(see):
    seen = see(ARTICLE)
    source = BeautifulSoup(seen.source.read_text("utf-8"), "lxml")
    wanted = [found["href"] for found in source.find_all("a", href=True)]
    shown = [found["href"] for found in seen.story.find_all("a", href=True)]
    assert len(wanted) == 34
    assert shown == wanted
    assert seen.item.links["total"] == seen.item.links["external"] == 34


def test_the_newsroom_and_the_list_outside_it(see):
    newsroom = see("/media-hub/").page
    assert isinstance(newsroom, NewsroomPage)
    releases, technews = see("/media-hub/press-releases/").page, see("/media/technews/").page
    assert isinstance(technews, NewsListPage)
    assert releases.get_parent().specific == newsroom
    assert isinstance(technews.get_parent().specific, HomePage)
    assert technews.permalink == "/media/technews/"
    assert [item.page_ptr_id for item in newsroom.public_items()] != []


def test_the_home_page_shows_its_bands(see):
    seen = see("/")
    text = " ".join(seen.main.get_text(" ").split())
    for phrase in (
        "Technology that serves people",
        "Latest releases Media",
        "Two goals",
        "From plan to practice",
    ):
        assert phrase in text
    assert [block.block_type for block in seen.page.body] == [
        "latest_items", "info_bar", "info_picture",
    ]  # fmt: skip
    assert seen.main.select_one(f'a[href="{STRATEGY}"]')
    assert seen.item.links["total"] == seen.item.links["internal"] == 5


def test_a_second_run_changes_nothing(visited, run_import):
    before = (Revision.objects.count(), SiteImage.objects.count())
    again = run_import(corpus("smart-nation"), RULES)
    assert {str(item.action) for item in again.items} == {"unchanged"}
    assert (Revision.objects.count(), SiteImage.objects.count()) == before


def test_without_a_map_the_strategy_is_a_content_page(visited, run_import):
    report = run_import(corpus("smart-nation"))
    item = next(item for item in report.items if item.address == STRATEGY)
    assert item.page_type == "ContentPage"


def _all_in_italics(paragraph: Tag) -> bool:
    inside = paragraph.find(["i", "em"], recursive=False)
    return inside is not None and inside.get_text().strip() == paragraph.get_text().strip()
