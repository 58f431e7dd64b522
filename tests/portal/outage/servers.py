"""Servers that a test may stop: a PostgreSQL, a Redis and a pooler of its own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.benchmarks.serving.programs import found
from tests.releases.faults.live import until

#: Where Debian keeps what only an administrator of the database needs.
_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@dataclass
class Postgres:
    """A cluster in a folder of its own, which listens at `port` of this machine."""

    binaries: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        """As when the machine it runs on fails."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def is_running(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    def make(self) -> None:
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\n"
                f"unix_socket_directories = ''\nfsync = off\n"
            )

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.binaries / program), "-D", str(self.folder / "data"), *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        with (self.folder / "said").open("ab") as said:
            # What it starts keeps the output open: a pipe would be waited for.
            subprocess.run(command, check=True, cwd="/", stdout=said, stderr=said, timeout=120)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A cluster that runs; the test is skipped where none can be made."""
    binaries = next((folder for folder in _FOLDERS if (folder / "initdb").exists()), None)
    if binaries is None and (path := shutil.which("initdb")):
        binaries = Path(path).parent
    if binaries is None:
        pytest.skip("there is no initdb of PostgreSQL on this machine")
    # Not below the folder of tests, which is closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    try:
        if os.geteuid() == 0:
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError:
                pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        cluster = Postgres(binaries, folder, free_port())
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            if cluster.is_running():
                cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Redis:
    """A server without anything on disk, at `port`."""

    port: int
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, cwd="/")
        until(lambda: _listens(self.port), "Redis")

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """As when the network swallows everything: it neither answers nor refuses."""
        self._tell(signal.SIGSTOP)

    def go_on(self) -> None:
        self._tell(signal.SIGCONT)

    def _tell(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def _end(self, number: int) -> None:
        if self.process is not None:
            self._tell(number)
            self.process.wait(30)
            self.process = None


@contextmanager
def redis() -> Iterator[Redis]:
    """A server that runs; the test is skipped where there is none to start."""
    if found("redis-server") is None:
        pytest.skip("there is no redis-server on this machine, and none can be installed")
    server = Redis(free_port())
    server.start()
    try:
        yield server
    finally:
        server.kill()


@dataclass
class Pooler:
    """PgBouncer at `port`, in front of a database."""

    port: int


@contextmanager
def pooler(database: str) -> Iterator[Pooler]:
    """A pooler that hands out connections by transaction; the test is skipped where there is none
    to start.
    """
    program = found("pgbouncer")
    if program is None:
        pytest.skip("there is no pgbouncer on this machine, and none can be installed")
    parts = urlsplit(database)
    account = f"user={parts.username}"
    if parts.password:
        account += f" password={parts.password}"
    folder = Path(tempfile.mkdtemp(prefix="portal-pooler-"))
    port = free_port()
    try:
        settings = folder / "pgbouncer.ini"
        settings.write_text(
            f"[databases]\n* = host={parts.hostname} port={parts.port or 5432} {account}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
            f"auth_type = any\npool_mode = transaction\nlogfile = {folder / 'log'}\n"
        )
        command = [program, str(settings)]
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            command = ["runuser", "-u", "postgres", "--", *command]
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said, cwd="/")
        try:
            until(lambda: _listens(port), "PgBouncer")
            yield Pooler(port)
        finally:
            process.terminate()
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
