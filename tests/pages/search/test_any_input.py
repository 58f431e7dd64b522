"""Whatever somebody sends to the search: each gets an answer, 200 or 400.

The suite sends a few hundred requests; `SEARCH_FUZZ=20000 pytest tests/pages/search` sends more.
"""

import os
import random

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict
from django.test import Client

from fixtures import factories as make
from pages.search import databases, facets
from pages.search.query import MAX_WORDS, parse
from pages.search.results import ResultPaginator, search
from pages.search.words import tokens
from tests.pages.search.conftest import body
from tests.pages.search.inputs import PAGES, address, addresses, texts

SEED = 20261121
#: Put to the database's own parser, searched with all that follows, and asked of the site.
PARSED, SEARCHED = 19_000, 500
REQUESTED = int(os.environ.get("SEARCH_FUZZ") or 300)


@pytest.fixture
def archive(search_page) -> None:
    topic = make.TopicFactory(name="Sea", slug="sea")
    for number in range(12):
        make.NewsArticleFactory(title=f"Harbour {number} 海港 <b>", topics=[topic])
    make.ContentPageFactory(title="O’Brien’s e-mail & café", body=body("தமிழ் harbour 3.14"))


def test_any_text_becomes_words_that_the_database_takes(db) -> None:
    statements = []
    for text in texts(PARSED, SEED):
        query = parse(text)
        for variant in (query, query and query.with_open_end(), query and query.with_any_word()):
            if variant:
                statements.append(databases.of_this_site().written(variant))
        words = [key for phrase in query.phrases for key in phrase.keys]
        assert len(words) <= MAX_WORDS * 2
        for word in words:
            assert 0 < len(word) <= 64
            assert not set(word) & set("'\"\\\x00 *:&|!()<>{}^+-%"), text
    assert refused(statements) == []


def refused(statements: list[str]) -> list[str]:
    """Those that are no query in the language of the database."""
    database = databases.of_this_site()
    check = {
        "postgresql": "SELECT to_tsquery('simple', %s)",
        "sqlite": "SELECT 1 FROM pages_searchentry_fts WHERE pages_searchentry_fts MATCH %s",
    }[connection.vendor]
    found = []
    for statement in set(statements):
        try:
            with transaction.atomic():
                database.rows(check, (statement,))
        except DatabaseError:
            found.append(statement)
    return found


def test_any_text_is_searched(archive) -> None:
    chance = random.Random(SEED)
    for text in texts(SEARCHED, SEED + 1):
        chosen = facets.chosen_in(QueryDict(address(chance, "x")))
        found = search(text, chosen)
        assert not found.has_failed, text
        for result in ResultPaginator(found, 3).get_page(chance.choice(PAGES)):
            for html in (result.title, result.excerpt):
                plain = html.replace("<mark>", "").replace("</mark>", "")
                assert "<" not in plain and html.count("<mark>") == html.count("</mark>")


def test_any_address_is_answered(archive, search_page) -> None:
    client = Client(raise_request_exception=False)
    statuses: dict[int, list[str]] = {}
    for asked in addresses(REQUESTED, SEED):
        # As the bytes come from the wire: the client would mend what is broken.
        response = client.get(search_page.url, QUERY_STRING=asked)
        statuses.setdefault(response.status_code, []).append(asked)
    assert {code: some[:5] for code, some in statuses.items() if code not in (200, 400)} == {}
    assert sum(map(len, statuses.values())) == REQUESTED
    assert len(statuses[200]) > REQUESTED * 0.9
    # Nothing that was asked has spoilt the connection.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_form_with_too_many_fields_is_refused(search_page, client, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    for count, status in ((50, 200), (51, 400)):
        many = "&".join(f"q{number}=x" for number in range(count))
        assert client.get(search_page.url, QUERY_STRING=many).status_code == status


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("  two   words ", ["two", "word"]),
        ('"unbalanced', ["unbalanc"]),
        ("a\x00b", ["a", "b"]),
        ("'; DROP TABLE --", ["drop", "tabl"]),
        ("***", []),
        ("🌊", []),
        ("海港", ["海", "港"]),
        ("Ministry’s", ["ministri"]),
        ("தமிழ்", ["தமிழ்"]),
        (" ".join(["word"] * 50), ["word"] * 12),
    ],
)
def test_a_query_is_cut_down_to_words(written, keys) -> None:
    assert [key for phrase in parse(written).phrases for key in phrase.keys] == keys


def test_words_stand_where_the_text_has_them() -> None:
    text = "The Ministry’s e-mail, 海港 & café\u0301."
    found = [(text[token.start : token.end], token.form) for token in tokens(text)]
    assert found == [
        ("The", "the"), ("Ministry’s", "ministry"), ("e", "e"), ("mail", "mail"),
        ("e-mail", "email"), ("海", "海"), ("港", "港"), ("café\u0301", "cafe"),
    ]  # fmt: skip
