"""Where in the shared file it stands when a key was changed last.

Keys (`pages.dependencies`) share a fixed number of places, by their digest: two that meet in one
make an answer anew once too often, and nothing has to be thrown away.
"""

import struct
from collections.abc import Collection, Iterable
from functools import lru_cache
from hashlib import blake2b

from pages.dependencies import ANYTHING, EVERYTHING

PLACES = 1 << 15
#: The places that no other key has.
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
    digest = int.from_bytes(blake2b(key.encode(), digest_size=8).digest())
    return len(_FIXED) + digest % (PLACES - len(_FIXED))


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
    of the file's numbers.
    """
    return all(
        place != OF_ANYTHING and (since - _word_at(changes, 8 * place)[0]) % LIMIT < WINDOW
        for place in places
    )
