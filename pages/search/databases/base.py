from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from django.db import connection

from pages.models.search_index import SearchEntry
from pages.search.query import Phrase, Query
from pages.search.words import all_tokens

#: Of a search that finds more, the newest so many are ranked, and as many by their title.
MAX_RANKED = 1000
#: Milliseconds after which a search is given up.
MAX_MILLISECONDS = 2000
MAX_NEAR_WORDS = 60

#: The places of a word, from the one that weighs most.
IN_BODY, IN_SUMMARY, IN_TITLE = range(3)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A public page that matches; `rank` grows with how well."""

    page: int
    kind: str
    year: int | None
    date: date | None
    title: str
    #: The weightiest place that holds the whole query.
    place: int
    rank: float


class SearchDatabase(ABC):
    """Writes what is searched, and finds it. Texts that go in are words that `words` has made."""

    @abstractmethod
    def write(self, entry: SearchEntry) -> None:
        """Store an entry, and the index of its words."""

    @abstractmethod
    def learn(self, words: Collection[str]) -> None:
        """Remember words, to compare misspelt ones with."""

    @abstractmethod
    def written(self, query: Query) -> str:
        """A query in the language of the database."""

    @abstractmethod
    def find(self, query: Query, public: tuple[str, tuple]) -> list[Candidate]:
        """Matches in no order; `public` is a statement that selects the ids of public pages."""

    @abstractmethod
    def near_words(self, word: str) -> list[str]:
        """Words that are written alike, the likest first."""

    @abstractmethod
    def time_limit(self) -> AbstractContextManager[None]:
        """Statements inside raise DatabaseError when they take too long, and spoil nothing."""

    def rows(self, statement: str, parameters: Iterable) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, tuple(parameters))
            return cursor.fetchall()


def texts_of(entry: SearchEntry) -> tuple[str, str, str]:
    """What is searched of an entry: its title, summary and body."""
    return entry.title, entry.summary, entry.body


def columns_of(entry: SearchEntry) -> tuple:
    """The values of an entry's row, in the order of its fields."""
    day = entry.date and entry.date.isoformat()
    return (entry.page_id, entry.kind, entry.year, day, *texts_of(entry))


def words_of(text: str) -> str:
    """The words of a text for the index, those with hyphens once more at the end as one."""
    plain: list[str] = []
    joined: list[str] = []
    for token in all_tokens(text):
        (joined if token.is_joined else plain).append(token.key)
    return " ".join(plain + joined)


def expression(query: Query, *, phrase, both: str, either: str) -> str:
    """A query in the language of a database; `phrase` writes the words of one phrase."""

    def alternatives(part: Phrase) -> str:
        written = [phrase(part.keys, part.is_prefix)]
        if part.joined:
            written.append(phrase((part.joined,), False))
        return f"({either.join(written)})"

    return (either if query.is_any else both).join(map(alternatives, query.phrases))
