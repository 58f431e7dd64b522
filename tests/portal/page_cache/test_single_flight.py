"""However many ask at once, one of them renders."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.portal.page_cache.asking import TEXT, Answer, Front

VISITORS = 40
PATIENCE = 30


@pytest.fixture
def crowd():
    with ThreadPoolExecutor(VISITORS) as pool:
        yield pool


class Gate:
    """Holds renderings until the test lets them go on."""

    def __init__(self, front: Front) -> None:
        self.open = threading.Event()
        self.began = threading.Semaphore(0)
        self.fails = False
        front.application.meanwhile = self

    def __call__(self) -> None:
        self.began.release()
        assert self.open.wait(PATIENCE)
        if self.fails:
            raise RuntimeError("rendering failed")

    def wait(self) -> None:
        """Until a rendering has begun."""
        assert self.began.acquire(timeout=PATIENCE)


class Arrivals:
    """Counts who waits for a rendering of somebody else."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waiting = threading.Semaphore(0)
        wait = threading.Event.wait

        def counted(event: threading.Event, timeout: float | None = None) -> bool:
            if timeout == 10.0:
                self.waiting.release()
            return wait(event, timeout)

        monkeypatch.setattr(threading.Event, "wait", counted)

    def await_all(self, number: int) -> None:
        for _ in range(number):
            assert self.waiting.acquire(timeout=PATIENCE)


@pytest.fixture
def arrivals(monkeypatch: pytest.MonkeyPatch) -> Arrivals:
    return Arrivals(monkeypatch)


def test_a_crowd_causes_one_rendering(front: Front, crowd, arrivals):
    gate = Gate(front)
    asked = [crowd.submit(front.get) for _ in range(VISITORS)]
    arrivals.await_all(VISITORS - 1)
    gate.open.set()
    answers: list[Answer] = [one.result(PATIENCE) for one in asked]
    assert front.renderings == 1
    assert {(answer.status, answer.body.decode()) for answer in answers} == {(200, TEXT)}


def test_other_addresses_do_not_wait(front: Front, crowd):
    front.get("/warm/")
    gate = Gate(front)
    slow = crowd.submit(front.get, "/slow/")
    gate.wait()
    assert front.get("/warm/").status == 200
    other = crowd.submit(front.get, "/other/")
    gate.wait()
    gate.open.set()
    assert slow.result(PATIENCE).status == other.result(PATIENCE).status == 200


def test_when_the_first_one_fails_the_others_render_themselves(front: Front, crowd, arrivals):
    gate = Gate(front)
    gate.fails = True
    asked = [crowd.submit(front.get) for _ in range(5)]
    arrivals.await_all(4)
    gate.wait()

    def succeed_from_now_on() -> None:
        front.application.meanwhile = lambda: None
        gate.open.set()

    succeed_from_now_on()
    outcomes = [one.exception(PATIENCE) for one in asked]
    assert sum(isinstance(outcome, RuntimeError) for outcome in outcomes) == 1
    assert front.renderings == 5
    # Nothing is left behind, and what they rendered is kept.
    front.get()
    front.get()
    assert front.renderings == 5


def test_who_comes_after_a_publication_does_not_wait_for_what_was_before(front: Front, crowd):
    gate = Gate(front)
    before = crowd.submit(front.get)
    gate.wait()
    front.counters.change()
    front.application.rendered.text = "After"
    after = crowd.submit(front.get)
    gate.wait()
    gate.open.set()
    assert after.result(PATIENCE).body == b"After"
    before.result(PATIENCE)
    assert front.renderings == 2
    assert front.get().body == b"After"
    assert front.renderings == 2


def test_those_who_waited_while_something_was_published_have_one_rendering(
    front: Front, crowd, arrivals
):
    gate = Gate(front)
    asked = [crowd.submit(front.get) for _ in range(VISITORS)]
    arrivals.await_all(VISITORS - 1)
    front.counters.change()
    gate.open.set()
    for one in asked:
        assert one.result(PATIENCE).status == 200
    assert front.renderings == 2


def test_nobody_waits_where_there_is_nothing_to_share(front: Front, crowd):
    front.application.rendered.for_everybody = False
    front.get()
    gate = Gate(front)
    asked = [crowd.submit(front.get) for _ in range(3)]
    for _ in range(3):
        gate.wait()
    gate.open.set()
    assert [one.result(PATIENCE).status for one in asked] == [200] * 3
