"""What goes out without waiting is what would be sent anyhow; all else is left to be looked for."""

import pytest

from pages.dependencies import DUE
from portal.delivery.page_cache.rendering import Captured
from tests.portal.page_cache.asking import Front, environ

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("due_in", [5, 1000])
def test_it_is_the_same_answer(front: Front, method: str, due_in: float):
    front.application.rendered.due_in = due_in
    etag = front.get(**GZIP).headers["ETag"]
    for condition in ({}, {"HTTP_IF_NONE_MATCH": etag}, {"HTTP_IF_NONE_MATCH": '"other"'}):
        answer = front.cache.at_hand(environ("/", method, **GZIP, **condition))
        assert answer is not None
        told = front.get("/", method, **GZIP, **condition)
        assert (answer.code, dict(answer.headers), answer.body) == (
            told.status, told.headers, told.body
        )  # fmt: skip
    assert front.renderings == 1


def test_nobody_is_handed_a_list_that_others_get(front: Front):
    for _ in range(3):
        captured = Captured()
        front.cache(environ("/", **GZIP), captured)
        captured.headers.append(("X-Of-One-Visitor", "1"))
        front.application.rendered.due_in = 1000
    assert "X-Of-One-Visitor" not in front.get(**GZIP).headers


@pytest.mark.parametrize("address", ["/", "/?unknown=1"])
def test_nothing_is_rendered(front: Front, address: str):
    assert front.cache.at_hand(environ(address)) is None
    assert front.renderings == 0


def test_nothing_is_compressed(front: Front):
    front.get()
    assert front.cache.at_hand(environ("/", **GZIP)) is None
    front.get(**GZIP)
    assert front.cache.at_hand(environ("/", **GZIP)) is not None


def test_nothing_old_is_at_hand(front: Front):
    front.get()
    front.counters.change()
    assert front.cache.at_hand(environ("/")) is None
    front.get()
    front.counters.trusted = front.now
    assert front.cache.at_hand(environ("/")) is None
    front.counters.trusted = float("inf")
    assert front.cache.at_hand(environ("/")) is not None
    front.now += 3600
    assert front.cache.at_hand(environ("/")) is None


def test_who_would_find_out_what_is_due_still_does(front: Front):
    front.get()
    front.counters.change(DUE)
    for _ in range(3):
        assert front.cache.at_hand(environ("/")) is None
    front.get()
    assert front.renderings == 2
