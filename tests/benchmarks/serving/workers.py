"""Asking each worker of a server, which share one port: so that each has every page at hand."""

import http.client
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from tests.benchmarks.memory import family
from tests.benchmarks.serving.load import GZIP
from tests.benchmarks.serving.processes import HOST, Server

#: So many connections are opened to find all workers.
MOST = 300


class Workers:
    """A connection to each worker of a server. `found` says how many there are."""

    def __init__(self, server: Server, expected: int, path: str) -> None:
        self._by_worker: dict[int, http.client.HTTPConnection] = {}
        spare = []
        for _ in range(MOST):
            connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
            # Once it has answered, one of the workers has the connection.
            _get(connection, path)
            worker = _holder(server, connection)
            if worker is None or worker in self._by_worker:
                spare.append(connection)
            else:
                self._by_worker[worker] = connection
            if len(self._by_worker) >= expected:
                break
        # Open until now: a server that has just lost one might give its worker the next.
        for connection in spare:
            connection.close()

    @property
    def found(self) -> int:
        return len(self._by_worker)

    def visit(self, paths: Sequence[str]) -> None:
        """Let each worker answer at each path, all workers at once. Raises RuntimeError for an
        answer that is not 200.
        """

        def all_of(connection: http.client.HTTPConnection) -> None:
            for path in paths:
                _get(connection, path)

        with ThreadPoolExecutor(max(self.found, 1)) as pool:
            list(pool.map(all_of, self._by_worker.values()))

    def close(self) -> None:
        for connection in self._by_worker.values():
            connection.close()


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path, headers=GZIP)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answers {response.status}")
    return body


def _holder(server: Server, connection: http.client.HTTPConnection) -> int | None:
    """The process at the other end, as Linux tells it."""
    if connection.sock is None:
        return None
    ours = connection.sock.getsockname()[1]
    inode = socket_between(Path("/proc/net/tcp").read_text("ascii"), server.port, ours)
    if inode is None:
        return None
    for process_id in family(server.process_id):
        with suppress(OSError):
            for descriptor in os.scandir(f"/proc/{process_id}/fd"):
                with suppress(OSError):
                    if os.readlink(descriptor.path) == f"socket:[{inode}]":
                        return process_id
    return None


def socket_between(listed: str, local: int, remote: int) -> int | None:
    """The inode of the socket between two ports, in the text of /proc/net/tcp."""
    for line in listed.splitlines()[1:]:
        fields = line.split()
        ports = [int(fields[place].rpartition(":")[2], 16) for place in (1, 2)]
        if ports == [local, remote]:
            return int(fields[9])
    return None
