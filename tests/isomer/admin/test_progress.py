"""The progress page and the figures that its script fetches."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pages import clock
from portal.isomer.models import RunState
from portal.isomer.models.runs import Phase
from tests.isomer.admin.conftest import soup, words


@pytest.fixture
def running(make_run):
    """A run on another machine that has written 100 of 2,100 pages."""
    return make_run(
        state=RunState.RUNNING, phase=Phase.PAGES, process="elsewhere:1", done=100, total=2100,
        finished_at=None,
    )  # fmt: skip


def progress(client, run):
    return soup(client.get(reverse("imports:progress", args=[run.pk])))


def figures(page) -> list[str]:
    return [words(value) for value in page.select(".imports-figures dd")]


def test_what_is_being_done_and_how_far(running, client, superuser) -> None:
    page = progress(client, running)
    assert figures(page) == ["100 of 2,100", "–", "–"]
    bar = page.select_one("progress.imports-bar")
    assert (bar["value"], bar["max"]) == ("100", "2100")
    assert words(page.select_one("[aria-current=step]")) == "Writing the pages"
    assert len(page.select(".imports-steps__done")) == 2


def test_rate_and_remaining_time_come_from_what_was_seen(running, client, superuser, clock):
    clock.set(running.seen_at)
    progress(client, running)
    clock.forward(seconds=10)
    running.beat(Phase.PAGES, 600, 2100)
    assert figures(progress(client, running)) == [
        "600 of 2,100",
        "50 a second",
        "less than a minute",
    ]
    clock.forward(seconds=10)
    running.beat(Phase.PAGES, 500, 2100)
    assert figures(progress(client, running))[2] == "about a minute"


def test_another_phase_has_a_rate_of_its_own(running, client, superuser, clock) -> None:
    clock.set(running.seen_at)
    progress(client, running)
    clock.forward(seconds=10)
    running.beat(Phase.SETTINGS, 2100, 2100)
    assert figures(progress(client, running))[1] == "–"


def test_it_refreshes_itself_without_a_script(running, client, superuser) -> None:
    refresh = progress(client, running).select_one("noscript meta[http-equiv=refresh]")
    assert refresh["content"] == "3"


def test_the_script_gets_the_same_figures(running, client, superuser) -> None:
    page = progress(client, running)
    box = page.select_one("[data-import-progress]")
    answer = client.get(box["data-import-progress"]).json()
    assert words(box) == " ".join(
        soup_of(answer["html"]).get_text(" ").split()
    )  # the same template


def soup_of(html: str):
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "lxml")


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"state": RunState.WAITING, "phase": ""}, "The import is about to start"),
        (
            {"state": RunState.WAITING, "phase": "", "dry_run": True},
            "The rehearsal is about to start",
        ),
        ({"state": RunState.FINISHED, "process": "starting"}, "Taking the pages back"),
        (
            {"state": RunState.RUNNING, "phase": Phase.ROLLBACK, "process": "elsewhere:1"},
            "Taking the pages back",
        ),
    ],
)
def test_titles(make_run, client, superuser, fields, title) -> None:
    assert words(progress(client, make_run(**fields)).select_one("main h2")) == title


@pytest.mark.parametrize(
    "fields",
    [
        {"state": RunState.FINISHED},
        {"state": RunState.STOPPED},
        {"state": RunState.ROLLED_BACK},
        {"state": RunState.RUNNING, "seen_at": clock.now() - timedelta(days=1), "process": "x:1"},
        {"state": RunState.WAITING, "seen_at": clock.now() - timedelta(minutes=2)},
        {
            "state": RunState.FINISHED,
            "process": "starting",
            "seen_at": clock.now() - timedelta(minutes=2),
        },
    ],
)
def test_what_is_over_leads_to_the_report(make_run, client, superuser, fields) -> None:
    run = make_run(**fields)
    report = reverse("imports:report", args=[run.pk])
    assert client.get(reverse("imports:progress", args=[run.pk]))["Location"] == report
    assert client.get(reverse("imports:figures", args=[run.pk])).json() == {"next": report}
    assert client.get(report).status_code == 200


def test_the_report_of_a_running_import_is_its_progress(running, client, superuser) -> None:
    answer = client.get(reverse("imports:report", args=[running.pk]))
    assert answer["Location"] == reverse("imports:progress", args=[running.pk])
