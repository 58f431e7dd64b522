"""For how long what is kept holds: until something changes that it was made from, or is due."""

import pytest

from pages.dependencies import ANYTHING, DUE, below, page
from portal.delivery.counters.keys import LIMIT
from portal.delivery.page_cache.agenda import ASKING
from portal.delivery.page_cache.layer import LONGEST
from tests.portal.page_cache.asking import SHARED, TEXT, Front


def test_a_publication_is_seen_by_the_next_request(front: Front):
    front.get("/")
    front.application.rendered.text = "New"
    assert front.get("/").body.decode() == TEXT
    front.counters.change()
    assert front.get("/").body == b"New"
    assert front.get("/").body == b"New"
    assert front.renderings == 2


def test_a_counter_that_runs_over_is_another_one(front: Front):
    front.counters.value = LIMIT - 1
    front.get("/")
    front.counters.change()
    assert front.counters.value == 0
    front.get("/")
    front.get("/")
    assert front.renderings == 2


def test_a_publication_leaves_warm_what_was_not_made_from_it(front: Front):
    front.application.rendered.keys = frozenset({page(7), below("0001")})
    front.get("/")
    front.counters.change(page(8), below("00010002"), DUE)
    front.get("/other/")
    renderings = front.renderings
    front.get("/")
    assert front.renderings == renderings
    front.counters.change(page(8), below("0001"))
    front.get("/")
    assert front.renderings == renderings + 1


def test_what_was_made_from_anything_ends_with_any_publication(front: Front):
    front.application.rendered.keys = frozenset({ANYTHING})
    front.get("/")
    front.counters.change(page(8))
    front.get("/")
    assert front.renderings == 2


def test_after_a_schedule_was_set_one_rendering_tells_when_it_is_due(front: Front):
    front.get("/")
    front.get("/other/")
    front.counters.change(DUE)
    front.application.rendered.due_in = 60
    front.get("/")
    assert front.renderings == 3
    answer = front.get("/other/")
    assert front.renderings == 3
    assert f"s-maxage={SHARED}" in answer.headers["Cache-Control"]
    front.now += 57
    assert "s-maxage=2" in front.get("/other/").headers["Cache-Control"]
    front.now += 3
    front.get("/other/")
    assert front.renderings == 4


def test_while_one_finds_out_what_is_due_others_get_finished_pages(front: Front):
    front.get("/")
    front.get("/other/")
    front.counters.change(DUE)
    seen: list[str] = []
    front.application.meanwhile = lambda: (
        seen or seen.append(front.get("/other/").headers["Cache-Control"])
    )
    front.get("/")
    assert front.renderings == 3
    assert "s-maxage=0" in seen[0]


def test_what_one_does_not_find_out_another_one_asks_for(front: Front):
    front.get("/")
    front.get("/other/")
    front.counters.change(DUE)
    front.application.rendered.for_everybody = False
    front.get("/")
    front.get("/other/")
    assert front.renderings == 3
    front.now += ASKING
    front.get("/other/")
    assert front.renderings == 4


def test_what_was_due_elsewhere_leaves_a_page_warm_once_it_is_done(front: Front):
    front.application.rendered.due_in = 60
    front.get("/")
    front.get("/other/")
    front.now += 60
    front.counters.change(page(7), DUE)
    front.application.rendered.due_in = float("inf")
    front.get("/")
    assert front.renderings == 3
    front.get("/other/")
    assert front.renderings == 3


def test_what_was_rendered_while_something_was_published_is_for_the_asker_alone(front: Front):
    def publish() -> None:
        front.counters.change()

    front.application.meanwhile = publish
    answer = front.get("/")
    assert answer.body.decode() == TEXT
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=0, must-revalidate"
    assert len(front.store) == 0
    front.application.meanwhile = lambda: None
    front.get("/")
    front.get("/")
    assert front.renderings == 2


def test_nothing_outlives_the_next_change(front: Front):
    front.application.rendered.seconds = 60
    front.get("/")
    front.now += 59.9
    front.get("/")
    assert front.renderings == 1
    front.now += 0.1
    front.get("/")
    assert front.renderings == 2


def test_the_time_of_rendering_counts(front: Front):
    def take_long() -> None:
        front.now += 5

    front.application.rendered.seconds = 60
    front.application.meanwhile = take_long
    front.get("/")
    front.now += 55
    front.get("/")
    assert front.renderings == 2


def test_what_became_old_while_it_was_rendered_is_not_kept(front: Front):
    def take_long() -> None:
        front.now += 5

    front.application.rendered.seconds = 4
    front.application.meanwhile = take_long
    assert front.get("/").headers["Cache-Control"].split(", ")[2] == "s-maxage=0"
    assert len(front.store) == 0


@pytest.mark.parametrize("seconds", [0, -10])
def test_while_something_is_due_nothing_is_kept(front: Front, seconds: float):
    front.application.rendered.seconds = seconds
    front.get("/")
    assert len(front.store) == 0


def test_nothing_is_kept_for_ever(front: Front):
    front.get("/")
    front.now += LONGEST - 1
    front.get("/")
    assert front.renderings == 1
    front.now += 1
    front.get("/")
    assert front.renderings == 2


def test_nothing_is_believed_longer_than_the_counter(front: Front):
    front.counters.trusted = front.now + 3
    front.get("/")
    front.now += 2.9
    front.get("/")
    assert front.renderings == 1
    front.now += 0.1
    front.get("/")
    assert front.renderings == 2
    assert len(front.store) == 1
    front.counters.trusted = float("inf")
    front.get("/")
    front.get("/")
    assert front.renderings == 2


@pytest.mark.parametrize(
    ("left", "shared"), [(100, SHARED), (11, 10), (10, 9), (9.9, 8), (3, 2), (0.9, 0), (0.1, 0)]
)
def test_caches_on_the_way_are_told_the_next_change(front: Front, left: float, shared: int):
    front.application.rendered.seconds = 200
    front.get("/")
    front.now += 200 - left
    for asked in ({}, {"HTTP_ACCEPT_ENCODING": "br"}, {"HTTP_IF_NONE_MATCH": "*"}):
        told = front.get("/", **asked).headers["Cache-Control"]
        assert told == f"public, max-age=0, s-maxage={shared}, must-revalidate"
    assert front.renderings == 1


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_what_is_not_there_is_believed_for_five_seconds(front: Front, status: str):
    front.application.rendered.status = status
    assert "s-maxage=5," in front.get("/").headers["Cache-Control"]
