"""The report of a run: figures, warnings, filters, search, pages of the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fixtures import factories as make
from portal.isomer.models import RunState
from portal.isomer.models.runs import Phase
from portal.isomer.report import Action
from tests.isomer.admin.conftest import page_item, soup, words

#: The session, the person, the run, its items once for each filter, the pages by type.
QUERIES = 30
MIXED = [
    page_item("pages/plan.md", ("link-unresolved", "/gone/", 12), ("break-run", "once", 3)),
    page_item("pages/fees.md", ("break-run", "twice", 5), address="/services/fees/"),
    page_item("_posts/news.md", kind="post", action=Action.UPDATED, page_type="NewsArticlePage"),
    page_item("_data/footer.yml", kind="settings", page_type="SiteSettings", address=""),
    page_item("old.md", ("mapped-out", "", 0), action=Action.SKIPPED, page_type="", words=0),
]


@pytest.fixture
def run(make_run):
    return make_run(*MIXED)


def report(client, run, query: str = "", name: str = "report"):
    return soup(client.get(reverse(f"imports:{name}", args=[run.pk]) + query))


def sources(page) -> list[str]:
    return [words(link) for link in page.select(".imports-items td.title a")]


def figures(page) -> dict[str, str]:
    return {
        words(card.dt): words(card.dd).replace(words(card.dt), "")
        for card in page.select(".imports-cards > div")
    }


def test_the_figures(run, client, superuser) -> None:
    shown = figures(report(client, run))
    assert shown["Created"] == "3"
    assert shown["Updated"] == "1"
    assert shown["Left out"] == "1"
    assert shown["Words on the pages"] == "123.7 % 495 of 400 in the source"
    assert len(shown) == 12


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, "–"), (9999, 10000, "99.9 %"), (3, 3, "100.0 %")]
)
def test_a_share_is_never_rounded_up(part, whole, shown) -> None:
    from portal.isomer.admin.summary import per_cent

    assert per_cent(part, whole) == shown


def test_links_by_kind_and_what_is_left_to_do(make_run, client, superuser) -> None:
    item = page_item(
        links={"total": 9, "internal": 4, "files": 2, "external": 2, "unresolved": 1},
        legacy_html_blocks=3,
        videos=2,
        embeds=1,
    )
    shown = figures(report(client, make_run(item)))
    assert shown["Links"] == "9 4 to pages, 2 to files, 2 to other sites"
    assert shown["Links to nowhere"] == "1"
    assert shown["Blocks to rebuild"] == "3"
    assert shown["Videos and frames"] == "3 1 as frames"


def test_warnings_are_explained_counted_and_lead_to_their_files(run, client, superuser) -> None:
    entries = report(client, run).select(".imports-noticed li")
    assert [words(entry) for entry in entries] == [
        "Runs of line breaks became paragraphs. 2 files",
        "An internal link leads to nothing; its text was kept. 1 file",
        "The map says to leave this file out. 1 file",
    ]
    assert entries[0].a["href"].endswith("?warning=break-run#files")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [item.source for item in MIXED]),
        ("?warning=break-run", ["pages/plan.md", "pages/fees.md"]),
        ("?warning=any", ["pages/plan.md", "pages/fees.md", "old.md"]),
        ("?warning=none", ["_posts/news.md", "_data/footer.yml"]),
        ("?action=updated", ["_posts/news.md"]),
        ("?kind=page&warning=link-unresolved", ["pages/plan.md"]),
        ("?q=services", ["pages/fees.md"]),
        ("?q=PAGES/&action=created", ["pages/plan.md", "pages/fees.md"]),
        ("?q=nowhere-at-all", []),
        ("?warning=unheard-of", [item.source for item in MIXED]),
        ("?q=%00", [item.source for item in MIXED]),
        ("?p=99&q=%25", []),
    ],
)
@pytest.mark.parametrize("name", ["report", "report_results"])
def test_filters_and_search(run, client, superuser, query, found, name) -> None:
    assert sources(report(client, run, query, name)) == found


def test_the_choices_say_how_many_files_they_find(run, client, superuser) -> None:
    labels = [words(label) for label in report(client, run).select("#filters-drilldown label")]
    assert "Created (3)" in labels and "Page (3)" in labels
    assert "Runs of line breaks became paragraphs. (2)" in labels


def test_a_row(run, client, superuser) -> None:
    row = report(client, run).select_one(".imports-items tbody tr")
    assert [words(cell) for cell in row.select("td")] == [
        "pages/plan.md Page",
        "Content page /pages/plan.md/",
        "created",
        "99 of 100",
        "An internal link leads to nothing; its text was kept. /gone/, line 12 "
        "Runs of line breaks became paragraphs. once, line 3",
    ]


def test_links_to_the_page_and_to_the_settings(make_run, home, site, client, superuser) -> None:
    live = make.ContentPageFactory(parent=home, title="Live", slug="live")
    draft = make.ContentPageFactory(parent=home, title="Draft", slug="draft", draft=True)
    run = make_run(
        page_item("live.md", page_id=live.pk),
        page_item("draft.md", page_id=draft.pk),
        page_item("gone.md", page_id=987654),
        page_item("_config.yml", kind="settings", page_type="SiteSettings"),
    )
    rows = report(client, run).select(".imports-items tbody tr")
    links = [[link["href"] for link in row.select(".imports-links a")] for row in rows]
    settings = reverse("wagtailsettings:edit", args=["pages", "sitesettings", site.pk])
    assert links == [
        [reverse("wagtailadmin_pages:edit", args=[live.pk]), live.full_url],
        [reverse("wagtailadmin_pages:edit", args=[draft.pk])],
        [],
        [settings],
    ]
    assert "Draft" in words(rows[1])


def test_many_warnings_are_folded(make_run, client, superuser) -> None:
    notes = [("link-unresolved", f"/gone/{n}/", n) for n in range(1, 9)]
    row = report(client, make_run(page_item("a.md", *notes))).select_one("tbody tr")
    assert len(row.select("td > ul.imports-warnings > li")) == 3
    assert words(row.details.summary) == "5 more"
    assert len(row.details.select("li")) == 5


def test_markup_of_the_source_stays_text(make_run, client, superuser) -> None:
    nasty = "<script>alert(1)</script>"
    page = report(client, make_run(page_item(nasty, ("liquid", nasty, 1), address=nasty)))
    assert not [script for script in page.select("script") if "alert" in script.get_text()]
    assert nasty in words(page.select_one(".imports-items"))


def test_fifty_files_to_a_page_and_no_more_queries_for_them(
    make_run, home, client, superuser
) -> None:
    pages = [make.ContentPageFactory(parent=home, slug=f"p{n}", title=f"P{n}") for n in range(60)]
    items = [
        page_item(f"pages/{n:02}.md", ("break-run", "once", n + 1), page_id=page.pk)
        for n, page in enumerate(pages)
    ]
    few, many = make_run(*items[:1]), make_run(*items)
    counts = []
    for run in (few, few, many):
        with CaptureQueriesContext(connection) as queries:
            page = report(client, run)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= QUERIES
    assert len(sources(page)) == 50
    assert sources(report(client, many, "?p=2&warning=any")) == [
        f"pages/{n:02}.md" for n in range(50, 60)
    ]


@pytest.mark.parametrize(
    ("fields", "buttons"),
    [
        ({}, {"CSV", "JSON", "Take back"}),
        ({"dry_run": True}, {"CSV", "JSON", "Discard"}),
        ({"state": RunState.STOPPED, "phase": Phase.PAGES}, {"CSV", "JSON", "Take back", "Go on"}),
        (
            {"state": RunState.STOPPED, "phase": Phase.READING},
            {"CSV", "JSON", "Discard", "Go on"},
        ),
        (
            {"state": RunState.STOPPED, "phase": Phase.PAGES, "archive": ""},
            {"CSV", "JSON", "Take back"},
        ),
        ({"state": RunState.ROLLED_BACK, "phase": Phase.ROLLBACK}, {"CSV", "JSON"}),
    ],
)
def test_what_can_be_done_with_it(make_run, client, superuser, fields, buttons) -> None:
    page = report(client, make_run(page_item(), **fields))
    said = " ".join(words(node) for node in page.select("main a, main button, header a"))
    every = {"CSV", "JSON", "Take back", "Discard", "Go on"}
    assert {name for name in every if name in said} == buttons


def test_somebody_who_may_only_start_imports_gets_no_dead_ends(make_run, client, log_in_as):
    log_in_as("Starters:add_importrun")
    page = report(client, make_run(page_item(), state=RunState.STOPPED, phase=Phase.PAGES))
    assert "Go on" not in words(page.select_one("main"))
    assert not page.select("a[href*='take-back'], a[href*='discard']")


def test_a_stopped_run_says_why(make_run, client, superuser) -> None:
    run = make_run(state=RunState.STOPPED, phase=Phase.READING, message="It has no _config.yml.")
    assert words(report(client, run).select_one(".help-warning p")) == "It has no _config.yml."


def test_an_interrupted_run_says_so(interrupted, client, superuser) -> None:
    assert "interrupted in the middle" in words(
        report(client, interrupted).select_one(".help-warning")
    )
