"""Misspelt words: which other word may have been meant, and whether public pages have it."""

from collections.abc import Callable
from itertools import islice, product

from pages.search import databases
from pages.search.query import Query

MIN_LENGTH = 4
#: Other words that are tried for each word, and queries that are tried in all.
MAX_WORDS, MAX_ATTEMPTS = 4, 8
MAX_MISSPELT = 4


def corrected(query: Query, count: Callable[[Query], int]) -> Query | None:
    """The nearest query that finds something; None when there is none.

    `count` says how many public pages a query finds: only their words are ever suggested.
    """
    options: list[list[tuple[int, str]]] = []
    misspelt = 0
    for phrase in query.phrases:
        near = []
        if len(phrase.form) >= MIN_LENGTH and misspelt < MAX_MISSPELT:
            misspelt += 1
            near = near_words(phrase.form)
        options.append([(0, ""), *near])
    attempts = sorted(product(*options), key=lambda words: sum(cost for cost, _ in words))
    best: tuple[int, int] | None = None
    answer = None
    for words in islice(attempts, 1, MAX_ATTEMPTS + 1):
        cost = sum(cost for cost, _ in words)
        if best and cost > best[0]:
            break
        attempt = query.with_words({n: word for n, (_, word) in enumerate(words) if word})
        found = count(attempt) if attempt else 0
        if found and (best is None or found > best[1]):
            best, answer = (cost, found), attempt
    return answer


def near_words(word: str) -> list[tuple[int, str]]:
    """Known words within a slip or two of the keyboard, the nearest first, with that number."""
    allowed = 1 if len(word) <= 5 else 2
    near = [
        (distance, other)
        for other in databases.of_this_site().near_words(word)
        if other != word and (distance := slips(word, other, allowed)) <= allowed
    ]
    return sorted(near, key=lambda found: found[0])[:MAX_WORDS]


def slips(one: str, other: str, limit: int) -> int:
    """Letters to add, leave out, change or swap with the next to come from one word to the other;
    more than `limit` stands for any greater number (Damerau 1964, without overlaps).
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != wanted))
            is_swap = (
                row > 1 and column > 1 and (letter, wanted) == (other[column - 2], one[row - 2])
            )
            if is_swap:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > limit:
            return limit + 1
        before, above = above, here
    return above[-1]
