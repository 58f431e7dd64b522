"""The databases behind the contenders, filled in processes of their own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.benchmarks.budgets import PRODUCTION
from tests.benchmarks.databases import ROOT, Database, databases
from tests.benchmarks.serving.processes import parent_of
from tests.benchmarks.serving.sites import Machine, asked


@dataclass(frozen=True)
class Content:
    """A filled database: its address, the path of the article that is measured, those of all other
    articles, and the statements of that article when nothing is cached.
    """

    url: str
    article: str
    pages: list[str]
    statements: int


@contextmanager
def database(folder: Path) -> Iterator[Database]:
    """PostgreSQL, or SQLite where there is none."""
    with databases(folder, ["postgres"]) as found:
        if found:
            yield found[0]
            return
    with databases(folder, ["sqlite"]) as (sqlite,):
        yield sqlite


@contextmanager
def portal_content(
    machine: Machine, database: Database, number: int, *, name: str = "serving"
) -> Iterator[Content]:
    """The portal's, with so many articles, and its static files collected."""
    with database.fresh(name) as url:
        settings = machine.development(url)
        words = ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run([sys.executable, *words], cwd=ROOT, env=settings | PRODUCTION, check=True)
        said = asked("tests.benchmarks.serving.filling", number, environment=settings)
        yield _content(url, said, settings)


@contextmanager
def stock_content(machine: Machine, database: Database) -> Iterator[Content]:
    """The stock site's."""
    with database.empty("stock") as url:
        settings = machine.stock_settings(url, "")
        words = ["-m", "django", "migrate", "--run-syncdb", "--verbosity", "0"]
        subprocess.run([sys.executable, *words], cwd=ROOT, env=settings, check=True)
        said = asked("tests.benchmarks.serving.stock.filling", environment=settings)
        yield _content(url, said, settings)


def _content(url: str, said: str, settings: dict[str, str]) -> Content:
    told = json.loads(said)
    article = told["article"]
    counted = asked("tests.benchmarks.serving.statements", article, environment=settings)
    return Content(url, article, told.get("pages", []), int(counted))


def server_of(url: str) -> tuple[int | None, str]:
    """The process of the PostgreSQL behind an address, where that runs on this machine, and its
    version; of SQLite there is no process, and its version is Python's.
    """
    if not url.startswith("postgres"):
        return None, ""
    with psycopg.connect(url) as connection:
        version = connection.info.server_version // 10_000
        name = Path(f"/proc/{connection.info.backend_pid}/comm")
        # Elsewhere the number means another process, or none.
        here = name.exists() and name.read_text("ascii").strip() == "postgres"
        return parent_of(connection.info.backend_pid) if here else None, str(version)
