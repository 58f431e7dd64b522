"""Whatever is asked, the answer is JSON: 200, a redirect to one page, 400, 404 or 405."""

import random
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fixtures import factories as make
from tests.pages.api.conftest import PAGES

QUESTIONS = 2000
NAMES = [
    "limit", "offset", "fields", "order", "type", "child_of", "descendant_of", "ancestor_of",
    "translation_of", "locale", "slug", "kind", "year", "topic", "html_path", "id", "search",
    "site", "format", "title", "show_in_menus", "search_operator", "rich_text_format", "_", "",
    "\x00", "date", "first_published_at", "topics", "parent", "body",
]  # fmt: skip
VALUES = [
    "", "1", "0", "-1", "20", "100", "101", "1e9", "2147483648", "9" * 18, "9" * 30, "9" * 5000,
    "½", "²", "١٢", "1_0", " 1", "0x1", "NaN", "true", "root", "*", "_", "-", "--", "-*", "*,body",
    "_,parent(*)", "parent(parent(parent))", "a(" * 240, "(" * 400, "topics(*)", "lead_image(*)",
    "social_image(file)", "title", "-title", "--title", "random", "?", "title,,", ",", "date",
    "newsroom.PressReleasePage", "newsroom.NewsroomItem", "newsroom.", ".", "a.b.c", "auth.User",
    "wagtailcore.Page", "wagtailcore.Revision", "newsroom.PressReleasePage,pages.HomePage",
    ",".join(["pages.HomePage"] * 40), "/", "//", "/../", "/hub/", "/hub/news/?a=1", "http://[",
    "/%00", "\x00", "a\x00b", "\ud800", "\uffff", "\U0010ffff", "'", '"', "' OR 1=1 --", "%", "%s",
    "{}", "{0}", "\r\nX: y", "ﬀ", "İ", "e" * 600, "en-gb", "xx", "2026", "0000", "press-release",
    "site:8000", "localhost", "localhost:999999", "<script>", "db_html",
]  # fmt: skip
PLACES = [
    "", "", "", "find/", "1/", "2/", "3/", "99999999999999999999/", "-1/", "x/", "1/2/", "%00/",
    "find", "1", "../", "\u0661/",
]  # fmt: skip


def questions(numbers: list[int]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same ones in each run."""
    chance = random.Random(5)
    values = [*VALUES, *map(str, numbers)]
    asked = [("find/", [("id", str(number))]) for number in numbers]
    for _ in range(QUESTIONS):
        many = chance.choice([0, 1, 1, 2, 3])
        pairs = [(chance.choice(NAMES), chance.choice(values)) for _ in range(many)]
        asked.append((chance.choice(PLACES), pairs))
    return asked


def quoted(pairs: list[tuple[str, str]]) -> str:
    return "&".join(
        f"{quote(name, errors='surrogatepass')}={quote(value, errors='surrogatepass')}"
        for name, value in pairs
    )


@pytest.fixture
def numbers(news) -> list[int]:
    release = make.PressReleaseFactory(parent=news)
    draft = make.PressReleaseFactory(parent=news, draft=True)
    return [news.pk, release.pk, draft.pk]


def test_every_question_is_answered_or_refused(numbers) -> None:
    client = Client(raise_request_exception=False)
    statuses = set()
    for place, pairs in questions(numbers):
        response = client.get(f"{PAGES}{place}?{quoted(pairs)}")
        statuses.add(response.status_code)
        assert response.status_code in (200, 302, 400, 404), (place, pairs)
        assert response["Access-Control-Allow-Origin"] == "*", (place, pairs)
        if response.status_code != 302:
            assert isinstance(response.json(), dict), (place, pairs)
    assert statuses == {200, 302, 400, 404}


@pytest.mark.parametrize("raw", [b"\xff", b"%FF%FE", b"%ED%A0%80", b"%", b"%%%", b"a;b", b"&&&="])
def test_broken_bytes_are_no_error(news, raw) -> None:
    client = Client(raise_request_exception=False)
    for name in (b"slug=", b"type=", b"order=", b"html_path=", b"child_of=", b""):
        for place in ("", "find/"):
            response = client.get(PAGES + place, QUERY_STRING=(name + raw).decode("latin-1"))
            assert response.status_code in (200, 400, 404)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("limit=101", "limit"), ("limit=x", "limit"), ("offset=-1", "offset"),
        ("order=body", "order"), ("order=random", "order"), ("order=date", "order"),
        ("type=auth.User", "type"), ("fields=body", "unknown fields: body"),
        ("fields=parent(*)", "fields"), ("child_of=x", "child_of"), ("locale=xx", "locale"),
        ("kind=news", "type=newsroom.NewsroomItem"), ("limit=1&limit=2", "limit"),
        ("type=newsroom.NewsroomItem&year=20", "year"), ("slug=%00", "slug"),
        ("search=words&search_operator=and", "search_operator"), ("site=localhost", "site"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_was_wrong(news, client, query, word) -> None:
    response = client.get(f"{PAGES}?{query}")
    assert response.status_code == 400
    assert word in response.json()["message"]


#: What a list takes: the moment, the hidden branches, languages, the count, the pages, then their
#: types, the rows of each of the four types, and the topics of items.
@pytest.mark.parametrize(
    ("query", "expected"), [("", 11), ("?type=newsroom.NewsroomItem", 7), ("?fields=*", 11)]
)
def test_a_list_takes_as_many_queries_for_many_pages(news, client, query, expected) -> None:
    topic = make.TopicFactory()
    counts = []
    for _ in range(2):
        for _ in range(9):
            make.PressReleaseFactory(parent=news, topics=[topic], permalink="")
        client.get(PAGES + query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGES + query).status_code == 200
        counts.append(len(queries))
    assert counts == [expected, expected], [query["sql"][:100] for query in queries]
