"""What the search finds, counts, quotes and costs; and that all of it is public."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from fixtures import factories as make
from pages import visibility
from pages.models import SearchEntry
from pages.search import backend, databases, facets
from pages.search.databases import postgres, sqlite
from pages.search.results import search
from tests.pages.search.conftest import body, titles

CANARY = "quokkastrasse"


@pytest.fixture
def archive(search_page) -> None:
    make.ContentPageFactory(title="Harbour lights", summary="What shines at night.")
    make.ContentPageFactory(title="Night ferries", summary="From the harbour to the isles.")
    topic = make.TopicFactory(name="Sea", slug="sea")
    make.NewsArticleFactory(
        title="A new harbour", summary="It opens in May.", date=date(2025, 5, 1), topics=[topic]
    )
    make.PressReleaseFactory(title="Harbour dues", summary="They rise.", date=date(2026, 1, 2))


def options(results, name: str) -> dict[str, int]:
    facet = next((facet for facet in results.facets if facet["name"] == name), {"options": []})
    return {str(option["label"]): option["count"] for option in facet["options"]}


def test_results_are_narrowed_by_kind_year_and_topic(archive) -> None:
    everything = search("harbour")
    assert options(everything, "kind") == {"News article": 1, "Page": 2, "Press release": 1}
    assert options(everything, "year") == {"2026": 1, "2025": 1}
    assert options(everything, "topic") == {"Sea": 1}
    assert titles(search("harbour", {"kind": "news"})) == ["A new harbour"]
    assert titles(search("harbour", {"year": "2026"})) == ["Harbour dues"]
    assert titles(search("harbour", {"topic": "sea"})) == ["A new harbour"]
    assert titles(search("harbour", {"topic": "sea", "year": "2026"})) == []
    assert titles(search("harbour", {"kind": "nonsense"})) == titles(everything)


def test_each_facet_is_counted_under_the_other_choices(archive) -> None:
    results = search("harbour", {"year": "2025"})
    assert options(results, "kind") == {"News article": 1}
    assert options(results, "year") == {"2026": 1, "2025": 1}
    selected = [o["url"] for f in results.facets for o in f["options"] if o["is_selected"]]
    assert selected == ["?q=harbour"]


HIDDEN = {
    "draft": {"draft": True},
    "embargoed": {"embargoed": True},
    "expired": {"expired": True},
    "unpublished": {"unpublished": True},
}


@pytest.mark.parametrize("state", [*HIDDEN, "restricted", "below a hidden page", "moved past"])
def test_not_a_word_of_a_hidden_page_is_told(archive, published, asked, clock, state) -> None:
    with published():
        parent = make.SectionPageFactory(title="Open")
        page = make.ContentPageFactory(
            parent=parent,
            title=f"Harbour {CANARY}",
            summary=f"Of {CANARY}",
            body=body(CANARY),
            **HIDDEN.get(state, {}),
        )
        if state == "restricted":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        if state == "below a hidden page":
            parent.unpublish()
        if state == "moved past":
            Page.objects.filter(pk=page.pk).update(expire_at=clock.now() + timedelta(hours=1))
            assert len(titles(search(CANARY))) == 1
            clock.forward(hours=2)
    for query in (CANARY, CANARY.replace("k", "c", 1), "harbour", CANARY[:6]):
        answer = asked(q=query)
        assert titles(search(query)) == ([] if query != "harbour" else titles(search("harbour")))
        answer.select_one("input[name=q]")["value"] = ""
        answer.select_one("title").clear()
        for repeated in answer.select("[role=status]"):
            repeated.clear()
        for link in answer.select("a[href*='?'], link, meta"):
            link.decompose()
        assert CANARY not in str(answer)
    assert "4 results" in " ".join(asked(q="harbour").select_one("[role=status]").text.split())


def test_hidden_pages_take_no_place_from_public_ones(archive, monkeypatch) -> None:
    expected = set(titles(search("harbour")))
    for number in range(6):
        page = make.ContentPageFactory(title=f"Harbour {number}")
        Page.objects.filter(pk=page.pk).update(go_live_at=page.first_published_at + timedelta(9))
    monkeypatch.setattr(sqlite, "_FIND", sqlite._FIND.replace("LIMIT 1000", "LIMIT 4"))
    monkeypatch.setattr(postgres, "_FIND", postgres._FIND.replace("LIMIT 1000", "LIMIT 4"))
    assert set(titles(search("harbour"))) == expected


def test_a_draft_has_no_entry_and_a_page_that_goes_loses_it(home) -> None:
    page = make.ContentPageFactory(title="Lights", draft=True)
    assert not SearchEntry.objects.filter(page=page).exists()
    page.save_revision().publish()
    assert SearchEntry.objects.get(page=page).title == "Lights"
    page.title = "Darkness"
    page.save_revision()
    assert SearchEntry.objects.get(page=page).title == "Lights"
    page.refresh_from_db()
    page.unpublish()
    assert not SearchEntry.objects.filter(page=page).exists()


def test_the_words_of_a_deleted_page_are_gone(home) -> None:
    page = make.ContentPageFactory(title="Lights")
    assert titles(search("lights")) == ["Lights"]
    Page.objects.get(pk=page.pk).delete()
    assert titles(search("lights")) == []
    with connection.cursor() as cursor:
        table = "_fts" if connection.vendor == "sqlite" else ""
        cursor.execute(f"SELECT COUNT(*) FROM pages_searchentry{table} WHERE title LIKE '%ight%'")
        assert cursor.fetchone() == (0,)


def test_what_only_editors_read_is_no_word_of_the_page(home) -> None:
    make.ContentPageFactory(
        title="Page",
        summary="",
        body=[
            ("heading", {"text": "Seen", "level": "h2", "anchor": "unseenanchor"}),
            ("legacy_html", {"html": '<p class="unseenclass">Kept</p>', "note": "unseennote"}),
            ("button", {"label": "Press", "link": {"url": "/unseenaddress/"}, "style": "primary"}),
        ],
    )
    assert SearchEntry.objects.get(title="Page").body == "Seen · Kept · Press"
    assert titles(search("main heading")) == []


def test_only_the_site_of_the_search_page_is_searched(archive, search_page) -> None:
    elsewhere = make.HomePageFactory(title="Elsewhere")
    make.ContentPageFactory(parent=elsewhere, title="Foreign harbour")
    assert "Foreign harbour" in titles(search("harbour"))
    assert "Foreign harbour" not in titles(search("harbour", within=search_page.tree))
    assert len(titles(search("harbour", within=search_page.tree))) == 4


def test_a_search_that_takes_too_long_is_given_up(archive, asked, monkeypatch) -> None:
    for module in (postgres, sqlite):
        monkeypatch.setattr(module, "MAX_MILLISECONDS", 50)
    database = databases.of_this_site()
    slow = {
        "postgresql": "SELECT pg_sleep(20)",
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT COUNT(*) FROM n",
    }[connection.vendor]
    monkeypatch.setattr(type(database), "find", lambda *_: database.rows(slow, ()))
    assert search("harbour").has_failed
    assert "took too long" in asked(q="harbour").select_one("main").text
    # The connection is as it was.
    assert visibility.public(Page.objects.filter(title="Harbour dues")).exists()
    with pytest.raises(DatabaseError), database.time_limit():
        database.rows(slow, ())


def test_more_than_can_be_ranked_is_said(archive, asked, monkeypatch) -> None:
    monkeypatch.setattr("pages.search.results.MAX_RANKED", 3)
    assert search("harbour").is_capped
    assert not search("isles").is_capped


def test_the_page_costs_the_same_for_two_results_and_for_ten(archive, search_page, client) -> None:
    def cost(**parameters) -> int:
        client.get(search_page.url, parameters)
        with CaptureQueriesContext(connection) as queries:
            client.get(search_page.url, parameters)
        return len(queries)

    for number in range(3):
        make.NewsArticleFactory(title=f"Lamp {number}")
    few = cost(q="lamp")
    topic = make.TopicFactory()
    section = make.SectionPageFactory(title="Lamp makers")
    for number in range(6):
        make.NewsArticleFactory(title=f"Lamp again {number}", topics=[topic])
        make.PressReleaseFactory(title=f"Lamp release {number}", permalink=f"/Lamp.{number}")
        make.ContentPageFactory(title=f"Lamp page {number}", parent=section)
    # Nor does it count how many types of pages they are.
    assert cost(q="lamp") == few
    assert few == {"postgresql": 13, "sqlite": 9}[connection.vendor]


def test_a_result_leads_to_its_page_and_says_what_it_is(search_page, asked) -> None:
    section = make.SectionPageFactory(title="Coast")
    page = make.ContentPageFactory(title="Lamp page", parent=section)
    release = make.PressReleaseFactory(
        title="Lamp release", permalink="/Lamp.1", date=date(2026, 1, 2), summary="Of a lamp."
    )
    release.withdrawn_at, release.withdrawal_reason = release.first_published_at, "Wrong"
    release.save_revision().publish()
    shown = {
        " ".join(entry.select_one("a").get_text().split()): (
            entry.select_one("a")["href"],
            [kind.get_text(strip=True) for kind in entry.select(".kind")],
            [time["datetime"] for time in entry.select("time")],
            " ".join(trail.get_text() for trail in entry.select(".entry-trail")).split(),
        )
        for entry in asked(q="lamp").select("article")
    }
    assert shown == {
        "Lamp page": (page.url, ["Page"], [], ["In:", "Coast"]),
        "Lamp release": (
            "/Lamp.1",
            ["Press release", "Withdrawn"],
            ["2026-01-02"],
            f"In: {release.get_parent().title}".split(),
        ),
    }


def test_the_facets_of_an_address_are_cut_to_what_they_can_be() -> None:
    from django.http import QueryDict

    chosen = facets.chosen_in(QueryDict("kind=a&kind=b&year=&topic=" + "x" * 500 + "&other=1"))
    assert chosen == {"kind": "b", "topic": "x" * 100}


def test_a_site_that_is_older_than_the_index_is_indexed_when_it_is_migrated(archive) -> None:
    SearchEntry.objects.all().delete()
    assert titles(search("harbour")) == []
    backend.catch_up()
    assert len(titles(search("harbour"))) == 4


def test_the_index_is_rebuilt_by_wagtails_command(archive) -> None:
    SearchEntry.objects.all().delete()
    call_command("update_index", "--backend", "site", verbosity=0)
    assert len(titles(search("harbour"))) == 4
