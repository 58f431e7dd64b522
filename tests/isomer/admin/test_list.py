"""The list of imports."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages import clock
from portal.isomer.models import RunState
from portal.isomer.models.runs import Phase
from portal.isomer.report import Action
from tests.isomer.admin.conftest import page_item, soup, words

#: The session, the person, the run's own rows, and what Wagtail's menu asks.
QUERIES = 16


def rows(client) -> list[list[str]]:
    table = soup(client.get(reverse("imports:index"))).select_one("table.listing")
    return [[words(cell) for cell in row.select("td")] for row in table.select("tbody tr")]


def test_no_import_yet(home, client, superuser) -> None:
    page = soup(client.get(reverse("imports:index")))
    empty = page.select_one(".imports-empty")
    assert len(empty.select("p")) == 1
    assert [link.get_text() for link in empty.select("a")] == ["Import an Isomer site"]
    assert empty.a["href"] == reverse("imports:new")


def test_somebody_who_may_not_start_one_sees_no_button(home, client, log_in_as) -> None:
    log_in_as("Keepers:change_importrun")
    page = soup(client.get(reverse("imports:index")))
    assert not page.select(f"a[href='{reverse('imports:new')}']")


def test_a_finished_import(make_run, client, superuser, clock) -> None:
    items = [
        page_item("a.md", ("break-run", "", 3), ("break-run", "", 9)),
        page_item("b.md", action=Action.ENTRY),
        page_item("c.md", action=Action.UPDATED),
    ]
    make_run(*items, user=superuser, commit="0123456789abcdef", asked_at=clock.now())
    assert rows(client) == [
        [
            "www.harbour.example harbour-main.zip, version 01234567",
            "finished",
            "2 created 1 updated 2 warnings",
            "2 Mar 2026, 09:00 SGT (UTC+8)",
            superuser.username,
        ]
    ]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"state": RunState.FINISHED}, "finished"),
        ({"state": RunState.FINISHED, "dry_run": True}, "rehearsed"),
        ({"state": RunState.STOPPED}, "stopped"),
        ({"state": RunState.ROLLED_BACK}, "taken back"),
        ({"state": RunState.WAITING}, "waiting to start"),
        ({"state": RunState.WAITING, "seen_at": clock.now() - timedelta(hours=1)}, "did not start"),
        ({"state": RunState.FINISHED, "process": "starting"}, "being taken back"),
    ],
)
def test_states_in_words(make_run, client, superuser, fields, state) -> None:
    make_run(**fields)
    assert rows(client)[0][1] == state


def test_a_running_import_says_how_far_it_is(make_run, client, superuser) -> None:
    make_run(
        state=RunState.RUNNING, phase=Phase.PAGES, process="another-machine:1", done=640, total=2021
    )
    assert rows(client)[0][1] == "running 640 of 2,021"
    bar = soup(client.get(reverse("imports:index"))).select_one("progress")
    assert (bar["value"], bar["max"]) == ("31", "100")


def test_a_killed_import_is_interrupted(interrupted, client, superuser) -> None:
    assert rows(client)[0][1] == "interrupted"


def test_a_long_list_costs_no_more_queries(make_run, client, superuser) -> None:
    make_run(page_item(), user=superuser)
    client.get(reverse("imports:index"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("imports:index"))
    for _ in range(15):
        make_run(page_item(), user=superuser)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("imports:index"))
    assert len(many) == len(one) <= QUERIES
