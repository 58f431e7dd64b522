"""Asking for a port before anything slow is done, and serving on it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from portal.management.commands.serve import adopt_port
from portal.serve_port import port_trouble
from tests.portal.served import ROOT, WEB, Served, answer, children_of, runs, within


@pytest.fixture
def taken() -> Iterator[str]:
    """A port at which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


@pytest.fixture
def free() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell, also when these tests were started by make themselves."""
    inherited = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PORT")
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in inherited},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_free_port_is_no_trouble(free: str):
    assert port_trouble("127.0.0.1", free) is None


def test_a_taken_port_is_told_with_another_one(taken: str):
    trouble = port_trouble("127.0.0.1", taken)
    assert trouble is not None
    assert f"Port {taken} is taken" in trouble
    assert "PORT=" in trouble


@pytest.mark.parametrize("port", ["", "0", "65536", "-1", "http", "80a"])
def test_a_port_is_a_number_in_range(port: str):
    assert "1 to 65535" in str(port_trouble("127.0.0.1", port))


def test_a_host_of_another_machine_is_told(free: str):
    assert "Nothing can listen at 192.0.2.1" in str(port_trouble("192.0.2.1", free))


def test_make_demo_asks_for_the_port_first(taken: str):
    result = make("demo", f"PORT={taken}", f"SYSTEM_PYTHON={sys.executable}")
    assert result.returncode != 0
    assert result.stdout == ""
    assert result.stderr.splitlines()[0].startswith(f"Port {taken} is taken")
    assert "Traceback" not in result.stderr


def test_a_machine_without_python_is_told_what_it_needs():
    result = make("demo", "SYSTEM_PYTHON=")
    assert result.returncode != 0
    assert "Python 3.11 or later" in result.stderr.splitlines()[0]


def test_make_alone_lists_the_targets():
    result = make()
    names = {line.split()[1] for line in result.stdout.splitlines()}
    assert {"demo", "test", "lint", "format", "serve", "lock", "bench", "screenshots"} <= names


def test_the_server_command_refuses_a_taken_port(taken: str):
    with pytest.raises(CommandError, match="is taken"):
        call_command("serve", port=taken)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hostname", "links_to"),
    [("localhost", "http://localhost:8123/"), ("www.agency.example", "http://www.agency.example/")],
)
def test_only_a_site_without_a_host_of_its_own_follows_the_port(hostname, links_to):
    Site.objects.update(hostname=hostname)
    adopt_port(8123)
    assert Page.objects.get(depth=2).full_url == links_to


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with nothing but what the migrations write."""
    path = tmp_path_factory.mktemp("serving") / "empty.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=of_site(path),
        check=True,
    )
    return path


@pytest.fixture
def environment(empty_site: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a site with a database of its own."""
    own = tmp_path / "portal.sqlite3"
    shutil.copy(empty_site, own)
    return of_site(own)


def of_site(database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
    }


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_the_server_answers_with_its_helpers_and_all_end_when_told(
    environment, free: str, told: int
):
    with Served(environment, free) as served:
        dispatcher, worker = served.child("run_dispatcher"), served.child("make_renditions")
        assert within(40, lambda: served.says_of_dispatcher == "ok")
        began = time.monotonic()
        assert served.end(told) == 0
        assert time.monotonic() - began < 10
    assert f"http://localhost:{free}/\n" in served.printed
    assert f"http://localhost:{free}/admin/\n" in served.printed
    assert "Traceback" not in served.printed
    assert not runs(dispatcher)
    assert not runs(worker)
    assert port_trouble("127.0.0.1", free) is None


@pytest.mark.parametrize(
    ("command", "name"),
    [("run_dispatcher", "dispatcher"), ("make_renditions", "picture worker")],
)
def test_a_helper_that_dies_is_started_again(environment, free: str, command: str, name: str):
    with Served(environment, free) as served:
        first = served.child(command)
        os.kill(first, signal.SIGKILL)
        second = within(30, lambda: [n for n in served.children(command) if n != first])
        assert runs(second[0])
        assert answer(f"http://localhost:{free}/_health/") == 200
        assert served.end(signal.SIGTERM) == 0
    assert f"The {name} ended by itself (SIGKILL)" in served.printed


def test_the_worker_leaves_the_processor_to_visitors(environment, free: str):
    with Served(environment, free, "--no-dispatcher") as served:
        worker = served.child("make_renditions")
        assert within(30, lambda: os.getpriority(os.PRIO_PROCESS, worker) == 10)


def test_everything_ends_with_the_web_server_and_the_exit_code_tells(environment, free: str):
    with Served(environment, free) as served:
        dispatcher = served.child("run_dispatcher")
        os.kill(served.child(WEB), signal.SIGKILL)
        assert served.wait() == 128 + signal.SIGKILL
    assert "The web server ended by itself" in served.printed
    assert not runs(dispatcher)
    assert within(5, lambda: port_trouble("127.0.0.1", free) is None)


def test_nothing_is_left_when_the_supervisor_is_killed(environment, free: str):
    with Served(environment, free) as served:
        children = [served.child(name) for name in ("run_dispatcher", "make_renditions", WEB)]
        # What keeps its output open would be waited for: the children themselves.
        served.process.kill()
    assert within(15, lambda: not any(runs(child) for child in children))
    assert within(5, lambda: port_trouble("127.0.0.1", free) is None)


def test_workers_are_forked_from_a_process_without_connections(environment, free: str):
    # The port in the database changes, so the command itself was connected.
    with Served(environment, free, "--no-dispatcher", "--no-worker", "--workers", "2") as served:
        web = served.child(WEB)
        assert all(answer(f"http://localhost:{free}/") == 200 for _ in range(20))
        assert len(children_of(web)) == 2
        opened = {os.readlink(path) for path in Path(f"/proc/{web}/fd").iterdir()}
        database = environment["DATABASE_URL"].removeprefix("sqlite:///")
        assert not opened & {database, f"{database}-wal", f"{database}-shm"}


@pytest.fixture
def two_cores() -> Iterator[list[int]]:
    """The cores on which what is started from here may run."""
    if sys.platform != "linux" or len(all_cores := os.sched_getaffinity(0)) < 2:
        pytest.skip("the tests run on one core, or not on Linux")
    two = sorted(all_cores)[:2]
    os.sched_setaffinity(0, two)
    yield two
    os.sched_setaffinity(0, all_cores)


def test_each_worker_has_a_core_of_its_own_and_a_helper_has_all(environment, free: str, two_cores):
    with Served(environment, free, "--no-dispatcher", "--workers", "2") as served:
        assert all(answer(f"http://localhost:{free}/") == 200 for _ in range(20))
        workers = [Path(f"/proc/{worker}/task") for worker in children_of(served.child(WEB))]
        of_threads = [
            {tuple(os.sched_getaffinity(int(thread.name))) for thread in worker.iterdir()}
            for worker in workers
        ]
        assert sorted(of_threads, key=min) == [{(core,)} for core in two_cores]
        assert sorted(os.sched_getaffinity(served.child("make_renditions"))) == two_cores


def test_a_cache_in_front_is_told_of_the_port_before_workers_are_forked(environment, free: str):
    # Nobody listens there: told in vain, and put off.
    told = {"CDN_PURGE_URL": "http://127.0.0.1:9"}
    with Served({**environment, **told}, free, "--no-dispatcher", "--no-worker") as served:
        assert served.end(signal.SIGTERM) == 0


def test_a_server_can_do_without(environment, free: str):
    with Served(environment, free, "--no-dispatcher", "--no-worker") as served:
        assert served.child(WEB)
        assert served.children("run_dispatcher") == []
        assert served.children("make_renditions") == []
        assert served.says_of_dispatcher == "silent"
        assert served.end(signal.SIGTERM) == 0
