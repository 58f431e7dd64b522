"""Asking for a port before anything slow is done, and serving on it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from portal.management.commands.serve import adopt_port
from portal.serve_port import port_trouble

ROOT = Path(__file__).resolve().parent.parent.parent


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
def test_the_server_command_prints_the_addresses(free: str, monkeypatch, capsys):
    started: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda path, words: started.append(words))
    call_command("serve", port=free)
    printed = capsys.readouterr().out
    assert f"http://localhost:{free}/\n" in printed
    assert f"http://localhost:{free}/admin/\n" in printed
    assert started[0][-1] == "portal.wsgi:application"
    assert started[0][started[0].index("--port") + 1] == free


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hostname", "links_to"),
    [("localhost", "http://localhost:8123/"), ("www.agency.example", "http://www.agency.example/")],
)
def test_only_a_site_without_a_host_of_its_own_follows_the_port(hostname, links_to):
    Site.objects.update(hostname=hostname)
    adopt_port(8123)
    assert Page.objects.get(depth=2).full_url == links_to


def test_the_server_answers_and_stops_when_it_is_told(free: str, tmp_path: Path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", free],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert answer(f"http://localhost:{free}/_health/") == 200
    finally:
        server.send_signal(signal.SIGINT)
        printed, _ = server.communicate(timeout=30)
    assert f"http://localhost:{free}/admin/" in printed
    assert "Traceback" not in printed
    assert server.returncode in (0, -signal.SIGINT)


def answer(address: str) -> int:
    """The status of the first answer at `address`; gives up after half a minute."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")
