"""What the demo's pages cost a visitor on a slow phone, from the real server with built files.

Seconds are medians, with and without the time that the server took for the page. A machine that
does other things at the same time measures those too.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import Namespace, _ArgumentGroup
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import create_server

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.databases import ROOT, databases, environment
from tests.benchmarks.table import table
from tests.browser import budgets, chromium

SUMMARY = "bytes, shifts and the largest paint of the demo's pages on a slow phone"
PAGES = {
    "home": "/",
    "strategy": "/strategy/",
    "release": "/newsroom/press-releases/mid-term-review/",
    "article": "/newsroom/news/what-second-reader-sees/",
    "newsroom": "/newsroom/",
    "search": "/search/?q=harbour",
}
#: What production needs and a machine without TLS does not have.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "only-for-a-measurement-" + "x" * 50,
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECURE_SSL_REDIRECT": "0",
    "SERVE_MEDIA": "1",
    "LOG_LEVEL": "ERROR",
}


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--visits", type=int, default=5, help="visits to each page")


def run(options: Namespace) -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as name,
        databases(Path(name), ["sqlite"]) as (database,),
        database.fresh() as url,
        _site(environment(url, Path(name)), Path(name) / "site.log") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium.installed(), args=list(chromium.ARGUMENTS)
        )
        rows = [_row(browser, one, address + path, options.visits) for one, path in PAGES.items()]
        browser.close()
    headings = (
        "page", "HTML", "CSS", "JS", "pictures", "requests", "CLS", "LCP s", "without server",
        "at least", "largest",
    )  # fmt: skip
    print(table(headings, rows))


def _row(browser: Browser, name: str, address: str, visits: int) -> list:
    """The page is warm after the first visit, which does not count."""
    budgets.visit(browser, address)
    costs = [budgets.visit(browser, address, slow_cpu=True) for _ in range(visits)]
    cost = costs[-1]
    return [
        name,
        *map(cost.size, ("Document", "Stylesheet", "Script", "Image")),
        cost.requests,
        max(one.shift for one in costs),
        statistics.median(one.lcp for one in costs),
        statistics.median(one.lcp - one.waited for one in costs),
        cost.simulated,
        cost.element,
    ]


@contextmanager
def _site(settings: dict[str, str], log: Path) -> Iterator[str]:
    """The address of the demo, served as in production."""
    _manage("load_demo", settings=settings)
    production = {**settings, **PRODUCTION}
    _manage("collectstatic", "--noinput", "--verbosity", "0", settings=production)
    with create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with log.open("wb") as output:
        serving = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-dispatcher", "--port", str(port)],
            cwd=ROOT, env=production, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(serving, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            serving.terminate()
            serving.wait()


def _manage(*words: str, settings: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=settings,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _wait(serving: subprocess.Popen, port: int, log: Path) -> None:
    for _ in range(300):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/_health/")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            if serving.poll() is not None:
                break
        finally:
            connection.close()
        time.sleep(0.2)
    sys.exit(f"The site did not start: {os.linesep}{log.read_text(errors='replace')[-500:]}")
