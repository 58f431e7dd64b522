"""The site and its dispatcher as they run in earnest: processes of their own on a database."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90


def until(holds: Callable[[], bool], what: str, *, every: float = 0.05) -> None:
    """Wait for something. Fails when it does not come."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE} s"
        time.sleep(every)


@contextmanager
def resident(url: str, log: Path) -> Iterator[subprocess.Popen]:
    """`manage.py run_dispatcher` on a database; it is told to end when the block ends."""
    with _running(["run_dispatcher"], url, log) as process:
        yield process


@contextmanager
def site(url: str, log: Path, *, threads: int = 4, workers: int = 1) -> Iterator[int]:
    """`manage.py serve` without a dispatcher on a database; its port, once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    words = ["serve", "--no-dispatcher", "--port", str(port), "--threads", str(threads)]
    words += ["--workers", str(workers)]
    with _running(words, url, log):
        until(lambda: _answers(port), "the site")
        yield port


@contextmanager
def _running(words: list[str], url: str, log: Path) -> Iterator[subprocess.Popen]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": url,
        "EMAIL_URL": "consolemail://",
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_health/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
