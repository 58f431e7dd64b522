"""Where in the shared file it stands when a key was changed last.

Keys (`pages.dependencies`) share a fixed number of words there, by their digest, and each has two of
them: it counts as changed when both were written since. A page that happens to share a word with one
that half of the site names leaves that half alone, whenever it is published; two keys that meet in
both make an answer anew once too often, and nothing has to be thrown away.
"""

import struct
from collections.abc import Collection, Iterable
from functools import lru_cache
from hashlib import blake2b

from pages.dependencies import ANYTHING, EVERYTHING

_BITS = 15
#: So many words there are. A place is the number of one word, or of two, one after the other.
WORDS = 1 << _BITS
#: The places that no other key has, of one word each.
OF_EVERYTHING, OF_ANYTHING = 0, 1
#: How many changes ago something may have been changed last. An older number, which may also come
#: from another file, counts as a change.
WINDOW = 1 << 32
#: Numbers of changes go round at this one.
LIMIT = 1 << 63

_word_at = struct.Struct("=Q").unpack_from
_FIXED = {EVERYTHING: OF_EVERYTHING, ANYTHING: OF_ANYTHING}


@lru_cache(maxsize=20_000)
def place_of(key: str) -> int:
    """The place of a key, the same in every process."""
    if key in _FIXED:
        return _FIXED[key]
    digest, free = blake2b(key.encode(), digest_size=8).digest(), WORDS - len(_FIXED)
    first, second = (int.from_bytes(half) % free for half in (digest[:4], digest[4:]))
    return (len(_FIXED) + first) << _BITS | (len(_FIXED) + second)


def is_place(number: int) -> bool:
    """Whether a number that somebody else wrote is that of a place."""
    return number in _FIXED.values() or len(_FIXED) <= number >> _BITS < WORDS


def words_of(place: int) -> tuple[int, ...]:
    """The words at a place."""
    return (place >> _BITS, place % WORDS) if place >= WORDS else (place,)


def places_of(keys: Iterable[str]) -> tuple[int, ...]:
    """The places of what an answer was made from; that of everything is among them."""
    return tuple(sorted({OF_EVERYTHING, *map(place_of, keys)}))


def places_of_change(keys: Collection[str]) -> tuple[int, ...]:
    """The places at which a change of these keys stands; that of everything alone when it is
    among them, or when nobody knows.
    """
    if not keys or EVERYTHING in keys:
        return (OF_EVERYTHING,)
    return tuple(sorted({*map(place_of, keys)}))


def are_unchanged(changes: bytes, places: Iterable[int], since: int) -> bool:
    """Whether none of the places was changed after the change with the number `since`, by a copy
    of the file's words.
    """
    for place in places:
        if place == OF_ANYTHING:
            return False
        for word in words_of(place):
            if (since - _word_at(changes, 8 * word)[0]) % LIMIT < WINDOW:
                break
        else:
            return False
    return True
