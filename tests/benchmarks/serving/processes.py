"""Servers in processes of their own: started, waited for, accounted for, ended on any way out."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.benchmarks.databases import ROOT
from tests.benchmarks.memory import family, proportional

HOST = "127.0.0.1"
#: Seconds until a server must answer, and until it must have ended.
STARTS_WITHIN, ENDS_WITHIN = 180.0, 15.0
_TICKS = os.sysconf("SC_CLK_TCK")


class Unfit(SystemExit):
    """A contender can't take part; the text says why. Ends the run where nobody catches it."""


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server on a port of this machine: one process, and those that it started."""

    process_id: int
    port: int
    #: Seconds from its start to the first answer.
    seconds: float

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One GET."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def memory(self) -> float:
        """MB of all its processes; what they share counts once."""
        return sum(map(proportional, family(self.process_id)))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as listening:
        return listening.getsockname()[1]


@contextmanager
def server(
    words: Sequence[str],
    environment: Mapping[str, str],
    port: int,
    log: Path,
    *,
    path: str = "/",
    every: float = 0.02,
) -> Iterator[Server]:
    """A server that answers at `path`, until the block ends. Ends the benchmark with the end of its
    log when it does not start.
    """
    began = time.monotonic()
    with log.open("wb") as output, running(words, environment, output) as process:
        while (said := _said(port, path)) != 200:
            if process.poll() is not None or time.monotonic() - began > STARTS_WITHIN:
                left = log.read_text(errors="replace")[-800:]
                raise Unfit(f"{' '.join(words[:3])} … answers {said} at {path}:\n{left}")
            time.sleep(every)
        yield Server(process.pid, port, time.monotonic() - began)


@contextmanager
def running(words: Sequence[str], environment: Mapping[str, str], output) -> Iterator:
    """A process of a group of its own; at the end of the block nothing of the group is left."""
    # Told to end also when this process is killed and can't say so itself.
    setpriv = shutil.which("setpriv")
    bound = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
    process = subprocess.Popen(
        [*bound, *words], cwd=ROOT, env=environment, stdout=output, stderr=output, process_group=0
    )
    try:
        yield process
    finally:
        left = list(family(process.pid))
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDS_WITHIN)
        for group in {process.pid, *left}:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        process.wait()


@contextmanager
def signals_end_the_run() -> Iterator[None]:
    """Being told to end unwinds what was started, as an error would."""

    def stop(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    numbers = (signal.SIGTERM, signal.SIGHUP)
    earlier = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, earlier, strict=True):
            signal.signal(number, handler)


def listening(port: int) -> None:
    """Wait until somebody listens on a port. Ends the benchmark when nobody does."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=5):
            return
        time.sleep(0.05)
    sys.exit(f"Nobody listens on port {port}.")


def cpu_seconds(process_id: int) -> float:
    """User and system time so far of a process, of those that it started, and of those of them
    that have ended.
    """
    return sum(map(_times, family(process_id)))


def _times(process_id: int) -> float:
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text("ascii", errors="replace")
    except OSError:
        return 0.0
    # The name, in brackets, may hold spaces; utime, stime, cutime and cstime are fields 14 to 17.
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def parent_of(process_id: int) -> int | None:
    """The process that started this one; None where there is no such process here."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text("ascii", errors="replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])


def _said(port: int, path: str) -> int | None:
    """The status of an answer; None where there is none yet."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@contextmanager
def redis(program: str, folder: Path) -> Iterator[Server]:
    """A Redis that keeps nothing on disk."""
    port = free_port()
    words = [program, "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"]
    words += ["--dir", str(folder)]
    with (folder / "redis.log").open("wb") as log, running(words, os.environ, log) as it:
        listening(port)
        yield Server(it.pid, port, 0.0)
