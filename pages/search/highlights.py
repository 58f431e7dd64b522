"""The found words in their surroundings, marked. What comes in is text; what goes out is HTML."""

from bisect import bisect_left

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from pages.search.query import Query
from pages.search.words import tokens

#: Characters of an excerpt, and of it before the first found word.
LENGTH, LEAD = 240, 60
GAP = "…"
#: A body is looked through so far, and no further.
MAX_READ = 60_000


def marked(text: str, query: Query) -> SafeString:
    """The whole text with the words of the query in `<mark>`."""
    return _written(text, _hits(text, query), 0, len(text))


def excerpt(summary: str, body: str, query: Query) -> SafeString:
    """Two lines of a page: its summary while that has a found word or the body has none, else
    the place of the body with the most of them.
    """
    hits = _hits(summary, query)
    if not hits:
        body = body[:MAX_READ]
        if found := _hits(body, query):
            return _window(body, found)
    return _window(summary or body, hits)


def _hits(text: str, query: Query) -> list[tuple[int, int, str]]:
    """Where found words stand; those that only a space or hyphen parts come together."""
    keys, prefix = query.keys, query.prefix
    hits: list[tuple[int, int, str]] = []
    for token in tokens(text):
        if token.key in keys or (prefix and token.form.startswith(prefix)):
            start = token.start
            if hits and start < hits[-1][1]:
                continue
            if hits and start == hits[-1][1]:
                hits[-1] = (hits[-1][0], token.end, hits[-1][2])
            else:
                hits.append((start, token.end, token.key))
    return hits


def _window(text: str, hits: list[tuple[int, int, str]]) -> SafeString:
    start = _best_start(hits) if hits and len(text) > LENGTH else 0
    start = _word_begin(text, max(0, start - LEAD)) if start > LEAD else 0
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", start + LENGTH // 2, end)
        end = space if space > 0 else end
    before = GAP if start else SafeString("")
    after = GAP if end < len(text) else SafeString("")
    return mark_safe(before + _written(text, hits, start, end) + after)


def _best_start(hits: list[tuple[int, int, str]]) -> int:
    """Where the stretch begins that holds the most different words, then the most words."""
    starts = [hit[0] for hit in hits]

    def worth(number: int) -> tuple[int, int]:
        last = bisect_left(starts, starts[number] + LENGTH - LEAD)
        inside = hits[number:last]
        return len({key for _, _, key in inside}), len(inside)

    # The first of several that are as good.
    best = max(range(min(len(hits), 500)), key=lambda number: (*worth(number), -number))
    return starts[best]


def _word_begin(text: str, place: int) -> int:
    space = text.find(" ", place, place + 30)
    return space + 1 if space >= 0 else place


def _written(text: str, hits: list[tuple[int, int, str]], start: int, end: int) -> SafeString:
    parts, place = [], start
    for first, last, _ in hits:
        if first >= place and last <= end:
            parts += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
            place = last
    parts.append(escape(text[place:end]))
    return mark_safe("".join(parts))
