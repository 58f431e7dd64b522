"""The load: wrk from Debian, one thread, connections that stay open.

It takes its share of the same cores as the server that it asks; so do all contenders' loads.
"""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.serving.processes import Server, cpu_seconds

SCRIPT = Path(__file__).with_name("load.lua")
#: An answer may differ in size by so many bytes: dates, times, the padding of compression.
SLACK = 400
GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Contender:
    """Who is asked for what, and whose processor time counts as its own.

    `also` are processes beside the server's own: the database's, the cache's. `size` is that of one
    answer with its headers, in bytes; None where pages differ.
    """

    name: str
    server: Server
    path: str
    connections: int = 8
    headers: dict[str, str] = field(default_factory=lambda: dict(GZIP))
    also: tuple[int, ...] = ()
    paths: Path | None = None
    size: int | None = None

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        return sum(map(cpu_seconds, {self.server.process_id, *self.also}))


@dataclass(frozen=True)
class Sample:
    """What one round found: requests a second, microseconds of processor time for each, and
    milliseconds until an answer.
    """

    rate: float
    cpu: float
    median: float
    p99: float


class Refused(Exception):
    """A contender did not answer as it had before; the text names it and says how."""


class Load:
    """Puts load on contenders with wrk at `program`, for so many seconds at a time."""

    def __init__(self, program: str, seconds: float) -> None:
        self._program, self._seconds = program, seconds
        self._seed = 0

    def on(self, contender: Contender) -> Sample:
        """One round. Raises Refused when an answer was not what it was before."""
        before = contender.cpu()
        found = self._finished(contender, self._start(contender, self._seconds))
        return _sample(found, contender.cpu() - before)

    def beside(self, contender: Contender, other: Contender) -> tuple[Sample, float]:
        """One round while another contender is asked too, from before it begins until after its
        end; also returns the rate of the other.
        """
        lasting = self._start(other, self._seconds + 1)
        try:
            sample = self.on(contender)
        except BaseException:
            lasting.kill()
            lasting.wait()
            raise
        found = self._finished(other, lasting)
        return sample, found["requests"] / found["seconds"]

    def _start(self, contender: Contender, seconds: float) -> subprocess.Popen:
        self._seed += 1
        headers = [f"{name}: {value}" for name, value in contender.headers.items()]
        words = [
            self._program, "--threads", "1", "--connections", str(contender.connections),
            "--duration", f"{max(round(seconds), 1)}s", "--timeout", "60s", "--latency",
            "--script", str(SCRIPT), *(word for header in headers for word in ("-H", header)),
            f"{contender.server.address}{contender.path}",
        ]  # fmt: skip
        if contender.paths:
            words += ["--", str(contender.paths), str(self._seed)]
        return subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
        )

    def _finished(self, contender: Contender, process: subprocess.Popen) -> dict:
        try:
            said, troubles = process.communicate(timeout=self._seconds * 3 + 120)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        lines = [line for line in said.splitlines() if line.startswith("{")]
        if not lines:
            raise Refused(f"{contender.name}: wrk said nothing of use: {troubles or said}")
        found = json.loads(lines[-1])
        if trouble := wrong(found, contender.size):
            raise Refused(f"{contender.name}: {trouble}")
        return found


def wrong(found: dict, size: int | None) -> str:
    """What was not as it should be in a round; empty when all was well."""
    if not found["requests"]:
        return "no answer came"
    if found["errors"]:
        return f"{found['errors']} of {found['requests']} requests failed or were refused"
    each = found["bytes"] / found["requests"]
    if size is not None and abs(each - size) > SLACK:
        return f"answers had {each:.0f} bytes on average, and one had {size} before"
    return ""


def _sample(found: dict, cpu: float) -> Sample:
    return Sample(
        rate=found["requests"] / found["seconds"],
        cpu=cpu / found["requests"] * 1e6,
        median=found["median"],
        p99=found["p99"],
    )
