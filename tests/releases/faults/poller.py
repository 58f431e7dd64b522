"""Visitors who read the addresses of a release again and again, and what they saw when."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Shows(StrEnum):
    """What an answer was made from."""

    OLD = "old"
    NEW = "new"
    #: Parts of both: the answer contradicts itself.
    TORN = "torn"
    FAILED = "failed"


#: Tells from status and text what an answer shows.
Reading = Callable[[int, str], Shows]


@dataclass(frozen=True)
class Seen:
    """One answer; times are seconds of the machine's clock."""

    path: str
    began: float
    ended: float
    status: int
    shows: Shows
    reader: str


class Visitor:
    """A connection that is kept, as browsers keep theirs."""

    def __init__(self, port: int, name: str = "") -> None:
        self._name = name
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def read(self, path: str, reading: Reading) -> Seen:
        """Ask once and tell what was seen."""
        began = time.time()
        try:
            self._connection.request("GET", path, headers={"Host": "localhost"})
            response = self._connection.getresponse()
            status, text = response.status, response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return Seen(path, began, time.time(), 0, Shows.FAILED, self._name)
        ended = time.time()
        shows = Shows.FAILED if status >= 500 else reading(status, text)
        return Seen(path, began, ended, status, shows, self._name)


class Poller:
    """Reads every address each 50 ms: all at the same moment, and one after the other."""

    def __init__(self, port: int, pages: dict[str, Reading], every: float = 0.05) -> None:
        self.seen: list[Seen] = []
        self._over = threading.Event()
        groups = [[path] for path in pages] + [list(pages)]
        self._threads = [
            threading.Thread(target=self._read, args=(port, pages, group, every), daemon=True)
            for group in groups
        ]

    def __enter__(self) -> "Poller":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(30)

    def _read(
        self, port: int, pages: dict[str, Reading], paths: Sequence[str], every: float
    ) -> None:
        visitor = Visitor(port, "one by one" if len(paths) > 1 else "together")
        while not self._over.is_set():
            # Everybody's ticks are the same, so that the readers of one address each ask together.
            time.sleep(every - time.time() % every)
            for path in paths:
                self.seen.append(visitor.read(path, pages[path]))


@dataclass(frozen=True)
class Verdict:
    """Whether a release was one step to its visitors."""

    requests: int
    #: Answers that began after somebody had seen the new state, and still showed the old one.
    late: list[Seen]
    #: Answers that held parts of both.
    torn: list[Seen]
    failed: list[Seen]
    first_new: float
    counts: Counter

    def __str__(self) -> str:
        return (
            f"{self.requests} answers ({dict(self.counts)}): {len(self.late)} old after new, "
            f"{len(self.torn)} torn, {len(self.failed)} failed"
        )


def judge(seen: Sequence[Seen]) -> Verdict:
    """Whether what was seen of a release was all old before one moment and all new after it."""
    new = [answer.ended for answer in seen if answer.shows == Shows.NEW]
    first_new = min(new, default=float("inf"))
    return Verdict(
        requests=len(seen),
        late=[a for a in seen if a.shows == Shows.OLD and a.began > first_new],
        torn=[a for a in seen if a.shows == Shows.TORN],
        failed=[a for a in seen if a.shows == Shows.FAILED],
        first_new=first_new,
        counts=Counter(str(answer.shows) for answer in seen),
    )
