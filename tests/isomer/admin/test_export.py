"""The report as CSV and as JSON."""

import csv
import io
import json

import pytest
from django.urls import reverse

from portal.isomer.admin.views.export import HEADINGS
from tests.isomer.admin.conftest import page_item


@pytest.fixture
def table(client, superuser):
    """A function that downloads a run's CSV; a list of rows, each a dict."""

    def download(run, query: str = "") -> list[dict[str, str]]:
        response = client.get(reverse("imports:csv", args=[run.pk]) + query)
        assert response.streaming
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"].startswith('attachment; filename="import-')
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return download


def test_every_figure_of_an_item(make_run, table) -> None:
    item = page_item(
        "pages/plan.md", ("link-unresolved", "/gone/", 12), ("break-run", "", 0),
        page_id=7, images=1, videos=2, embeds=3, cards=4, tables=5, legacy_html_blocks=6,
        links={"total": 10, "internal": 1, "files": 2, "external": 3, "unresolved": 4},
    )  # fmt: skip
    (row,) = table(make_run(item))
    assert tuple(row) == HEADINGS
    assert list(row.values()) == [
        "pages/plan.md", "Page", "/pages/plan.md/", "Content page", "7", "created", "100", "99",
        "1", "2", "3", "4", "5", "10", "1", "2", "3", "4", "6", "link-unresolved break-run",
        "Line 12: An internal link leads to nothing; its text was kept. (/gone/)\n"
        "Runs of line breaks became paragraphs.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=HYPERLINK()"]
)
def test_no_cell_is_a_formula(make_run, table, cell) -> None:
    (row,) = table(make_run(page_item(cell, address=cell)))
    assert (row["Source"], row["Address"]) == (f"'{cell}", f"'{cell}")


def test_other_cells_stay_as_they_are(make_run, table) -> None:
    (row,) = table(make_run(page_item('a "b", é=1.md')))
    assert row["Source"] == 'a "b", é=1.md'


def test_the_filter_of_the_list_holds_for_the_file(make_run, table) -> None:
    run = make_run(*(page_item(f"{n}.md", *([("break-run", "", n)] * (n % 2))) for n in range(60)))
    assert len(table(run)) == 60
    assert len(table(run, "?warning=break-run")) == 30
    assert [row["Source"] for row in table(run, "?q=59&p=2")] == ["59.md"]


def test_the_whole_report_as_json(make_run, client, superuser) -> None:
    run = make_run(page_item("pages/plan.md", ("break-run", "é", 3)), page_item("b.md"))
    response = client.get(reverse("imports:json", args=[run.pk]) + "?q=plan")
    assert response["Content-Disposition"].endswith('www-harbour-example.json"')
    assert json.loads(response.content) == run.report().as_dict()
    assert len(json.loads(response.content)["items"]) == 2
