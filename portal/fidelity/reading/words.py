"""Words, as both sides count them: what typography changes makes no difference."""

import re
import unicodedata

_QUOTES = re.compile("[\"'`´‘’‚‛“”„‟′″«»‹›]")
_DASHES = re.compile(r"[-‐‑‒–—―−]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f]")
#: Where HTML stands in the middle of a Markdown line, kramdown prints the tags of blocks as text.
_PRINTED_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_PRINTED_INLINE = frozenset({"a", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u"})
_EDGES = ".,;:!?…()[]{}<>*_~|\\/#•·=^-"
_READABLE = re.compile(r"\w")


def words(text: str) -> list[str]:
    """The words of a text in order: stretches without spaces that hold a letter or a digit.

    Quotation marks, the kind of a dash, and punctuation at the ends of a word are left out,
    because kramdown's typography and the page's own change them.
    """
    text = _PRINTED_TAG.sub(_gap, text)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = _DASHES.sub("-", _QUOTES.sub("", text))
    return [
        word for part in text.split() if (word := part.strip(_EDGES)) and _READABLE.search(word)
    ]


def _gap(match: re.Match[str]) -> str:
    return "" if match[1].lower() in _PRINTED_INLINE else " "


def plain(text: str) -> str:
    """The text as its words with one space between them, for comparing short texts."""
    return " ".join(words(text))
