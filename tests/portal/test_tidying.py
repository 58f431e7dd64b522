"""When Python's collector is called between renderings."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from portal.delivery import tidying
from portal.delivery.rendering_threads import RenderingThreads
from portal.delivery.tidying import MOST_LEFT, Tidying
from tests.releases.faults.live import until


class Circle:
    """What nothing but the collector removes."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def by_itself_never() -> Iterator[None]:
    """Nothing is collected but by who is tried."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def left_by_a_rendering(tidy: Tidying) -> "weakref.ref[Circle]":
    with tidy.after():
        return weakref.ref(Circle())


def test_what_a_rendering_leaves_is_gone_after_it():
    assert left_by_a_rendering(Tidying())() is None


def test_beside_another_rendering_it_waits_but_not_for_ever():
    tidy = Tidying()
    with tidy.after():
        left = [left_by_a_rendering(tidy) for _ in range(MOST_LEFT - 1)]
        assert all(circle() for circle in left)
        left.append(left_by_a_rendering(tidy))
        assert not any(circle() for circle in left)


def test_what_outlived_its_rendering_is_gone_in_the_end(monkeypatch):
    monkeypatch.setattr(tidying, "_ALL", 3)
    tidy, kept = Tidying(), Circle()
    circle = weakref.ref(kept)
    # It is looked at while it is needed, as everything is that others keep for a while.
    gc.collect()
    del kept
    for _ in range(2):
        left_by_a_rendering(tidy)
        assert circle() is not None
    left_by_a_rendering(tidy)
    assert circle() is None


def test_a_rendering_that_fails_is_one_as_well():
    left: list[weakref.ref[Circle]] = []

    def application(environ, start_response):
        left.append(weakref.ref(Circle()))
        raise ValueError

    with pytest.raises(ValueError):
        RenderingThreads(application, 1)({}, print)
    until(lambda: left[0]() is None, "the collector")
