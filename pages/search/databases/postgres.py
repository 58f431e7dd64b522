from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

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
_WRITE = """
    INSERT INTO pages_searchentry AS entry
        (page_id, kind, year, date, title, summary, body, title_words, words)
    SELECT %s, %s, %s, %s, %s, %s, %s, title,
        setweight(title, 'A')
            || setweight(to_tsvector('simple', %s), 'B')
            || setweight(to_tsvector('simple', %s), 'D')
    FROM to_tsvector('simple', %s) AS title
    ON CONFLICT (page_id) DO UPDATE SET
        kind = EXCLUDED.kind, year = EXCLUDED.year, date = EXCLUDED.date,
        title = EXCLUDED.title, summary = EXCLUDED.summary, body = EXCLUDED.body,
        title_words = EXCLUDED.title_words, words = EXCLUDED.words
    WHERE (entry.kind, entry.year, entry.date, entry.title, entry.summary, entry.body,
            entry.title_words, entry.words)
        IS DISTINCT FROM (EXCLUDED.kind, EXCLUDED.year, EXCLUDED.date, EXCLUDED.title,
            EXCLUDED.summary, EXCLUDED.body, EXCLUDED.title_words, EXCLUDED.words)
"""
# Two short lists, each by an index of its own, before anything is ranked. As an array, so that their
# entries are looked up one by one and the table is not read from end to end. What an index finds is
# gathered first: asked for the newest at once, PostgreSQL walks back from the newest entry and
# unpacks the words of each on its way.
_FIND = f"""
    WITH titled AS MATERIALIZED (
        SELECT page_id FROM pages_searchentry WHERE title_words @@ to_tsquery('simple', %s)
    ), worded AS MATERIALIZED (
        SELECT page_id FROM pages_searchentry WHERE words @@ to_tsquery('simple', %s)
    )
    SELECT page_id, kind, year, date, title,
        CASE WHEN title_words @@ query THEN {IN_TITLE}
            WHEN ts_filter(words, '{{{{a,b}}}}') @@ query THEN {IN_SUMMARY}
            ELSE {IN_BODY} END,
        ts_rank('{{{{0.1, 0.1, 0.4, 1}}}}', words, query, 1)
    FROM pages_searchentry, to_tsquery('simple', %s) AS query
    WHERE page_id = ANY(ARRAY(
        (SELECT page_id FROM titled WHERE page_id IN ({{public}})
            ORDER BY page_id DESC LIMIT {MAX_RANKED})
        UNION
        (SELECT page_id FROM worded WHERE page_id IN ({{public}})
            ORDER BY page_id DESC LIMIT {MAX_RANKED})
    ))
"""  # noqa: S608 - Nothing but numbers of ours is put in.
_NEAR = """
    SELECT word FROM pages_searchword, set_config('pg_trgm.similarity_threshold', '0.25', true)
    WHERE word %% %s ORDER BY similarity(word, %s) DESC, word LIMIT %s
"""
# Read from end to end, the table costs more than PostgreSQL thinks: long texts lie outside of it.
_SETTINGS = ("statement_timeout", "enable_seqscan", "jit")


class Postgres(SearchDatabase):
    """Full-text search in two columns with an index each; misspelt words by trigrams."""

    def write(self, entry: SearchEntry) -> None:
        title, summary, body = map(words_of, texts_of(entry))
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, (*columns_of(entry), summary, body, title))

    def learn(self, words: Collection[str]) -> None:
        # In one order, so that two who learn the same words wait for each other and no more.
        rows = [SearchWord(word=word) for word in sorted(words)]

        def add() -> None:
            SearchWord.objects.bulk_create(rows, ignore_conflicts=True)

        # Afterwards: two editors would else wait for each other's words until the end of what they do.
        transaction.on_commit(add, robust=True)

    def written(self, query: Query) -> str:
        return expression(query, phrase=_phrase, both=" & ", either=" | ")

    def find(self, query: Query, public: tuple[str, tuple]) -> list[Candidate]:
        statement, parameters = public
        text = self.written(query)
        found = self.rows(
            _FIND.format(public=statement), (text, text, text, *parameters, *parameters)
        )
        return [Candidate(*row) for row in found]

    def near_words(self, word: str) -> list[str]:
        # An operator that is not there, or in a schema that is not looked into, would be an error.
        if self.rows("SELECT to_regoperator(%s)", ("%(text,text)",)) == [(None,)]:
            return []
        return [row[0] for row in self.rows(_NEAR, (word, word, MAX_NEAR_WORDS))]

    @contextmanager
    def time_limit(self) -> Iterator[None]:
        # A statement that fails spoils the transaction around it, and takes the settings along.
        with transaction.atomic():
            usual = self._set(str(MAX_MILLISECONDS), "off", "off")
            yield
            self._set(*usual)

    def _set(self, *values: str) -> tuple[str, ...]:
        """Change the settings of a search until the transaction ends, and tell what they were."""
        # As a SELECT it is allowed where writing is not.
        parts = ", ".join(f"current_setting('{name}')" for name in _SETTINGS)
        changes = ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
        [row] = self.rows(f"SELECT {parts}, {changes}", values)
        return row[: len(_SETTINGS)]


def _phrase(keys: tuple[str, ...], is_prefix: bool) -> str:
    quoted = [f"'{key}'" for key in keys]
    return " <-> ".join(quoted) + (":*" if is_prefix else "")
