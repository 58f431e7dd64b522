"""A cache in front of the site, as far as it is told what to drop: a real server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Told:
    """One request."""

    method: str
    address: str
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    def header(self, name: str) -> str:
        """Of this name in any case."""
        return {key.lower(): value for key, value in self.headers.items()}[name.lower()]


@dataclass
class Cache:
    """Listens at `port`; answers `status` and `answer`, once it may."""

    port: int
    told: list[Told] = field(default_factory=list)
    status: int = 200
    answer: str = "{}"
    may_answer: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def purged(self) -> set[str]:
        """The addresses that were to be dropped."""
        return {told.address for told in self.told if told.method == "PURGE"}

    def forget(self) -> None:
        self.told.clear()


@contextmanager
def listening(port: int = 0) -> Iterator[Cache]:
    """A cache at a port; at a free one without."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            address = f"http://{self.headers['Host']}{self.path}"
            cache.told.append(Told(self.command, address, dict(self.headers), body))
            cache.may_answer.wait(60)
            answer = cache.answer.encode()
            self.send_response(cache.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_PURGE = do_POST = take

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 100

        def handle_error(self, *args: object) -> None:
            """Whoever asked is gone."""

    server = Server(("127.0.0.1", port), Handler)
    cache = Cache(server.server_address[1])
    cache.may_answer.set()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield cache
    finally:
        cache.may_answer.set()
        server.shutdown()
        server.server_close()
