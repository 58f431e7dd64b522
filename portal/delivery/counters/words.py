"""What one machine says to the others of a commit: which it was, and at which places it changed
something. It names no content.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from portal.delivery.counters.board import ALL, Board, Commit
from portal.delivery.counters.keys import OF_EVERYTHING, is_place

if TYPE_CHECKING:
    from portal.delivery.counters.sharing import Telling

#: What a machine says to find out whether it hears itself.
TRIAL = "0:0:1:"
#: So many places are named: a notification of PostgreSQL's has 8,000 bytes at most.
MOST_PLACES = 600
_WORD = re.compile(
    r"([0-9]{1,20}):([0-9]{1,20}):([0-9]{1,20}):((?:[0-9]{1,20},)*[0-9]{0,20})", re.ASCII
)


def word_of(telling: "Telling") -> str:
    """The commit, and the places of what it changes; none for everything."""
    few = len(telling.places) <= MOST_PLACES and OF_EVERYTHING not in telling.places
    places = ",".join(map(str, sorted(telling.places))) if few else ""
    if telling.board is None or telling.commit is None:
        return f"0:0:0:{places}"
    return f"{telling.board.file}:{telling.commit.slot}:{telling.commit.number}:{places}"


def news_of(word: str, board: Board) -> Iterable[int]:
    """The places of what was changed, as far as this machine does not know by itself; everything
    for a word that nobody understands.
    """
    understood = _WORD.fullmatch(word)
    if understood is None:
        return ALL
    if word == TRIAL:
        return ()
    file, slot, number = map(int, understood.group(1, 2, 3))
    if file == board.file and board.takes_care_of(Commit(slot, number)):
        return ()
    places = [int(place) for place in understood[4].split(",") if place]
    return places if places and all(map(is_place, places)) else ALL
