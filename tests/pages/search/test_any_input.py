"""Twenty thousand things that somebody may send to the search: each gets an answer, and soon."""

import random
import time
from urllib.parse import quote

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict

from fixtures import factories as make
from pages.search import databases, facets
from pages.search.query import MAX_WORDS, parse
from pages.search.results import ResultPaginator, search
from pages.search.words import tokens
from tests.pages.search.conftest import body

SEED = 20261121
#: Put to the database's own parser, searched with all that follows, and asked of the site.
PARSED, SEARCHED, REQUESTED = 19_000, 700, 300
MAX_SECONDS = 60

PIECES = [
    '"', "'", "’", "“", "”", "«", "\\", "%", "%%", "%s", "{}", "{0}", "_", "(", ")", "((", "*", "a*", "a:b", "title:a",
    "{title} : a", "^a", "-a", "+a", "!a", "&", "|", "<->", "a<2>b", ":*", "a:A", "AND", "OR", "NOT", "NEAR(a b, 3)",
    "\x00", "\x1a", "\u2028", "\ud800", "\udfff", "\ufeff", "\u200d", "\u202e", "\U0010ffff", "🌊",
    "👩‍👩‍👧", "<script>",
    "</mark>", "&amp;", "' OR 1=1 --", "; DROP TABLE pages_searchentry", "$$", "?1", "harbour", "HARBOUR", "harbuor",
    "e-mail", "a-b-c-d-e-f", "--", "- -", "’s", "''''", "o'", "café", "cafe\u0301", "\u0301\u0301", "ß", "İ", "ﬁ", "²",
    "½", "①", "海港", "海", "ひらがな", "한국어", "தமிழ்", "ி", "ภาษาไทย", "العربية", "עברית", "ñandú", "1e9999", "NaN",
    "3.14", "1,000,000", "0x00", "a" * 70, "a" * 5000, "海" * 300, " ", "\t", "\r\n", "x y z " * 60, "the", "of", "s",
]  # fmt: skip
PAGES = [
    "",
    "0",
    "-1",
    "1",
    "2",
    "last",
    "9" * 40,
    "9" * 5000,
    "1.5",
    "１",
    "\x00",
    "²",
    "a" * 300,
    "1e3",
]
KINDS = ["", "page", "Page", "nonsense", "\x00", "\ud800", "a" * 5000, "%", "'", "news"]
YEARS = ["", "2026", "0", "-1", "99999999999999999999", "２０２６", "\x00", "x"]


@pytest.fixture
def archive(search_page) -> None:
    topic = make.TopicFactory(name="Sea", slug="sea")
    for number in range(12):
        make.NewsArticleFactory(title=f"Harbour {number} 海港 <b>", topics=[topic])
    make.ContentPageFactory(title="O’Brien’s e-mail & café", body=body("தமிழ் harbour 3.14"))


def texts(count: int, seed: int) -> list[str]:
    """Pieces on their own first, then put together at random, the same ones each time."""
    chance = random.Random(seed)
    made = [
        chance.choice(["", " ", '"']).join(chance.choices(PIECES, k=chance.randint(1, 8)))
        for _ in range(count - len(PIECES))
    ]
    return [*PIECES, *made]


def address(chance: random.Random, text: str) -> str:
    """A query string as a browser would not write it: repeated names, broken bytes."""
    parts = [f"q={quote(text.encode('utf-8', 'surrogatepass'))}"]
    for name, values in (("page", PAGES), ("kind", KINDS), ("year", YEARS), ("topic", KINDS)):
        for value in chance.choices(values, k=chance.choice([0, 0, 1, 2])):
            parts.append(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}")
    if chance.random() < 0.1:
        parts.append(chance.choice(["q=%ff%fe", "q", "=", "&&&", "q[]=a", "q=%", "%00=%00"]))
    chance.shuffle(parts)
    return "&".join(parts)


def test_any_text_becomes_words_that_the_database_takes(db) -> None:
    started = time.process_time()
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
    assert time.process_time() - started < MAX_SECONDS


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
    started = time.process_time()
    chance = random.Random(SEED)
    for text in texts(SEARCHED, SEED + 1):
        chosen = facets.chosen_in(QueryDict(address(chance, "x")))
        found = search(text, chosen)
        assert not found.has_failed, text
        for result in ResultPaginator(found, 3).get_page(chance.choice(PAGES)):
            for html in (result.title, result.excerpt):
                plain = html.replace("<mark>", "").replace("</mark>", "")
                assert "<" not in plain and html.count("<mark>") == html.count("</mark>")
    assert time.process_time() - started < MAX_SECONDS


def test_any_address_is_answered(archive, search_page, client) -> None:
    started = time.process_time()
    chance = random.Random(SEED)
    statuses = {
        text: response.status_code
        for text in texts(REQUESTED, SEED + 2)
        if (response := client.get(f"{search_page.url}?{address(chance, text)}")).status_code
        not in (200, 400)
    }
    assert statuses == {}
    assert time.process_time() - started < MAX_SECONDS
    # Nothing that was asked has spoilt the connection.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


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
