"""What tests of calendar, feed and receipt share."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from wagtail.models import Site

from newsroom.models import NewsListPage


class Front(ThreadingHTTPServer):
    """What stands in front of the site, such as a CDN: answers as it is told and keeps what it was
    asked.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _FrontHandler)
        self.status = 200
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        #: Set, it answers; a test that clears it lets visitors wait.
        self.awake = threading.Event()
        self.awake.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, status: int, **headers: str) -> None:
        """Answer like this from now on."""
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class _FrontHandler(BaseHTTPRequestHandler):
    server: Front

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.awake.wait(10)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def front(db, news_list: NewsListPage) -> Iterator[Front]:
    """A front at whose address the site is said to be."""
    server = Front()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Site.objects.update(hostname="127.0.0.1", port=server.server_port)
    Site.clear_site_root_paths_cache()
    yield server
    server.awake.set()
    server.shutdown()
    server.server_close()
