"""Words of a text as the search knows them, the same on every database and in every highlight.

A word is lower-cased, without Latin accents, apostrophes and English endings, so that "Ministry’s",
"ministries" and "Ministry" are one. Scripts that are written without spaces count each character.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

#: Longer ones are no words, and databases refuse them at some length.
MAX_WORD = 64
_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = "'’ʼ＇"
_VOWEL = re.compile("[aeiouy]")
#: English words whose last letters only look like an ending.
_NO_ENDING = frozenset({"news", "united", "series", "species", "need", "needed", "evening"})


def _ranges(codes: list[int]) -> str:
    """Code points as the inside of a character class."""
    parts: list[list[int]] = []
    for code in codes:
        if parts and code == parts[-1][1] + 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in parts)


# The vowel signs of Tamil and others are marks, which `\w` leaves out.
_MARKS = _ranges(
    [
        code
        for code in range(min(sys.maxunicode, 0xFFFF) + 1)
        if unicodedata.category(chr(code)) in {"Mn", "Mc"}
    ]
)
#: Chinese characters and Japanese syllables.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_LETTERS = rf"(?:(?![{_UNSPACED}_])[\w{_MARKS}])+"
_WORD = rf"{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*"
_TOKEN = re.compile(rf"(?P<compound>{_WORD}(?:[-‐‑]{_WORD})+)|(?P<word>{_WORD})|[{_UNSPACED}]")
_PART = re.compile(_WORD)


class Token(NamedTuple):
    """One word of a text: where it stands, and how the search knows it."""

    start: int
    end: int
    key: str
    #: As it is written, folded but with its ending: what a suggestion shows.
    form: str
    #: Whether it repeats the parts of "e-mail" as one word.
    is_joined: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order; a word with hyphens comes as its parts, then as one."""
    for match in _TOKEN.finditer(text):
        if match["compound"]:
            yield from _parts(match)
        elif token := _token(match.group(), match.start(), match.end()):
            yield token


@lru_cache(maxsize=4)
def all_tokens(text: str) -> tuple[Token, ...]:
    """The same at once. Whoever indexes a page asks for those of its texts again and again."""
    return tuple(tokens(text))


def _parts(match: re.Match) -> Iterator[Token]:
    forms = []
    for part in _PART.finditer(match.group()):
        at = match.start()
        if token := _token(part.group(), at + part.start(), at + part.end()):
            forms.append(token.form)
            yield token
    joined = "".join(forms)
    if len(forms) > 1 and len(joined) <= MAX_WORD:
        yield Token(match.start(), match.end(), stem(joined), joined, is_joined=True)


def _token(written: str, start: int, end: int) -> Token | None:
    form = fold(written)
    return Token(start, end, stem(form), form) if form else None


def may_hold(text: str, keys: Iterable[str]) -> bool:
    """Whether one of these words may be among those of a text; far faster than to look at each."""
    folded = text.casefold() if text.isascii() else _unaccented(text)
    for apostrophe in _APOSTROPHES:
        folded = folded.replace(apostrophe, "")
    folded = unicodedata.normalize("NFKC", folded)
    # A stem is how the word begins, but for its last letter.
    return any(key[:-1] in folded for key in keys)


def _unaccented(text: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without case, Latin accents, apostrophes and the English possessive."""
    folded = _unaccented(word[:MAX_WORD])
    for apostrophe in _APOSTROPHES:
        folded = folded.removesuffix(f"{apostrophe}s").replace(apostrophe, "")
    folded = unicodedata.normalize("NFKC", folded)
    return "".join(sign for sign in folded if sign.isalnum() or _is_mark(sign))[:MAX_WORD]


@lru_cache(maxsize=50_000)
def stem(form: str) -> str:
    """A folded word without its English ending; what is no English word stays as it is.

    After the first step of Porter's algorithm (1980), which joins the forms of one word without
    joining different words much.
    """
    if not (form.isascii() and form.isalpha()) or len(form) < 4 or form in _NO_ENDING:
        return form
    word = _without_plural(form)
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3 and _VOWEL.search(base):
            is_doubled = base[-1] == base[-2] and base[-1] not in "lsz"
            word = base[:-1] if is_doubled else base
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    return word


def _without_plural(form: str) -> str:
    if form.endswith(("sses", "ches", "shes", "xes")):
        return form[:-2]
    if form.endswith("ies"):
        return form[:-3] + "y"
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        return form[:-1]
    return form


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Mc"}
