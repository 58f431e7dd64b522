"""However many workers are asked at once, one of them renders; and one that is killed holds up
nobody.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.delivery.page_cache import flights, packing, shelf
from portal.delivery.page_cache.shelf import Shelf
from tests.portal.page_cache.asking import SHARED, TEXT, Front
from tests.releases.faults.processes import Process

WORKERS, VISITORS = 4, 10
#: A rendering that is waited for, in seconds.
LONG = 0.3
PATIENCE = 30


class Log:
    """Lines that processes write."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch()

    def write(self, line: str) -> None:
        with self._path.open("a") as file:
            file.write(f"{line}\n")

    @property
    def lines(self) -> list[str]:
        return self._path.read_text().splitlines()

    def wait(self, count: int) -> None:
        end = time.monotonic() + PATIENCE
        while len(self.lines) < count:
            assert time.monotonic() < end
            time.sleep(0.005)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log")


@pytest.fixture
def front(tmp_path: Path, log: Log) -> Iterator[Front]:
    """What the workers are forked from; each rendering takes long and writes a line."""
    front = Front()
    front.cache.shelf = Shelf(tmp_path, 1_000_000, SHARED)
    front.application.meanwhile = lambda: (log.write("rendering"), time.sleep(LONG))
    yield front
    front.cache.shelf.remove()


def visits(front: Front, address: str = "/") -> Callable[[], set[tuple[int, bytes]]]:
    """What a crowd sees that comes to one worker."""

    def visit() -> set[tuple[int, bytes]]:
        with ThreadPoolExecutor(VISITORS) as pool:
            asked = [pool.submit(front.get, address) for _ in range(VISITORS)]
            return {(one.result().status, one.result().body) for one in asked}

    return visit


def test_a_crowd_at_all_workers_causes_one_rendering(front: Front, log: Log):
    workers = [Process(visits(front)) for _ in range(WORKERS)]
    assert [worker.wait().answer for worker in workers] == [{(200, TEXT.encode())}] * WORKERS
    assert log.lines == ["rendering"]


def test_other_addresses_do_not_wait(front: Front, log: Log):
    began = time.monotonic()
    with Process(visits(front, "/slow/")):
        log.wait(1)
        front.application.meanwhile = lambda: None
        front.get("/other/")
        assert time.monotonic() - began < LONG


def test_a_killed_rendering_is_done_by_the_next_one(front: Front, log: Log):
    front.application.meanwhile = lambda: (log.write("rendering"), time.sleep(PATIENCE))
    with Process(front.get) as killed:
        log.wait(1)
        front.application.meanwhile = lambda: log.write("rendering")
        with Process(front.get) as waiting:
            time.sleep(LONG)
            assert len(log.lines) == 1
            os.kill(killed.pid, signal.SIGKILL)
            began = time.monotonic()
            assert waiting.wait().answer.status == 200
            assert time.monotonic() - began < flights.PATIENCE / 2
    assert len(log.lines) == 2


@pytest.mark.parametrize("at", ["half written", "before it is moved", "after it is moved"])
def test_a_worker_that_is_killed_while_it_writes(
    front: Front, log: Log, monkeypatch: pytest.MonkeyPatch, at: str
):
    front.application.meanwhile = lambda: log.write("rendering")
    folder = front.cache.shelf.folder if front.cache.shelf else None
    assert folder is not None

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def write_half(_: Shelf, path: str, content: bytes) -> None:
        Path(path).write_bytes(content[: len(content) // 2])
        die()

    replace = os.replace

    def move(*names: str) -> None:
        replace(*names)
        die()

    with monkeypatch.context() as patch:
        if at == "half written":
            patch.setattr(Shelf, "_write", write_half)
        else:
            patch.setattr(os, "replace", die if at == "before it is moved" else move)
        assert Process(front.get).wait().killed
    assert len([path for path in folder.iterdir() if path.is_file()]) == 1
    for _ in range(2):
        answer = Process(front.get).wait().answer
        assert (answer.status, answer.body.decode()) == (200, TEXT)
    assert len(log.lines) == (1 if at == "after it is moved" else 2)


def test_nobody_waits_for_a_worker_that_hangs(
    front: Front, log: Log, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(flights, "PATIENCE", 2 * LONG)
    front.application.meanwhile = lambda: (log.write("rendering"), time.sleep(PATIENCE))
    with Process(front.get):
        log.wait(1)
        front.application.meanwhile = lambda: None
        began = time.monotonic()
        assert front.get().status == 200
        assert 2 * LONG <= time.monotonic() - began < PATIENCE / 2


def test_who_comes_after_a_publication_does_not_wait_for_what_was_before(front: Front, log: Log):
    with Process(front.get):
        log.wait(1)
        began = time.monotonic()
        front.counters.change()
        front.application.meanwhile = lambda: None
        front.application.rendered.text = "After"
        assert front.get().body == b"After"
        assert time.monotonic() - began < LONG


def test_nobody_waits_for_what_nobody_may_keep(front: Front, log: Log):
    front.counters.trusted = front.now
    with Process(front.get):
        log.wait(1)
        front.application.meanwhile = lambda: None
        began = time.monotonic()
        front.get()
        assert time.monotonic() - began < LONG / 2


def test_who_waited_while_something_was_published_gets_the_new_page(
    front: Front, log: Log, monkeypatch: pytest.MonkeyPatch
):
    takes = shelf._takes

    def publish(lock: int) -> bool:
        if not (has_taken := takes(lock)) or published:
            return has_taken
        published.append(True)
        front.counters.change()
        front.application.rendered.text = "After"
        return True

    published: list[bool] = []
    with Process(front.get):
        log.wait(1)
        front.application.meanwhile = lambda: log.write("rendering")
        monkeypatch.setattr(shelf, "_takes", publish)
        assert front.get().body == b"After"
    assert front.get().body == b"After"
    assert len(log.lines) == 2


def test_personal_answers_wait_for_nobody(front: Front, log: Log):
    front.application.rendered.for_everybody = False
    front.application.meanwhile = lambda: None
    front.get()
    front.application.meanwhile = lambda: (log.write("rendering"), time.sleep(PATIENCE))
    with ExitStack() as running:
        for _ in range(WORKERS):
            running.enter_context(Process(front.get))
        log.wait(WORKERS)


def test_a_publication_while_it_is_laid_there(front: Front, monkeypatch: pytest.MonkeyPatch):
    """What was finished a moment before is judged by who reads it."""
    front.application.meanwhile = lambda: None
    whole = packing.packed

    def publish(*words: object) -> bytes:
        content = whole(*words)  # type: ignore[arg-type]
        front.counters.change()
        return content

    monkeypatch.setattr(shelf, "packed", publish)
    front.get()
    monkeypatch.undo()
    front.application.rendered.text = "New"
    other = Front(beside=front)
    assert other.get().body == b"New"
