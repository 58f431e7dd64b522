"""What leads from one page to others names public pages only."""

import pytest
from django.core.paginator import Paginator

from fixtures import factories
from pages.navigation import Entry
from pages.templatetags import icons, navigation_tags

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return factories.HomePageFactory(site_root=True)


def test_the_breadcrumb_names_the_pages_above_from_the_home_page_down(home) -> None:
    section = factories.SectionPageFactory(parent=home)
    page = factories.ContentPageFactory(parent=section)

    assert [(above.label, above.href) for above in navigation_tags.crumbs({}, page)] == [
        (home.title, "/"),
        (section.title, section.url),
    ]


def test_the_breadcrumb_knows_the_own_addresses_of_pages(home) -> None:
    section = factories.SectionPageFactory(parent=home, permalink="/Our.Work")
    page = factories.ContentPageFactory(parent=section)

    assert navigation_tags.crumbs({}, page)[1].href == "/Our.Work"


def test_the_breadcrumb_leaves_out_what_is_not_public(home) -> None:
    section = factories.SectionPageFactory(parent=home, draft=True)
    page = factories.ContentPageFactory(parent=section)

    assert [above.label for above in navigation_tags.crumbs({}, page)] == [home.title]


def test_a_page_that_was_never_saved_has_no_breadcrumb_and_no_section(home) -> None:
    page = factories.ContentPageFactory.build()

    assert navigation_tags.crumbs({}, page) == []
    assert navigation_tags.section_place({}, page) is None


def test_a_page_knows_its_section_and_the_public_pages_beside_it(home) -> None:
    section = factories.SectionPageFactory(parent=home)
    first, _, second = (
        factories.ContentPageFactory(parent=section),
        factories.ContentPageFactory(parent=section, embargoed=True),
        factories.ContentPageFactory(parent=section),
    )

    place = navigation_tags.section_place({}, second)

    assert place.section.pk == section.pk
    assert [page.pk for group in place.groups for page in group["pages"]] == [first.pk, second.pk]
    assert (place.previous.pk, place.next) == (first.pk, None)


def test_a_draft_has_no_address(home) -> None:
    assert navigation_tags.public_url(factories.ContentPageFactory(parent=home, slug="a")) == "/a/"
    assert navigation_tags.public_url(factories.ContentPageFactory(parent=home, draft=True)) == ""
    assert navigation_tags.public_url(None) == ""


def test_the_header_links_the_search_page_while_it_is_public(home, rf) -> None:
    assert navigation_tags.search_address({"request": rf.get("/")}) == ""
    assert navigation_tags.search_address({}) == ""

    page = factories.SearchPageFactory(parent=home)
    assert navigation_tags.search_address({"request": rf.get("/")}) == page.url

    page.unpublish()
    assert navigation_tags.search_address({"request": rf.get("/")}) == ""


def test_an_entry_of_the_menu_holds_what_lies_below_it() -> None:
    entry = Entry("About", None, [Entry("Board", "/board/")])

    assert navigation_tags.holds(entry, "/board/")
    assert not navigation_tags.holds(entry, "/other/")
    assert not navigation_tags.holds(entry, None)


def test_the_copyright_line_follows_the_clock(clock) -> None:
    assert navigation_tags.this_year() == 2026

    clock.forward(days=366)

    assert navigation_tags.this_year() == 2027


def test_long_pagination_leaves_a_gap() -> None:
    items = Paginator(range(200), 10).get_page(10)

    assert list(navigation_tags.elided_pages(items)) == [1, "…", 9, 10, 11, "…", 20]


def test_a_network_is_written_as_it_writes_itself() -> None:
    assert navigation_tags.network_name("linkedin") == "LinkedIn"
    assert navigation_tags.network_name("unheard-of") == "unheard-of"


def test_an_icon_is_hidden_from_assistive_technology() -> None:
    shown = icons.icon("arrow", directional=True)

    assert 'class="icon icon--directional" aria-hidden="true"' in shown
    assert 'icons/sprite.svg#arrow"' in shown
