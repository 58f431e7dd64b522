"""One of the server's threads at a time waits for requests."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from portal.delivery.page_cache.answers import Answer
from portal.delivery.request_threads import Exchange, RequestThreads, Scope

PATIENCE = 10.0
#: A thread that rests is seen to do so for so long, in seconds.
A_WHILE = 0.2
PAGE, SLOW = "/page/", "/slow/"
ANSWER = Answer("200 OK", 200, [("ETag", '"a"')], b"A page.")
WHOLE = (200, ANSWER.headers, ANSWER.body)


@dataclass
class Asked:
    """A request as granian hands it over, and what it was told."""

    told: list[tuple] = field(default_factory=list)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.told.append((status, headers, body))


class Thread(threading.Thread):
    """One of granian's: calls for each path, after each event, until it is told to end."""

    def __init__(self, called: RequestThreads, *steps: str | threading.Event) -> None:
        super().__init__(daemon=True)
        self.called, self.steps = called, steps
        self.asked: list[Asked] = []
        self.is_free, self.may_end = threading.Event(), threading.Event()
        self.start()

    def run(self) -> None:
        for step in self.steps:
            if isinstance(step, threading.Event):
                step.wait(PATIENCE)
                continue
            self.asked.append(Asked())
            self.called(self.asked[-1], {"PATH_INFO": step})
        self.is_free.set()
        self.may_end.wait(PATIENCE)

    @property
    def answers(self) -> list[tuple]:
        return [answer for asked in self.asked for answer in asked.told]

    def end(self) -> None:
        self.may_end.set()
        self.join(PATIENCE)


def number_of_free(threads: list[Thread], least: int) -> int:
    """How many don't rest, a while after so many of them did not."""
    end = time.monotonic() + PATIENCE
    while sum(thread.is_free.is_set() for thread in threads) < least and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(A_WHILE)
    return sum(thread.is_free.is_set() for thread in threads)


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    """What is slow waits for it."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def threads(go_on: threading.Event) -> RequestThreads:
    def at_hand(scope: Scope) -> Answer | None:
        return ANSWER if scope["PATH_INFO"] == PAGE else None

    def answering(exchange: Exchange, scope: Scope) -> None:
        go_on.wait(PATIENCE)
        exchange.response_bytes(503, [], scope["PATH_INFO"].encode())

    return RequestThreads(at_hand, answering)


def test_the_thread_on_duty_answers_one_page_after_the_other(threads: RequestThreads):
    one = Thread(threads, PAGE, PAGE)
    assert one.is_free.wait(PATIENCE)
    assert one.answers == [WHOLE, WHOLE]


def test_another_thread_rests_when_it_has_answered(threads: RequestThreads):
    assert Thread(threads, PAGE).is_free.wait(PATIENCE)
    other = Thread(threads, PAGE)
    assert not other.is_free.wait(A_WHILE)
    assert other.answers == [WHOLE]


def test_two_that_rest_take_over_when_something_takes_time(
    threads: RequestThreads, go_on: threading.Event
):
    now = threading.Event()
    slow = Thread(threads, PAGE, now, SLOW)
    while not slow.answers:
        now.wait(0.01)
    resting = [Thread(threads, PAGE) for _ in range(3)]
    assert not any(thread.is_free.wait(A_WHILE) for thread in resting)
    now.set()
    assert number_of_free(resting, 2) == 2
    assert not slow.is_free.is_set()
    go_on.set()
    assert slow.is_free.wait(PATIENCE)
    assert slow.answers == [WHOLE, (503, [], SLOW.encode())]


def test_each_that_takes_time_is_replaced(threads: RequestThreads, go_on: threading.Event):
    now = threading.Event()
    one = Thread(threads, PAGE, now, SLOW)
    while not one.answers:
        now.wait(0.01)
    resting = [Thread(threads, PAGE, SLOW) for _ in range(3)]
    now.set()
    end = time.monotonic() + PATIENCE
    while sum(len(thread.asked) == 2 for thread in resting) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    assert [thread.answers for thread in resting] == [[WHOLE]] * 3
    assert all(len(thread.asked) == 2 for thread in resting)
    go_on.set()
    assert all(thread.is_free.wait(PATIENCE) for thread in resting)


def test_two_answer_while_something_takes_time_and_one_afterwards(
    threads: RequestThreads, go_on: threading.Event
):
    slow = Thread(threads, SLOW)
    others = [Thread(threads, PAGE, PAGE) for _ in range(3)]
    assert number_of_free(others, 2) == 2
    assert not slow.is_free.is_set()
    go_on.set()
    assert slow.is_free.wait(PATIENCE)
    later = [Thread(threads, PAGE) for _ in range(3)]
    assert not any(thread.is_free.wait(A_WHILE) for thread in later)
    for thread in others:
        if thread.is_free.is_set():
            thread.end()
    assert number_of_free([Thread(threads, PAGE) for _ in range(3)], 1) == 1


def test_who_was_slow_rests_after_the_next_page(threads: RequestThreads, go_on: threading.Event):
    go_on.set()
    assert Thread(threads, PAGE).is_free.wait(PATIENCE)
    other = Thread(threads, SLOW, SLOW, PAGE)
    assert not other.is_free.wait(A_WHILE)
    assert len(other.answers) == 3


def test_a_thread_that_has_ended_is_not_on_duty(threads: RequestThreads):
    one = Thread(threads, PAGE)
    assert one.is_free.wait(PATIENCE)
    one.end()
    assert Thread(threads, PAGE).is_free.wait(PATIENCE)


def test_one_that_rests_takes_the_place_of_one_that_has_ended(threads: RequestThreads):
    first = Thread(threads, PAGE)
    assert first.is_free.wait(PATIENCE)
    resting = Thread(threads, PAGE)
    assert not resting.is_free.wait(A_WHILE)
    first.end()
    slow = Thread(threads, SLOW)
    assert resting.is_free.wait(PATIENCE)
    assert not slow.answers
