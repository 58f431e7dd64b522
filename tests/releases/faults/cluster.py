"""A PostgreSQL server of one test, to be restarted and thrown away."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "postgres"
_SPEED = "-c fsync=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -c max_connections=40"


def binaries() -> Path | None:
    """The folder of the server's programs; None when the machine has none."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).parent] if found else []
    # Debian keeps them out of the path, one folder for each version.
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    needed = ("initdb", "pg_ctl", "pg_dump", "psql")
    return next((f for f in folders if all((f / name).exists() for name in needed)), None)


class Cluster:
    """A server with a database folder of its own. Its connections need no password."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._data = folder / "data"
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self._run("initdb", "-D", self._data, "-U", _USER, "-A", "trust", "--no-sync")

    @property
    def url(self) -> str:
        """The address of its one database."""
        return f"postgres://{_USER}@127.0.0.1:{self.port}/{_USER}"

    def start(self) -> None:
        options = f"{_SPEED} -c port={self.port} -c unix_socket_directories={self._folder}"
        self._ctl("start", "-o", options)

    def restart(self, mode: str) -> None:
        """Restart it: `fast` tells its clients, `immediate` is a crash of all its processes."""
        self._ctl("restart", "-m", mode)

    def stop(self) -> None:
        self._ctl("stop", "-m", "immediate")

    def copy(self, source: str) -> None:
        """Fill it with another server's database."""
        dump = self._folder / "dump.sql"
        self._run("pg_dump", "--no-owner", "--no-privileges", "-f", dump, source)
        self._run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", dump, self.url)

    def _ctl(self, *words: object) -> None:
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self._folder / "log", *words)

    def _run(self, program: str, *words: object) -> None:
        # The server refuses to run as root.
        user = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
        command = [*user, str(self._programs / program), *map(str, words)]
        # Not into a pipe, which the server would inherit and never close.
        with tempfile.TemporaryFile("w+") as output:
            ended = subprocess.run(command, cwd="/", stdout=output, stderr=output, timeout=60)
            output.seek(0)
            assert ended.returncode == 0, f"{' '.join(command)}:\n{output.read()}"


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """A new server that runs inside the block."""
    folder = Path(tempfile.mkdtemp(prefix="portal-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    made = None
    try:
        made = Cluster(programs, folder)
        made.start()
        yield made
    finally:
        if made is not None:
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def can_run_one() -> str:
    """Why no server can be run here; empty when one can."""
    if binaries() is None:
        return "no PostgreSQL server programs on this machine"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return f"{getpass.getuser()} can’t become the user {_USER}"
    return ""
