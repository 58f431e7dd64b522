import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import chain, starmap
from operator import attrgetter

from django.db import connection

from pages.models.search_index import SearchEntry, SearchWord
from pages.search.databases.base import (
    IN_BODY,
    IN_SUMMARY,
    IN_TITLE,
    MAX_MILLISECONDS,
    MAX_NEAR_WORDS,
    MAX_RANKED,
    Candidate,
    SearchDatabase,
    columns_of,
    expression,
    texts_of,
    words_of,
)
from pages.search.query import Query

# An entry that stays the same is not written: the counter of publications would take it for one.
_ENTRY = """
    INSERT INTO pages_searchentry (page_id, kind, year, date, title, summary, body)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (page_id) DO UPDATE SET
        kind = excluded.kind, year = excluded.year, date = excluded.date,
        title = excluded.title, summary = excluded.summary, body = excluded.body
    WHERE (kind, year, date, title, summary, body) IS NOT (excluded.kind, excluded.year,
        excluded.date, excluded.title, excluded.summary, excluded.body)
"""
_WORDS = """
    INSERT OR REPLACE INTO pages_searchentry_fts (rowid, title, summary, body)
    VALUES (%s, %s, %s, %s)
"""
# The order of the tables keeps SQLite from asking for the words once for each entry, the plus from
# asking once for each public page: those are looked up one by one, until there are enough.
_FIND = f"""
    SELECT * FROM (
        SELECT found.rowid, entry.kind, entry.year, entry.date, entry.title, {{place}}, {{rank}}
        FROM pages_searchentry_fts AS found
            CROSS JOIN pages_searchentry AS entry ON entry.page_id = found.rowid
        WHERE pages_searchentry_fts MATCH %s
            AND EXISTS (SELECT 1 FROM ({{public}}) AS open WHERE open.public_id = +found.rowid)
        ORDER BY found.rowid DESC LIMIT {MAX_RANKED}
    )
"""  # noqa: S608 - Nothing but a number of ours is put in.
# To weigh a word SQLite counts the entries that have it, all of them.
_RANK = "-bm25(pages_searchentry_fts, 10.0, 4.0, 1.0)"
_NEAR = """
    SELECT word FROM pages_searchword_fts WHERE pages_searchword_fts MATCH %s
    ORDER BY rank LIMIT %s
"""
_COLUMNS = {IN_TITLE: "{title} : ", IN_SUMMARY: "{title summary} : ", IN_BODY: ""}
#: Steps of SQLite's machine between two looks at the clock.
_STEPS = 20_000


class SQLite(SearchDatabase):
    """FTS5: one table of the words by their weight, one of the trigrams of all words."""

    def write(self, entry: SearchEntry) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ENTRY, columns_of(entry))
            cursor.execute(_WORDS, (entry.page_id, *map(words_of, texts_of(entry))))

    def learn(self, words: Collection[str]) -> None:
        # Now: who writes holds the lock of the whole database, and would wait for it once more.
        SearchWord.objects.bulk_create(
            [SearchWord(word=word) for word in sorted(words)], ignore_conflicts=True
        )

    def written(self, query: Query) -> str:
        return expression(query, phrase=_phrase, both=" AND ", either=" OR ")

    def find(self, query: Query, public: tuple[str, tuple]) -> list[Candidate]:
        statement, parameters = public
        text = self.written(query)
        # Of pages with some of the words the place says nothing; only in texts their number counts.
        places = (IN_BODY,) if query.is_any else tuple(_COLUMNS)
        parts = (
            _FIND.format(public=statement, place=place, rank=_RANK if place == IN_BODY else "0")
            for place in places
        )
        asked = ((f"{_COLUMNS[place]}({text})", *parameters) for place in places)
        found: dict[int, Candidate] = {}
        rows = self.rows(" UNION ALL ".join(parts), chain.from_iterable(asked))
        for candidate in sorted(starmap(Candidate, rows), key=attrgetter("place"), reverse=True):
            found.setdefault(candidate.page, candidate)
        return list(found.values())

    def near_words(self, word: str) -> list[str]:
        grams = sorted({word[start : start + 3] for start in range(len(word) - 2)})
        match = " OR ".join(f'"{gram}"' for gram in grams)
        return [row[0] for row in self.rows(_NEAR, (match, MAX_NEAR_WORDS))] if grams else []

    @contextmanager
    def time_limit(self) -> Iterator[None]:
        end = time.monotonic() + MAX_MILLISECONDS / 1000
        connection.ensure_connection()
        database = connection.connection
        database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            yield
        finally:
            database.set_progress_handler(None, _STEPS)


def _phrase(keys: tuple[str, ...], is_prefix: bool) -> str:
    return f'"{" ".join(keys)}"' + (" *" if is_prefix else "")
