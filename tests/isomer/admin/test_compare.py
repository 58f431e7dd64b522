"""Source and page side by side."""

import pytest
from django.urls import reverse

from fixtures import factories as make
from portal.isomer.models import ImportRunItem
from portal.isomer.report import Action
from tests.isomer.admin.conftest import page_item, soup, words

TEXT = """\
---
title: The plan
nested:
  - a: <b>
---
First line.

See [this](/gone/).

Last <script>line</script>.
"""


@pytest.fixture
def plan_page(home):
    made = make.ContentPageFactory(parent=home, title="The plan", slug="plan")
    made.save_revision()
    made.refresh_from_db()
    return made


def compare(client, item: ImportRunItem, query: str = ""):
    address = reverse("imports:compare", args=[item.run_id, item.pk])
    return soup(client.get(address + query))


def only(run) -> ImportRunItem:
    return run.items.get()


def with_text(*notes: tuple, **fields):
    item = page_item("pages/plan.md", *notes, **fields)
    item.text = TEXT
    return item


def test_the_source_with_its_lines(make_run, client, superuser) -> None:
    shown = compare(client, only(make_run(with_text(("link-unresolved", "/gone/", 8)))))
    front = [[words(cell) for cell in row.select("th, td")] for row in shown.select("table tr")]
    assert front == [["title", "The plan"], ["nested", '[ { "a": "<b>" } ]']]
    lines = shown.select(".imports-source > li")
    assert [line["value"] for line in lines] == ["6", "7", "8", "9", "10"]
    assert [words(line.code) for line in lines] == [
        "First line.", "", "See [this](/gone/).", "", "Last <script>line</script>.",
    ]  # fmt: skip
    marked = shown.select(".imports-source__warned")
    assert [line["value"] for line in marked] == ["8"]
    assert "An internal link leads to nothing" in words(marked[0])


@pytest.mark.parametrize("line", [0, 2, 99])
def test_warnings_of_no_line_of_the_body_stand_above_it(make_run, client, superuser, line) -> None:
    shown = compare(client, only(make_run(with_text(("address-taken", "/plan/", line)))))
    assert not shown.select(".imports-source__warned")
    assert "/plan/" in words(shown.select_one(".imports-warnings--boxed"))


def test_the_page_stands_beside_it_as_its_own_preview(
    make_run, plan_page, client, superuser
) -> None:
    shown = compare(client, only(make_run(with_text(page_id=plan_page.pk))))
    frame = shown.iframe
    assert frame["title"] and frame["src"].startswith("/admin/imports/")
    answer = client.get(frame["src"])
    assert answer.status_code == 200
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert words(soup(answer).h1) == "The plan"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_the_frame_is_allowed_by_the_policy_of_the_admin(
    make_run, plan_page, client, superuser
) -> None:
    item = only(make_run(with_text(page_id=plan_page.pk)))
    answer = client.get(reverse("imports:compare", args=[item.run_id, item.pk]))
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part
    )
    assert "'self'" in policy["frame-src"]
    assert "'unsafe-inline'" not in policy["script-src"]
    inline = [tag for tag in soup(answer).select("script") if not tag.get("src")]
    assert {tag.get("type") for tag in inline} <= {"application/json", "text/plain"}


def test_an_unchanged_file_shows_what_an_earlier_run_read(make_run, client, superuser) -> None:
    make_run(with_text())
    later = make_run(page_item("pages/plan.md", action=Action.UNCHANGED))
    assert "First line." in words(compare(client, only(later)))
    other = make_run(page_item("pages/plan.md"), repository="www.other.example")
    assert "was not kept" in words(compare(client, only(other)))


@pytest.mark.parametrize(
    ("fields", "run_fields", "reason"),
    [
        ({"action": Action.SKIPPED, "page_type": ""}, {}, "This file was left out"),
        ({}, {"dry_run": True}, "This was a rehearsal"),
        ({"page_id": 987654}, {}, "The page was deleted since."),
        ({"page_type": "Navigation", "kind": "navigation"}, {}, "settings of the site"),
    ],
)
def test_why_there_is_no_page(make_run, client, superuser, fields, run_fields, reason) -> None:
    shown = compare(client, only(make_run(page_item(**fields), **run_fields)))
    assert shown.iframe is None
    assert reason in words(shown.select_one("main"))


def test_a_listing_entry_says_where_it_leads(make_run, home, client, superuser) -> None:
    newsroom = make.NewsroomFactory(parent=home)
    listing = make.NewsListFactory(parent=newsroom)
    entry = make.NewsLinkFactory(
        parent=listing, link=[("link", {"url": "https://www.example.org/form"})]
    )
    shown = compare(client, only(make_run(page_item(page_id=entry.pk, page_type="NewsLinkPage"))))
    assert shown.iframe is None
    assert shown.select_one("a[href='https://www.example.org/form']")


def test_somebody_without_rights_on_the_page_gets_no_frame(make_run, plan_page, client, log_in_as):
    log_in_as("Keepers:change_importrun")
    shown = compare(client, only(make_run(with_text(page_id=plan_page.pk))))
    assert shown.iframe is None
    assert "You may not see drafts of this page." in words(shown)


def test_before_and_after_within_the_filter(make_run, client, superuser) -> None:
    run = make_run(
        *(page_item(f"{n}.md", *([("break-run", "", 1)] if n % 2 else [])) for n in range(6))
    )
    middle = run.items.get(source="3.md")

    def neighbours(query: str) -> tuple[str, list[str]]:
        shown = compare(client, middle, query)
        links = shown.select(".imports-neighbours a[rel]")
        named = {
            reverse("imports:compare", args=[run.pk, item.pk]) + query: item.source
            for item in run.items.all()
        }
        place = words(shown.select_one(".imports-neighbours .imports-note"))
        return place, [named[link["href"]] for link in links]

    assert neighbours("") == ("File 4 of 6", ["2.md", "4.md"])
    assert neighbours("?warning=break-run") == (
        "File 2 of 3 that fit the filter",
        ["1.md", "5.md"],
    )


def test_an_item_of_another_run_is_not_here(make_run, client, superuser) -> None:
    one, other = make_run(page_item()), make_run(page_item())
    address = reverse("imports:compare", args=[one.pk, only(other).pk])
    assert client.get(address).status_code == 404
