"""While Django can't answer, what was good when it was last seen is shown once more."""

import pytest

from portal.delivery.page_cache.layer import LONGEST, OLDEST, REST
from tests.portal.page_cache.asking import TEXT, Front

HOUR = 3600


@pytest.fixture
def failing(front: Front) -> Front:
    """Something was kept, its time is over, and now Django fails."""
    front.application.rendered.due_in = 30 * HOUR
    front.get()
    front.now += LONGEST
    front.application.rendered.status = "500 Server Error"
    front.application.rendered.text = "Failed"
    return front


def assert_fails(front: Front) -> None:
    answer = front.get()
    assert (answer.status, answer.body) == (500, b"Failed")
    assert "Warning" not in answer.headers


def test_an_older_answer_is_better_than_none(failing: Front):
    answer = failing.get(HTTP_ACCEPT_ENCODING="br")
    assert (answer.status, answer.body.decode()) == (200, TEXT)
    assert answer.headers["Age"] == str(HOUR)
    assert answer.headers["Warning"] == '110 - "Response is Stale"'
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=0, must-revalidate"
    assert failing.get(method="HEAD").body == b""
    assert all(response.closed == 1 for response in failing.application.responses)


def test_django_is_left_in_peace_for_a_moment(failing: Front):
    failing.get()
    failing.get()
    assert failing.renderings == 2
    failing.now += REST
    failing.get()
    assert failing.renderings == 3


def test_when_django_answers_again_the_page_is_new(failing: Front):
    failing.get()
    failing.now += REST
    failing.application.rendered.status = "200 OK"
    failing.application.rendered.text = "New"
    assert failing.get().body == b"New"
    assert "Warning" not in failing.get().headers


def test_nothing_that_was_changed_since_is_shown(failing: Front):
    failing.counters.change()
    assert_fails(failing)


def test_nothing_is_shown_after_what_was_due(failing: Front):
    failing.application.rendered.due_in = 2 * HOUR
    failing.application.rendered.status, failing.application.rendered.text = "200 OK", TEXT
    failing.get()
    failing.application.rendered.status, failing.application.rendered.text = "503 No", "Failed"
    failing.now += 2 * HOUR - 1
    assert failing.get().status == 200
    failing.now += 1
    assert failing.get().status == 503


def test_nothing_is_shown_that_is_older_than_a_day(failing: Front):
    failing.now += OLDEST - LONGEST - 1
    assert failing.get().status == 200
    failing.now += 1
    assert_fails(failing)


def test_a_page_that_fails_and_was_never_kept_fails(failing: Front):
    assert failing.get("/other/").status == 500


def test_while_the_counter_is_not_believed_django_is_asked_first(front: Front):
    front.get()
    front.counters.trusted = front.now
    front.application.rendered.text = "New"
    assert front.get().body == b"New"
    front.application.rendered.status = "500 Server Error"
    assert front.get().headers["Warning"] == '110 - "Response is Stale"'


def test_a_visitor_with_a_session_gets_the_error(failing: Front):
    assert failing.get(HTTP_COOKIE="sessionid=abc").status == 500
