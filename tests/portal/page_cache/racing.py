"""What visitors may see while somebody changes a site: no state that is older than the last one
they could know of, and none before its time.
"""

import http.client
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

HIDDEN = "hidden"


@dataclass
class State:
    """What a thing shows, and where it has its address; times are `time.time()`.

    Nobody may see it before `begun`; whoever asks after `known` may see nothing older.
    """

    shows: str
    address: str = ""
    begun: float = 0.0
    known: float = float("inf")


@dataclass(frozen=True)
class Thing:
    """Something that changes, and says “name state number” where it is shown."""

    name: str
    #: Whether an answer on which nothing of it is to be found says that it is hidden.
    absence_tells: bool = True

    def found_in(self, body: bytes) -> tuple[str, ...]:
        found = {match.decode() for match in re.findall(rb"\w+ state \d+\b", body)}
        mine = sorted(one for one in found if one.startswith(f"{self.name} "))
        return tuple(mine) or ((HIDDEN,) if self.absence_tells else ())


@dataclass(frozen=True)
class View:
    """An address, the things that are shown there, and the one whose address it is, or was."""

    path: str
    things: tuple[Thing, ...]
    owner: Thing | None = None


@dataclass(frozen=True)
class Seen:
    """What one answer showed of one thing: nothing but states, or that it is hidden."""

    machine: int
    path: str
    thing: str
    shows: tuple[str, ...]
    is_at_home: bool
    began: float
    ended: float


class Reader:
    """A visitor of one process of a machine."""

    def __init__(self, machine: int, port: int) -> None:
        self._machine = machine
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def read(self, view: View) -> list[Seen]:
        began = time.time()
        self._connection.request("GET", view.path, headers={"Host": "localhost"})
        response = self._connection.getresponse()
        body = response.read()
        ended = time.time()
        assert response.status < 500, f"{view.path}: {response.status}"
        location = urlsplit(response.headers.get("Location", ""))
        seen = {}
        if view.owner is not None:
            seen[view.owner] = _of_owner(view.owner, response.status, location.geturl(), body)
        if response.status == 200:
            seen |= {thing: thing.found_in(body) for thing in view.things}
        return [
            Seen(self._machine, view.path, thing.name, shows, thing is view.owner, began, ended)
            for thing, shows in seen.items()
            if shows
        ]


def _of_owner(owner: Thing, status: int, location: str, body: bytes) -> tuple[str, ...]:
    if status in (404, 410):
        return (HIDDEN,)
    if location:
        parts = urlsplit(location)
        same_site = parts.hostname in (None, "localhost")
        return (f"→ {parts.path if same_site else location}",)
    return owner.found_in(body)


class Judge:
    """Says of each answer whether it was right. `patience` is for how many seconds another machine
    than the first may show what was before a commit, and `word` how long at most it takes from the
    first page there that is new to the last one that is not.
    """

    def __init__(
        self, states: Mapping[str, Sequence[State]], patience: float, word: float = 0.0
    ) -> None:
        self._states, self._patience, self._word = states, patience, word
        #: Seconds after a commit at which the other machine still showed what was before it.
        self.late: list[float] = []

    def wrong(self, seen: Iterable[Seen]) -> list[str]:
        """A line for each answer that was older than it may be, early, or of no state at all."""
        # In the order in which they ended: what somebody has seen, nobody is shown less of later.
        newest: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
        found = []
        for answer in sorted(seen, key=lambda one: one.ended):
            known = newest[answer.machine, answer.thing]
            until = answer.began - (self._word if answer.machine else 0.0)
            last = max((number for ended, number in known if ended < until), default=0)
            possible = self._possible(answer, max(last, self._floor(answer)))
            numbers = [
                [number for number, shows in possible if one in shows] for one in answer.shows
            ]
            if not all(numbers):
                found.append(self._told(answer, possible))
                continue
            known.append((answer.ended, min(min(some) for some in numbers)))
            # Only the newest ones can raise the bar.
            del known[:-1000]
            self._note_delay(answer, max(max(some) for some in numbers))
        return found

    def _floor(self, answer: Seen) -> int:
        until = answer.began - (self._patience if answer.machine else 0.0)
        states = self._states[answer.thing]
        return max(number for number, state in enumerate(states) if state.known <= until)

    def _possible(self, answer: Seen, floor: int) -> list[tuple[int, set[str]]]:
        return [
            (number, _may_show(state, answer))
            for number, state in enumerate(self._states[answer.thing])
            if number >= floor and state.begun <= answer.ended
        ]

    def _note_delay(self, answer: Seen, number: int) -> None:
        states = self._states[answer.thing]
        if answer.machine and number + 1 < len(states):
            late = answer.began - states[number + 1].known
            if late > 0:
                self.late.append(late)

    def _told(self, answer: Seen, possible: list[tuple[int, set[str]]]) -> str:
        states = self._states[answer.thing]
        near = [
            (number, state.shows, state.address, f"known {state.known - answer.began:+.3f} s")
            for number, state in enumerate(states)
            if abs(state.known - answer.began) < 3 or number in dict(possible)
        ]
        return (
            f"{answer.path} showed {', '.join(answer.shows)} of {answer.thing} on machine "
            f"{answer.machine}; right was {possible}; states around it: {near}"
        )


def _may_show(state: State, answer: Seen) -> set[str]:
    if state.shows == HIDDEN or not answer.is_at_home or not state.address:
        return {state.shows}
    if state.address == answer.path:
        return {state.shows}
    # Where it was before, visitors are sent on; where it never was, there is nothing.
    return {HIDDEN, f"→ {state.address}"}


def read(sites: list[tuple[int, int]], views: list[View], seed: int, end: float) -> list[Seen]:
    """Ask for anything anywhere until the end; `sites` are machines and ports."""
    chance, seen = random.Random(seed), []
    readers = [Reader(machine, port) for machine, port in sites]
    while time.time() < end:
        seen += chance.choice(readers).read(chance.choice(views))
    return seen
