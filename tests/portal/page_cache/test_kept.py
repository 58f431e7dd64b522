"""What is kept, and how it is sent again."""

import pytest

from tests.portal.page_cache.asking import TEXT, Front


def assert_never_kept(front: Front) -> None:
    for _ in range(2):
        assert front.get("/").body.decode() == front.application.rendered.text
    assert front.renderings == 2
    assert len(front.store) == 0
    assert [response.closed for response in front.application.responses] == [1, 1]


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "csrftoken=abc"),
        ("Cache-Control", "private"),
        ("Cache-Control", "max-age=0, no-cache, no-store, must-revalidate, private"),
        ("Cache-Control", "public, no-cache"),
        ("cache-control", "No-Store"),
        ("Vary", "Accept-Language"),
        ("Vary", "Cookie, Origin"),
        ("Vary", "*"),
        ("Content-Encoding", "gzip"),
        ("Content-Range", "bytes 0-9/100"),
        ("WWW-Authenticate", "Basic"),
        ("Content-Security-Policy", "script-src 'self' 'nonce-abc'"),
    ],
)
def test_an_answer_for_one_person_is_handed_on(front: Front, header: tuple[str, str]):
    front.application.rendered.headers = [header]
    answer = front.get("/")
    assert answer.headers[header[0]] == header[1]
    assert "ETag" not in answer.headers
    front.application.asked.clear()
    front.application.responses.clear()
    assert_never_kept(front)


@pytest.mark.parametrize(
    "status",
    ["201 Created", "204 No Content", "206 Partial Content", "302 Found", "304 Not Modified",
     "307 Temporary Redirect", "400 Bad Request", "403 Forbidden", "500 Server Error",
     "503 Service Unavailable"],
)  # fmt: skip
def test_other_outcomes_are_not_kept(front: Front, status: str):
    front.application.rendered.status = status
    assert_never_kept(front)


def test_a_stream_is_not_kept(front: Front):
    front.application.rendered.streaming = True
    assert_never_kept(front)


def test_an_address_that_django_does_not_name_is_not_kept(front: Front):
    front.application.rendered.for_everybody = False
    assert_never_kept(front)


@pytest.mark.parametrize("vary", ["Cookie", "Accept-Encoding", "Accept-Encoding, Cookie"])
def test_what_varies_as_the_cache_does_is_kept(front: Front, vary: str):
    front.application.rendered.headers = [("Vary", vary)]
    for _ in range(2):
        assert front.get("/").headers["Vary"] == "Accept-Encoding, Cookie"
    assert front.renderings == 1


@pytest.mark.parametrize("status", ["200 OK", "301 Moved", "404 Not Found", "410 Gone"])
def test_one_rendering_answers_all(front: Front, status: str):
    front.application.rendered.status = status
    first = front.get("/")
    assert front.get("/") == first
    assert first.status == int(status[:3])
    assert first.body.decode() == TEXT
    assert front.renderings == 1
    assert front.application.responses[0].closed == 1


def test_a_visitor_with_a_session_is_answered_by_django(front: Front):
    front.get("/")
    front.application.rendered.text = "For you alone"
    front.application.rendered.headers = [("Set-Cookie", "sessionid=abc")]
    assert front.get("/", HTTP_COOKIE="sessionid=abc").body == b"For you alone"
    assert front.get("/").body.decode() == TEXT


def test_head_is_answered_from_the_page_and_fills_it(front: Front):
    answer = front.get("/", method="HEAD")
    assert (answer.body, answer.headers["Content-Length"]) == (b"", str(len(TEXT)))
    assert front.application.asked[0]["REQUEST_METHOD"] == "GET"
    page = front.get("/")
    assert page.body.decode() == TEXT
    assert front.get("/", method="HEAD").headers == page.headers
    assert front.renderings == 1


def test_head_of_what_is_not_kept_has_no_body(front: Front):
    front.application.rendered.for_everybody = False
    assert front.get("/", method="HEAD").body == b""
    assert front.application.responses[0].closed == 1


def test_a_redirect_keeps_the_parameters_of_a_campaign(front: Front):
    front.application.rendered.status = "301 Moved Permanently"
    for _ in range(2):
        front.get("/old?utm_source=mail")
        assert front.application.asked[-1]["QUERY_STRING"] == "utm_source=mail"
    front.get("/old")
    asked = len(front.application.asked)
    front.get("/old")
    assert len(front.application.asked) == asked


def test_a_server_that_writes_into_the_headers_changes_nothing(front: Front):
    def start_response(status: str, headers: list) -> None:
        headers.append(("Date", "today"))

    front.get("/")
    from tests.portal.page_cache.asking import environ

    front.cache(environ("/"), start_response)
    assert "Date" not in front.get("/").headers


def test_an_address_that_says_how_long_it_holds_is_believed(front: Front):
    front.application.rendered.headers = [("Cache-Control", "public, max-age=60")]
    for _ in range(2):
        assert front.get("/").headers["Cache-Control"] == "public, max-age=60"
    assert front.renderings == 1


def test_marks_and_lengths_of_django_are_replaced(front: Front):
    front.application.rendered.headers = [
        ("ETag", '"django"'), ("Content-Length", "3"), ("Last-Modified", "yesterday"),
        ("X-Content-Mark", "abc"),
    ]  # fmt: skip
    answer = front.get("/")
    assert answer.headers["Content-Length"] == str(len(TEXT))
    assert answer.headers["ETag"] != '"django"'
    assert "Last-Modified" not in answer.headers
    assert answer.headers["X-Content-Mark"] == "abc"
