"""What a reader expects to come first, on both databases alike: a made-up archive and its queries.

A query is right when exactly these pages are found, in this order.
"""

from datetime import date

import pytest
from wagtail.models import Page

from fixtures import factories as make
from pages.search.results import search
from tests.pages.search.conftest import body, titles

pytestmark = pytest.mark.django_db

LONG = " ".join(["Ships of every size call here, and each of them leaves again."] * 40)


@pytest.fixture
def archive(published) -> None:
    with published():
        section = make.SectionPageFactory(title="Ports and shipping")
        make.ContentPageFactory(
            parent=section, title="Harbour", summary="Where ships call.", body=body(LONG)
        )
        make.ContentPageFactory(
            parent=section,
            title="Lights of the old harbour at night",
            summary="What shines after dark.",
        )
        make.ContentPageFactory(
            title="Ferries", summary="From the harbour to the isles.", body=body("Every hour.")
        )
        make.ContentPageFactory(
            title="Annual accounts",
            summary="What was spent.",
            body=body(*["The harbour paid for the harbour, and the harbour for itself."] * 12),
        )
        make.NewsArticleFactory(
            title="Minister opens the café at the pier",
            summary="Coffee by the sea.",
            body=body("The Ministry’s new café stands at the pier’s end.", "COVID-19 delayed it."),
            date=date(2025, 5, 1),
        )
        make.NewsArticleFactory(
            title="Budget statement 2026",
            summary="Funding for small firms.",
            body=body("Firms apply by e-mail to budget@agency.example from 3.5 per cent on."),
            date=date(2026, 2, 18),
        )
        make.NewsArticleFactory(
            title="Budget statement 2025", summary="Funding for schools.", date=date(2025, 2, 18)
        )
        make.NewsArticleFactory(
            title="新加坡港口今天开放", summary="港口局说明新措施。", date=date(2025, 1, 1)
        )
        make.ContentPageFactory(title="சிங்கப்பூர் துறைமுகம்", summary="கப்பல்கள் வருகின்றன.")
        make.ContentPageFactory(
            title="Pelabuhan Singapura", summary="Kapal-kapal berlabuh di pelabuhan ini."
        )
        make.ContentPageFactory(title="O’Brien’s report", summary="A well-known man’s findings.")
        make.ContentPageFactory(title="Secret harbour plan", draft=True)
        make.PressReleaseFactory(title="Zanzibar harbour treaty", embargoed=True)


GOLDEN = {
    # Called exactly so, then in the title, then in the summary, then in the text.
    "harbour": ["Harbour", "Lights of the old harbour at night", "Ferries", "Annual accounts"],
    "HARBOURS": ["Harbour", "Lights of the old harbour at night", "Ferries", "Annual accounts"],
    "harbour lights": ["Lights of the old harbour at night"],
    "old harbour": ["Lights of the old harbour at night"],
    # The newer one of equals.
    "budget statement": ["Budget statement 2026", "Budget statement 2025"],
    "budget statement 2025": ["Budget statement 2025"],
    "funding schools": ["Budget statement 2025"],
    # Endings of English words.
    "ferry": ["Ferries"],
    "funded": ["Budget statement 2026", "Budget statement 2025"],
    "minister": ["Minister opens the café at the pier"],
    "ministry": ["Minister opens the café at the pier"],
    # A phrase stands as it is written.
    '"old harbour"': ["Lights of the old harbour at night"],
    '"paid for the harbour"': ["Annual accounts"],
    "“paid for the harbour”": ["Annual accounts"],
    # Accents, apostrophes, hyphens, figures.
    "cafe": ["Minister opens the café at the pier"],
    "CAFÉ": ["Minister opens the café at the pier"],
    "cafe\u0301": ["Minister opens the café at the pier"],
    "OBrien": ["O’Brien’s report"],
    "o'brien": ["O’Brien’s report"],
    "well known": ["O’Brien’s report"],
    "email": ["Budget statement 2026"],
    "e-mail": ["Budget statement 2026"],
    "covid 19": ["Minister opens the café at the pier"],
    "covid-19": ["Minister opens the café at the pier"],
    "3.5": ["Budget statement 2026"],
    "budget@agency.example": ["Budget statement 2026"],
    # Other languages of the site.
    "港口": ["新加坡港口今天开放"],
    "新加坡": ["新加坡港口今天开放"],
    "துறைமுகம்": ["சிங்கப்பூர் துறைமுகம்"],
    "pelabuhan": ["Pelabuhan Singapura"],
    "berlabuh kapal": ["Pelabuhan Singapura"],
    # An unfinished word.
    "pelab": ["Pelabuhan Singapura"],
    # Nothing but what is public.
    "zanzibar": [],
    "secret": [],
    "submarine": [],
}

#: What is searched for instead, and what comes first.
SLIPS = {
    "harbuor": ("harbour", "Harbour"),
    "hrabour": ("harbour", "Harbour"),
    "pelabuhna": ("pelabuhan", "Pelabuhan Singapura"),
    "buget statement": ("budget statement", "Budget statement 2026"),
    "buget statment": ("budget statement", "Budget statement 2026"),
    "minster opens": ("minister opens", "Minister opens the café at the pier"),
}


def test_each_query_finds_these_pages_in_this_order(archive) -> None:
    found = {query: search(query) for query in GOLDEN}
    assert {query: titles(results) for query, results in found.items()} == GOLDEN
    assert [query for query, results in found.items() if results.is_corrected] == []
    assert [query for query, results in found.items() if results.is_partial] == []


def test_a_slip_still_finds_the_page(archive) -> None:
    found = {query: search(query) for query in SLIPS}
    shown = {query: (results.query.text, titles(results)[0]) for query, results in found.items()}
    assert shown == SLIPS
    assert all(results.is_corrected for results in found.values())


def test_pages_with_some_of_the_words_are_better_than_none(archive) -> None:
    found = search("submarine harbour ferries isles")
    assert found.is_partial and not found.is_corrected
    assert titles(found)[0] == "Ferries"


def test_no_word_is_suggested_that_only_hidden_pages_have(archive) -> None:
    for query in ("zanzibra", "secert", "zanzibbar", "zanzibra treaty"):
        found = search(query)
        assert (titles(found), found.query.text) == ([], query)


def test_a_word_of_a_page_that_went_is_not_suggested(archive) -> None:
    assert search("pelabuhna").is_corrected
    Page.objects.get(title="Pelabuhan Singapura").unpublish()
    assert titles(search("pelabuhna")) == [] and not search("pelabuhna").is_corrected


def test_chinese_words_that_do_not_stand_together_are_found_as_some_of_them(archive) -> None:
    found = search("港口开放时间")
    assert titles(found) == ["新加坡港口今天开放"]
    assert found.is_partial
