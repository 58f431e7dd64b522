"""Over HTTP the check finds what it finds in the process."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from portal.fidelity.site.in_process import InProcess
from tests.fidelity.conftest import page_titled


class Handler(BaseHTTPRequestHandler):
    """Answers with what was recorded from the site."""

    protocol_version = "HTTP/1.1"
    recorded: dict

    def do_GET(self) -> None:
        answer = self.recorded.get(self.path)
        status, location, kind, body = answer or (404, "", "text/html", b"")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served(check, monkeypatch) -> Iterator[str]:
    """The base address of a server that gives the answers this process gave a moment ago."""
    recorded: dict = {}
    ask = InProcess.get

    def record(self, path: str):
        answer = ask(self, path)
        recorded[path] = (answer.status, answer.location, answer.content_type, answer.body)
        return answer

    def has_media(self, address: str) -> bool:
        return self.get(address).status == 200

    with monkeypatch.context() as patched:
        patched.setattr(InProcess, "get", record)
        patched.setattr(InProcess, "has_media", has_media)
        assert check().code == 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"recorded": recorded}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_running_site_scores_as_this_process_does(check, served) -> None:
    page_titled("Everything afloat").unpublish()
    outcome = check("--base-url", served)
    assert (outcome.code, outcome.imperfect()) == (0, set())
    assert outcome.data["overall"] == 100
