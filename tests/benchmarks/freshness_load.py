"""Requests at an even pace: `python -m tests.benchmarks.freshness_load PORT RATE SECONDS FILE`.

FILE holds the addresses as JSON. Each request is due at its own moment, whatever became of those
before: who waits for a connection that is free waits from then on, so that a server that stops for
a moment is charged for everybody who would have come meanwhile. Prints, as JSON, for each answer the
moment at which it was due by `time.monotonic()`, the seconds until it was there, and its status.
"""

import json
import selectors
import socket
import sys
import time
from collections import deque
from pathlib import Path

#: Connections, all of them kept; a server under load is asked on as many as are free.
CONNECTIONS = 64
#: Seconds between two looks at who is due and who was answered: delays seem longer by up to two of
#: them. Looking all the time would take a whole core, and the server runs on the same ones.
TICK = 0.001
#: What is kept is kept for a host.
ASKED_WITH = {"Host": "localhost", "Accept-Encoding": "gzip"}
_HEADERS = "".join(f"{name}: {value}\r\n" for name, value in ASKED_WITH.items())
_REQUEST = f"GET {{}} HTTP/1.1\r\n{_HEADERS}\r\n"
_LENGTH = b"content-length:"


class Visitor:
    """A connection, and the request that is on its way."""

    __slots__ = ("due", "missing", "socket", "start")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.due = 0.0
        #: What has been read of an answer whose length is not known yet; then, what is missing.
        self.start = b""
        self.missing = 0

    def ask(self, request: bytes, due: float) -> None:
        self.due, self.start, self.missing = due, b"", -1
        self.socket.sendall(request)

    def read(self) -> int:
        """The status, once the answer is there whole; 0 before that."""
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("the server has closed a connection")
        if self.missing >= 0:
            self.missing -= len(part)
        else:
            self.start += part
            head, end, body = self.start.partition(b"\r\n\r\n")
            if not end:
                return 0
            self.start = head
            self.missing = _length(head) - len(body)
        return int(self.start[9:12]) if self.missing <= 0 else 0


def _length(head: bytes) -> int:
    at = head.lower().find(_LENGTH)
    if at < 0:
        raise ConnectionError("an answer does not say how long it is")
    return int(head[at + len(_LENGTH) :].partition(b"\r\n")[0])


def run(port: int, rate: float, seconds: float, addresses: list[str]) -> list[list[float]]:
    """Ask for the addresses in turn; what came of each request."""
    requests = [_REQUEST.format(address).encode() for address in addresses]
    visitors = [Visitor(port) for _ in range(CONNECTIONS)]
    selector = selectors.DefaultSelector()
    for visitor in visitors:
        selector.register(visitor.socket, selectors.EVENT_READ, visitor)
    free = deque(visitors)
    answers: list[list[float]] = []
    asked, number, began = 0, int(rate * seconds), time.monotonic()
    while len(answers) < number:
        now = time.monotonic()
        due = min(int((now - began) * rate), number)
        while asked < due and free:
            free.popleft().ask(requests[asked % len(requests)], began + asked / rate)
            asked += 1
        time.sleep(TICK)
        for key, _ in selector.select(0.0):
            visitor = key.data
            if status := visitor.read():
                answers.append([visitor.due, time.monotonic() - visitor.due, status])
                free.append(visitor)
    return answers


if __name__ == "__main__":
    port, rate, seconds, file = sys.argv[1:]
    addresses = json.loads(Path(file).read_text("utf-8"))
    print(json.dumps(run(int(port), float(rate), float(seconds), addresses)))
