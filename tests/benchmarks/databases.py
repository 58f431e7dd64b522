"""Databases for measurements: migrated once, fresh for every run, gone afterwards."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def environment(url: str, folder: Path) -> dict[str, str]:
    """What a process of a measurement finds in its environment."""
    kept = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    kept.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    folders = {"MEDIA_ROOT": str(folder / "media"), "IMPORT_ROOT": str(folder / "imports")}
    return kept | {"DATABASE_URL": url, **folders}


def _migrate(url: str, folder: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=environment(url, folder),
        check=True,
    )


class Sqlite:
    """A file in a folder of its own."""

    name = "SQLite"

    def __init__(self, folder: Path):
        self._folder = folder
        self._template = folder / "template.sqlite3"
        _migrate(f"sqlite:///{self._template}", folder)

    @contextmanager
    def fresh(self, name: str = "run") -> Iterator[str]:
        """The address of an empty, migrated database; `name` tells those apart that are open at
        once.
        """
        path = self._folder / f"{name}.sqlite3"
        shutil.copy(self._template, path)
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{name}.sqlite3*"):
            left.unlink()

    @contextmanager
    def empty(self, name: str) -> Iterator[str]:
        """The address of a database without tables."""
        yield f"sqlite:///{self._folder / name}.sqlite3"

    def close(self) -> None:
        """Nothing: the folder is removed by whoever made it."""


class Postgres:
    """Databases of this process on a server: a template and copies of it.

    Raises psycopg.Error when the server does not answer or refuses.
    """

    name = "PostgreSQL"

    def __init__(self, folder: Path):
        self._server = os.environ.get("BENCH_POSTGRES") or DEFAULT_POSTGRES
        self._template = f"portal_bench_{os.getpid()}"
        self._execute(f"CREATE DATABASE {self._template}")
        _migrate(self._url(self._template), folder)

    @contextmanager
    def fresh(self, name: str = "run") -> Iterator[str]:
        """The address of an empty, migrated database; `name` tells those apart that are open at
        once.
        """
        with self._made(name, self._template) as url:
            yield url

    @contextmanager
    def empty(self, name: str) -> Iterator[str]:
        """The address of a database without tables."""
        with self._made(name, "template1") as url:
            yield url

    @contextmanager
    def _made(self, name: str, template: str) -> Iterator[str]:
        database = f"{self._template}_{name}"
        self._execute(f"CREATE DATABASE {database} TEMPLATE {template}")
        try:
            yield self._url(database)
        finally:
            self._execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def close(self) -> None:
        """Remove the template."""
        self._execute(f"DROP DATABASE IF EXISTS {self._template} WITH (FORCE)")

    def _url(self, database: str) -> str:
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{database}"))

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True, connect_timeout=3) as connection:
            connection.execute(statement)


Database = Sqlite | Postgres


@contextmanager
def databases(folder: Path, wanted: list[str]) -> Iterator[list[Database]]:
    """Every database of `wanted` that can be had; of the others it is said why not."""
    opened: list[Database] = []
    try:
        if "sqlite" in wanted:
            opened.append(Sqlite(folder))
        if "postgres" in wanted:
            try:
                opened.append(Postgres(folder))
            except psycopg.Error as error:
                reason = str(error).strip().splitlines()[0]
                print(f"PostgreSQL skipped: {reason} (BENCH_POSTGRES names another server)")
        yield opened
    finally:
        for database in opened:
            database.close()
