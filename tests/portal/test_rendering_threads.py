"""Django's own threads: how many there are, and what they hand over."""

import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from fixtures import factories as make
from portal.delivery import rendering_threads
from portal.delivery.rendering_threads import LEAST, NICER, Environ, RenderingThreads
from tests.portal.crowd import Crowd
from tests.portal.page_cache.live import running

PATIENCE = 30


class Answer:
    """What Django returns: its parts, and the threads that made and closed it."""

    def __init__(self, parts: Iterable[bytes], *, streaming: bool) -> None:
        self.parts, self.streaming = parts, streaming
        self.read_by = self.closed_by = ""
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        self.read_by = threading.current_thread().name
        return iter(self.parts)

    def close(self) -> None:
        self.closed_by = threading.current_thread().name
        self.closed.set()


class Started:
    def __init__(self) -> None:
        self.told: tuple[Any, ...] = ()

    def __call__(self, *words: Any) -> None:
        self.told = words


def answering(answer: Answer) -> Callable[..., Answer]:
    def application(environ: Environ, start_response: Callable[..., Any]) -> Answer:
        start_response("200 OK", [("X-Thread", threading.current_thread().name)])
        return answer

    return application


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
def test_a_rendering_gives_way_to_finished_pages():
    found: list[int] = []

    def application(environ: Environ, start_response: Callable[..., Any]) -> Answer:
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return Answer([], streaming=False)

    RenderingThreads(application, 1)({}, Started())
    here = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert found == [min(here + NICER, LEAST)]


def test_a_whole_answer_is_made_and_closed_in_djangos_thread():
    answer, started = Answer([b"a", b"b"], streaming=False), Started()
    handed = RenderingThreads(answering(answer), 1)({}, started)
    assert list(handed) == [b"a", b"b"]
    assert handed.streaming is False  # type: ignore[attr-defined]
    assert answer.closed.wait(PATIENCE)
    own = dict(started.told[1])["X-Thread"]
    assert own.startswith("rendering")
    assert answer.read_by == answer.closed_by == own


def test_nobody_waits_for_what_is_done_after_an_answer():
    done = threading.Event()

    class Slow(Answer):
        def close(self) -> None:
            assert done.wait(PATIENCE)
            super().close()

    answer = Slow([b"a"], streaming=False)
    assert list(RenderingThreads(answering(answer), 1)({}, Started())) == [b"a"]
    assert not answer.closed.is_set()
    done.set()
    assert answer.closed.wait(PATIENCE)


def test_what_is_streamed_is_read_and_closed_by_the_thread_that_sends_it():
    parts = iter([b"a", b"b"])
    answer = Answer(parts, streaming=True)
    threads = RenderingThreads(answering(answer), 1)
    handed = threads({}, Started())
    assert handed.streaming is True  # type: ignore[attr-defined]
    body = iter(handed)
    assert next(body) == b"a"
    # It takes no thread while it is sent.
    other = Answer([b"c"], streaming=False)
    threads._application = answering(other)  # type: ignore[assignment]
    assert list(threads({}, Started())) == [b"c"]
    handed.close()  # type: ignore[attr-defined]
    assert next(parts) == b"b"
    assert answer.read_by == answer.closed_by == threading.current_thread().name


@pytest.mark.parametrize("error", [ValueError("of Django"), SystemExit(3)])
def test_what_django_raises_is_raised_and_the_thread_goes_on(error: BaseException):
    def failing(environ: Environ, start_response: Callable[..., Any]) -> Answer:
        raise error

    threads = RenderingThreads(failing, 1)
    with pytest.raises(type(error)):
        threads({}, Started())
    with pytest.raises(type(error)):
        threads({}, Started())


def test_what_fails_after_an_answer_is_logged(caplog: pytest.LogCaptureFixture):
    class Failing(Answer):
        def close(self) -> None:
            raise ValueError("afterwards")

    threads = RenderingThreads(answering(Failing([b"a"], streaming=False)), 1)
    assert list(threads({}, Started())) == [b"a"]
    # The one thread has ended the first request before it begins the second.
    assert list(threads({}, Started())) == [b"a"]
    assert "could not be ended after its answer" in caplog.text


def taking_time(crowd: Crowd) -> Callable[..., Answer]:
    def application(environ: Environ, start_response: Callable[..., Any]) -> Answer:
        crowd()
        return Answer([b""], streaming=False)

    return application


def ask_at_once(threads: RenderingThreads, times: int) -> None:
    with ThreadPoolExecutor(times) as visitors:
        for one in [visitors.submit(threads, {}, Started()) for _ in range(times)]:
            one.result(PATIENCE)


def test_pages_are_rendered_one_after_the_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rendering_threads, "TURN", PATIENCE)
    crowd = Crowd(0.01)
    ask_at_once(RenderingThreads(taking_time(crowd), 4), 12)
    assert crowd.most == 1


def test_a_slow_request_holds_up_the_next_one_for_a_turn_only():
    crowd = Crowd(5 * rendering_threads.TURN)
    ask_at_once(RenderingThreads(taking_time(crowd), 3), 3)
    assert crowd.most == 3


def test_the_thread_that_had_work_last_comes_first():
    """Its connection to the database is warm."""
    names: list[int] = []

    def application(environ: Environ, start_response: Callable[..., Any]) -> Answer:
        names.append(threading.get_ident())
        time.sleep(environ["seconds"])
        return Answer([], streaming=False)

    threads = RenderingThreads(application, 3)
    with ThreadPoolExecutor(3) as visitors:
        slow = {"seconds": 3 * rendering_threads.TURN}
        for one in [visitors.submit(threads, slow, Started()) for _ in range(3)]:
            one.result(PATIENCE)
    assert len(set(names)) == 3
    names.clear()
    for _ in range(9):
        threads({"seconds": 0}, Started())
    assert len(set(names)) == 1


def test_a_request_that_fails_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rendering_threads, "TURN", PATIENCE)

    def failing(environ: Environ, start_response: Callable[..., Any]) -> Answer:
        raise ValueError("of Django")

    threads = RenderingThreads(failing, 2)
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(ValueError, match="of Django"):
            threads({}, Started())
    assert time.monotonic() - began < PATIENCE / 2


def test_no_more_run_at_once_than_there_are_threads():
    running_now, most, lock = 0, 0, threading.Lock()
    both = threading.Barrier(2)

    def counting(environ: Environ, start_response: Callable[..., Any]) -> Answer:
        nonlocal running_now, most
        with lock:
            running_now += 1
            most = max(most, running_now)
        both.wait(PATIENCE)
        with lock:
            running_now -= 1
        return Answer([b""], streaming=False)

    ask_at_once(RenderingThreads(counting, 2), 12)
    assert most == 2


def upload(port: int) -> socket.socket:
    """A form whose fields Django's thread has begun to wait for."""
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    head = {
        "Host": "localhost",
        "Cookie": "csrftoken=" + "a" * 32,
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": "10",
        # The server says so as soon as it is asked for the body.
        "Expect": "100-continue",
    }
    fields = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    line.sendall(f"POST /admin/login/ HTTP/1.1\r\n{fields}\r\n".encode())
    assert line.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    return line


@pytest.mark.django_db(transaction=True)
def test_finished_pages_do_not_wait_while_all_threads_are_busy(monkeypatch, tmp_path: Path):
    make.HomePageFactory(site_root=True, slug="front", title="Front")
    with running(monkeypatch, tmp_path) as live, ThreadPoolExecutor(1) as visitor:
        live.assert_shared("/")
        lines = [upload(live.port) for _ in range(4)]
        waiting = visitor.submit(live.ask, "/?x=1")
        for _ in range(20):
            assert live.ask("/").is_shared
        assert not waiting.done()
        for line in lines:
            line.sendall(b"q=12345678")
        assert {line.recv(12) for line in lines} == {b"HTTP/1.1 403"}
        assert waiting.result(PATIENCE).status == 200
    assert "Python threads" not in (tmp_path / "site.log").read_text()


@pytest.mark.parametrize("option", ["workers", "threads"])
def test_the_server_has_at_least_one_of_each(option: str):
    with pytest.raises(CommandError, match=f"--{option} must be 1 or more"):
        call_command("serve", **{option: 0})
