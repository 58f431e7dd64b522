"""What a visitor typed, cut down to phrases that every database can take."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from pages.search.words import Token, tokens

MAX_LENGTH = 200
MAX_PHRASES = 12
MAX_WORDS = 24
MIN_PREFIX = 3
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_CHUNK = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')


@dataclass(frozen=True)
class Phrase:
    """Words that stand next to each other in a page; mostly only one."""

    keys: tuple[str, ...]
    #: As it was typed, without quotes.
    written: str
    #: The folded word, when it is a single one that may be misspelt.
    form: str = ""
    is_quoted: bool = False
    #: Its last word may go on: "harb" for "harbour".
    is_prefix: bool = False
    #: The same as one word: "email" for "e-mail".
    joined: str = ""


@dataclass(frozen=True)
class Query:
    """Phrases that a page must have: all of them, or at least one."""

    text: str = ""
    phrases: tuple[Phrase, ...] = ()
    is_any: bool = False

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @property
    def keys(self) -> frozenset[str]:
        """Every word, for highlights."""
        words = {key for phrase in self.phrases for key in phrase.keys}
        return frozenset(words | {phrase.joined for phrase in self.phrases if phrase.joined})

    @property
    def prefix(self) -> str:
        """The beginning of a word that any word may continue; empty for most queries."""
        last = self.phrases[-1] if self.phrases else None
        return last.keys[-1] if last and last.is_prefix else ""

    def with_open_end(self) -> "Query | None":
        """The same, while its last word may go on; None where that makes no sense."""
        last = self.phrases[-1]
        if last.is_quoted or len(last.form) < MIN_PREFIX:
            return None
        opened = replace(last, keys=(last.form,), is_prefix=True)
        return replace(self, phrases=(*self.phrases[:-1], opened))

    def with_any_word(self) -> "Query | None":
        """The same, for pages with some of the words; None when there is nothing to leave out."""
        loose = [part for phrase in self.phrases for part in _loosened(phrase)]
        if len(loose) < 2:
            return None
        return replace(self, phrases=tuple(loose[:MAX_WORDS]), is_any=True)

    def with_words(self, forms: dict[int, str]) -> "Query":
        """The same with other words at these places."""
        texts = [
            forms.get(place, f"“{phrase.written}”" if phrase.is_quoted else phrase.written)
            for place, phrase in enumerate(self.phrases)
        ]
        return parse(" ".join(texts))


def parse(text: str) -> Query:
    """The query behind any text; false when no word is left."""
    text = " ".join(_CONTROL.sub(" ", text[:MAX_LENGTH]).split())
    phrases: list[Phrase] = []
    left = MAX_WORDS
    for match in _CHUNK.finditer(text):
        quoted, plain = match.groups()
        written = (quoted if plain is None else plain).strip()
        found = list(tokens(written))
        words = [token for token in found if not token.is_joined][:left]
        if not words:
            continue
        left -= len(words)
        phrases.append(_phrase(written, words, found, is_quoted=plain is None))
        if left <= 0 or len(phrases) == MAX_PHRASES:
            break
    return Query(text, tuple(phrases))


def _phrase(written: str, words: list[Token], found: list[Token], *, is_quoted: bool) -> Phrase:
    joined = [token for token in found if token.is_joined]
    # "e-mail" is one word with a hyphen in it; in "a well-known man" it is one of several.
    is_compound = len(joined) == 1 and len(found) == len(words) + 1 and not is_quoted
    return Phrase(
        keys=tuple(token.key for token in words),
        written=written,
        form=words[0].form if len(words) == 1 and not is_quoted else "",
        is_quoted=is_quoted,
        joined=joined[0].key if is_compound and joined[0].start == words[0].start else "",
    )


def _loosened(phrase: Phrase) -> list[Phrase]:
    """A phrase as the least parts that mean something: a word, or two Chinese characters."""
    keys = phrase.keys
    if len(keys) <= 2 and all(map(_is_unspaced, keys)):
        return [replace(phrase, is_prefix=False)]
    pairs = [(a, b) for a, b in pairwise(keys) if _is_unspaced(a + b)]
    single = [(key,) for key in keys if not _is_unspaced(key) and len(key) > 2]
    return [Phrase(part, " ".join(part)) for part in (*pairs, *single)]


def _is_unspaced(key: str) -> bool:
    return "\u3040" <= key[0] <= "\u9fff" or key[0] >= "\U00020000"
