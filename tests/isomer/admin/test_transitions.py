"""Going on, taking back and discarding: once each, and only when it makes sense."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from pages import clock
from portal.isomer import background, rollback
from portal.isomer.models import ImportRun, RunState
from portal.isomer.models.runs import Phase
from portal.isomer.rollback import RollbackPlan
from tests.isomer.admin.conftest import page_item, soup, words

AT_WORK = [
    {"state": RunState.WAITING, "phase": ""},
    {"state": RunState.RUNNING, "phase": Phase.PAGES, "process": "elsewhere:1"},
    {"state": RunState.FINISHED, "process": "starting"},
]


@pytest.fixture
def post(client, superuser, spawned, django_capture_on_commit_callbacks):
    """A function that posts to an address of a run; what the person is told, and where it leads."""

    def send(name: str, run: ImportRun) -> tuple[str, str]:
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(reverse(f"imports:{name}", args=[run.pk]))
        assert response.status_code == 302
        said = " ".join(str(message) for message in response.wsgi_request._messages)
        return " ".join(said.split()), response["Location"]

    return send


@pytest.fixture
def plan(monkeypatch) -> RollbackPlan:
    """What a rollback would do."""
    made = RollbackPlan(removed=1200, restored=1, kept=["Our plan", "<b>Fees</b>"])
    monkeypatch.setattr(rollback, "preview", lambda run: made)
    return made


def test_an_interrupted_run_goes_on(interrupted, post, spawned) -> None:
    said, where = post("go_on", interrupted)
    assert (said, where) == ("", reverse("imports:progress", args=[interrupted.pk]))
    assert spawned == [["manage.py", "import_isomer", "--run", str(interrupted.pk)]]
    interrupted.refresh_from_db()
    assert (interrupted.state, interrupted.process) == (RunState.WAITING, "")


def test_a_double_click_starts_once(interrupted, post, spawned) -> None:
    post("go_on", interrupted)
    said, _ = post("go_on", interrupted)
    assert said == "This import is waiting to start; there is nothing to go on with."
    assert len(spawned) == 1


def test_a_rehearsal_is_carried_out_once_from_the_same_archive(make_run, post, spawned) -> None:
    rehearsal = make_run(dry_run=True, rules="/plan/ = strategy\n", root="3")
    said, where = post("carry_out", rehearsal)
    run = ImportRun.objects.exclude(pk=rehearsal.pk).get()
    assert (said, where) == ("", reverse("imports:progress", args=[run.pk]))
    assert spawned == [["manage.py", "import_isomer", "--run", str(run.pk)]]
    assert (run.state, run.dry_run, run.rules, run.root) == (
        RunState.WAITING,
        False,
        "/plan/ = strategy\n",
        "3",
    )
    assert run.archive.name == rehearsal.archive.name
    rehearsal.refresh_from_db()
    assert not rehearsal.archive
    said, _ = post("carry_out", rehearsal)
    assert said.startswith("Only a rehearsal can be carried out, and only once")
    assert len(spawned) == 1


def test_an_import_is_no_rehearsal(make_run, post, spawned) -> None:
    said, _ = post("carry_out", make_run())
    assert said.startswith("Only a rehearsal")
    assert spawned == []


def test_a_rollback_that_was_interrupted_goes_on_as_one(make_run, post, spawned) -> None:
    run = make_run(state=RunState.STOPPED, phase=Phase.ROLLBACK)
    post("go_on", run)
    assert spawned == [["manage.py", "import_isomer", "--rollback", str(run.pk)]]


def test_one_that_did_not_start_is_started_again(make_run, post, spawned) -> None:
    long_ago = clock.now() - timedelta(minutes=5)
    run = make_run(state=RunState.WAITING, phase="", seen_at=long_ago)
    post("go_on", run)
    assert len(spawned) == 1


@pytest.mark.parametrize("fields", [*AT_WORK, {"state": RunState.FINISHED}])
@pytest.mark.parametrize("name", ["go_on", "discard"])
def test_what_is_at_work_or_done_is_left_alone(make_run, post, spawned, name, fields) -> None:
    run = make_run(page_item(), **fields)
    before = ImportRun.objects.values().get()
    said, _ = post(name, run)
    assert said.startswith("This import is ")
    assert spawned == []
    assert ImportRun.objects.values().get() == before


def test_a_folders_import_only_goes_on_from_the_command_line(make_run, post, spawned) -> None:
    run = make_run(state=RunState.STOPPED, phase=Phase.PAGES, archive="")
    post("go_on", run)
    assert spawned == []


def test_another_import_of_the_site_comes_first(interrupted, make_run, post, spawned) -> None:
    make_run(state=RunState.WAITING, phase="", repository="www.other.example")
    said, _ = post("go_on", interrupted)
    assert said == "An import of www.other.example is waiting to start: wait for its end."
    assert spawned == []


def test_taking_back_says_exactly_what_will_happen(make_run, client, superuser, plan) -> None:
    run = make_run(page_item())
    page = soup(client.get(reverse("imports:take_back", args=[run.pk])))
    text = words(page.select_one(".imports-confirm"))
    assert "1200 pages that it made will be deleted" in text
    assert "1 page will return to the version from before the import." in text
    assert "2 pages that somebody changed since will stay: Our plan <b>Fees</b>" in text
    assert page.select_one("form[method=post] button.serious")


def test_a_long_list_of_kept_pages_is_cut(make_run, client, superuser, plan) -> None:
    plan.kept[:] = [f"Page {n}" for n in range(27)]
    page = soup(client.get(reverse("imports:take_back", args=[make_run(page_item()).pk])))
    assert len(page.select(".imports-kept li")) == 21
    assert "and 7 more" in words(page.select_one(".imports-kept"))


def test_what_blocks_it_is_said_without_a_button(make_run, client, superuser, plan) -> None:
    plan.blocked = "A newer import wrote to the same pages; take that one back first."
    page = soup(client.get(reverse("imports:take_back", args=[make_run(page_item()).pk])))
    assert plan.blocked in words(page.select_one(".imports-confirm"))
    assert not page.select(".imports-confirm form")


def test_taking_back_starts_once(make_run, post, plan, spawned) -> None:
    run = make_run(page_item())
    assert post("take_back", run) == ("", reverse("imports:progress", args=[run.pk]))
    said, _ = post("take_back", run)
    assert said == "This import is being taken back; it can’t be taken back."
    assert spawned == [["manage.py", "import_isomer", "--rollback", str(run.pk)]]


def test_taking_back_that_is_blocked_by_then_is_refused(make_run, post, plan, spawned) -> None:
    plan.blocked = "A newer import exists."
    assert post("take_back", make_run(page_item()))[0] == "A newer import exists."
    assert spawned == []


@pytest.mark.parametrize(
    "fields", [*AT_WORK, {"dry_run": True}, {"state": RunState.ROLLED_BACK}, {"phase": ""}]
)
def test_what_can_not_be_taken_back(make_run, post, client, plan, spawned, fields) -> None:
    run = make_run(page_item(), **fields)
    assert "can’t be taken back" in post("take_back", run)[0]
    assert client.get(reverse("imports:take_back", args=[run.pk])).status_code == 302
    assert spawned == []


def test_a_process_that_can_not_be_started_leaves_the_run_as_it_was(
    make_run, post, plan, monkeypatch, client
) -> None:
    def refuse(*args, **options):
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(background.subprocess, "Popen", refuse)
    run = make_run(page_item())
    post("take_back", run)
    run.refresh_from_db()
    assert (run.state, run.process) == (RunState.FINISHED, "")
    page = soup(client.get(reverse("imports:report", args=[run.pk])))
    assert "could not be started: Resource temporarily unavailable" in words(page)


def test_taking_back_that_never_began_is_told(make_run, client, superuser) -> None:
    long_ago = clock.now() - timedelta(minutes=5)
    run = make_run(page_item(), process="starting", seen_at=long_ago)
    page = soup(client.get(reverse("imports:report", args=[run.pk])))
    assert "Taking it back was asked for, but did not start." in words(page)


@pytest.mark.parametrize(
    "fields",
    [
        {"dry_run": True},
        {"state": RunState.STOPPED, "phase": Phase.READING},
        {"state": RunState.STOPPED, "phase": Phase.PAGES, "dry_run": True},
    ],
)
def test_what_left_nothing_is_discarded_with_its_file(make_run, post, client, fields):
    run = make_run(page_item(), **fields)
    run.archive.save("0123/x.zip", ContentFile(b"zip"))
    path = run.archive.path
    page = soup(client.get(reverse("imports:discard", args=[run.pk])))
    assert "It has changed nothing on the site." in words(page.select_one(".imports-confirm"))
    said, where = post("discard", run)
    assert said == "The import of www.harbour.example was discarded."
    assert where == reverse("imports:index")
    assert not ImportRun.objects.exists()
    with pytest.raises(FileNotFoundError):
        Path(path).stat()


def test_a_run_that_wrote_pages_is_not_discarded(make_run, post, interrupted) -> None:
    assert "can’t be discarded" in post("discard", interrupted)[0]
    assert ImportRun.objects.filter(pk=interrupted.pk).exists()
