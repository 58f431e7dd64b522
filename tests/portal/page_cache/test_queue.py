"""Renderings take turns in a process; a slow one holds up the next for a moment only."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.delivery.page_cache import flights
from portal.delivery.page_cache.flights import Queue
from tests.portal.crowd import Crowd
from tests.portal.page_cache.asking import Front

PAGES = [f"/page-{number}/" for number in range(5)]


def ask_for_all(front: Front) -> list[int]:
    with ThreadPoolExecutor(len(PAGES)) as pool:
        return [answer.status for answer in pool.map(front.get, PAGES)]


def test_pages_are_rendered_one_after_the_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flights, "CROWD", 30)
    front, crowd = Front(), Crowd(0.02)
    front.application.meanwhile = crowd
    assert ask_for_all(front) == [200] * len(PAGES)
    assert crowd.most == 1


def test_a_slow_one_holds_up_nobody_for_long():
    front, crowd = Front(), Crowd(5 * flights.CROWD)
    front.application.meanwhile = crowd
    assert ask_for_all(front) == [200] * len(PAGES)
    assert crowd.most == len(PAGES)


def test_what_was_published_while_a_page_waited_for_its_turn_leaves_it_kept():
    front, begun, may_end = Front(), threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        assert may_end.wait(30)

    front.application.meanwhile = hold
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(front.get, "/first/")
        assert begun.wait(30)
        front.application.meanwhile = lambda: None
        second = pool.submit(front.get, "/second/")
        time.sleep(flights.CROWD / 4)
        front.counters.change()
        may_end.set()
        assert first.result(30).status == second.result(30).status == 200
    before = len(front.application.asked)
    front.get("/second/")
    assert len(front.application.asked) == before


def test_a_rendering_that_fails_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flights, "CROWD", 30)
    queue = Queue()
    with pytest.raises(RuntimeError), queue.turn():
        raise RuntimeError
    began = time.monotonic()
    with queue.turn():
        assert time.monotonic() - began < 1


def test_others_have_their_turns_while_one_waits_for_something_else():
    queue, ready = Queue(), threading.Event()
    with ThreadPoolExecutor(1) as pool:

        def wait() -> None:
            with queue.turn(ready.is_set):
                pass

        waiting = pool.submit(wait)
        for _ in range(20):
            with queue.turn():
                time.sleep(0.001)
        assert not waiting.done()
        ready.set()
        waiting.result(flights.PATIENCE)


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flights, "PATIENCE", 0.05)
    with Queue().turn(lambda: False):
        pass
