"""Which requests share an answer."""

import pytest

from portal.delivery.page_cache.key import Keys, is_apart, normalised
from tests.portal.page_cache.asking import COOKIES, Front, environ

keys = Keys(COOKIES)


@pytest.mark.parametrize(
    ("query", "counts_as"),
    [
        ("", ""),
        ("kind=speech", "kind=speech"),
        ("page=2&kind=speech", "kind=speech&page=2"),
        ("kind=&year=&topic=", ""),
        ("kind=speech&kind=media", "kind=media"),
        ("topic=a%20b", "topic=a+b"),
        ("topic=%C3%A9", "topic=%C3%A9"),
        ("utm_source=mail&utm_campaign=x&fbclid=1", ""),
        ("utm_source=mail&page=3", "page=3"),
        ("q=words", None),
        ("kind=speech&q=words", None),
        ("sort=title", None),
        ("utm=1", None),
        ("topic=%FF", None),
        ("topic=é", None),
        ("page=1&" * 30, None),
        ("topic=" + "x" * 1000, None),
        ("v=123", None),
    ],
)
def test_a_query_string_counts_by_what_pages_look_at(query: str, counts_as: str | None):
    assert normalised("/news/", query) == counts_as


def test_an_address_can_have_parameters_of_its_own():
    assert normalised("/theme.css", "v=123") == "v=123"
    assert normalised("/theme.css", "page=1") is None


@pytest.mark.parametrize(
    "change",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"REQUEST_METHOD": "PURGE"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"REMOTE_USER": "somebody"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_IF_RANGE": '"a"'},
        {"HTTP_IF_MATCH": '"a"'},
        {"HTTP_IF_UNMODIFIED_SINCE": "Sat, 21 Nov 2026 00:00:00 GMT"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
        {"HTTP_X_METHOD_OVERRIDE": "DELETE"},
        {"HTTP_X_HTTP_METHOD": "DELETE"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"CONTENT_LENGTH": "12"},
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "a=b; sessionid = abc"},
        {"HTTP_COOKIE": "csrftoken=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_COOKIE": "django_language=ta"},
        {"HTTP_HOST": ""},
        {"PATH_INFO": "/" + "x" * 1000},
    ],
)
def test_a_request_for_one_person_has_no_key(change: dict[str, str]):
    assert keys.of(environ("/")) is not None
    assert keys.of({**environ("/"), **change}) is None


def test_a_cookie_that_says_nothing_here_does_not_count():
    assert keys.of(environ("/", HTTP_COOKIE="_ga=GA1.2.3")) == keys.of(environ("/"))


def test_a_missing_host_has_no_key():
    asked = environ("/")
    del asked["HTTP_HOST"]
    assert keys.of(asked) is None


@pytest.mark.parametrize(
    "change",
    [
        {"HTTP_HOST": "other.agency.example"},
        {"HTTP_HOST": "www.agency.example:8000"},
        {"wsgi.url_scheme": "http"},
        {"PATH_INFO": "/News/"},
        {"PATH_INFO": "//news/"},
        {"QUERY_STRING": "page=2"},
    ],
)
def test_what_names_an_answer(change: dict[str, str]):
    assert keys.of({**environ("/news/"), **change}) != keys.of(environ("/news/"))


@pytest.mark.parametrize(
    ("told", "scheme"),
    [(None, "http"), ("https", "https"), ("http", "http"), ("https,http", "https"), ("x", "http")],
)
def test_behind_a_proxy_the_scheme_is_what_django_takes_it_for(told: str | None, scheme: str):
    behind = Keys(COOKIES, proxy_header=("HTTP_X_FORWARDED_PROTO", "https"))
    asked = environ("/", **{"wsgi.url_scheme": "http"})
    if told is not None:
        asked["HTTP_X_FORWARDED_PROTO"] = told
    key = behind.of(asked)
    assert key is not None
    assert key[0] == scheme


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin", "/api/v2/pages/", "/documents/1/a.pdf", "/static/x.css", "/_media/a.png",
     "/_health/", "/_preview/abc/", "/_calendar/x.ics", "/_util/login/", "/_cards/1.png"],
)  # fmt: skip
def test_addresses_at_which_nothing_is_kept(path: str, front: Front):
    assert is_apart(path)
    for _ in range(2):
        assert front.get(path).status == 200
    assert front.renderings == 2
    assert len(front.store) == 0


@pytest.mark.parametrize("path", ["/", "/administration/", "/_feeds/3/atom.xml", "/robots.txt"])
def test_addresses_of_everybody(path: str, front: Front):
    assert not is_apart(path)
    for _ in range(2):
        assert front.get(path).status == 200
    assert front.renderings == 1


def test_django_is_asked_without_what_is_dropped(front: Front):
    front.get("/news/?utm_source=mail&page=2")
    assert front.application.asked[0]["QUERY_STRING"] == "page=2"
    front.get("/news/?page=2&utm_source=paper")
    front.get("/news/?page=2")
    assert front.renderings == 1


def test_other_parameters_are_django_s_and_kept_by_nobody(front: Front):
    for number in range(3):
        front.get(f"/news/?x={number}")
    assert [asked["QUERY_STRING"] for asked in front.application.asked] == ["x=0", "x=1", "x=2"]
    assert len(front.store) == 0
