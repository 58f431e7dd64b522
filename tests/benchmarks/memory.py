"""The memory of a process and of those that it started."""

import threading
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_PAUSE = 0.1


class Watch:
    """Looks ten times a second at a process and its children; `peak` is in MB.

    Pages that processes share count once (Linux's PSS). Elsewhere than on Linux `peak` stays 0.
    """

    def __init__(self, process_id: int):
        self.peak = 0.0
        self._id = process_id
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The peak, once the process has ended."""
        self._over.set()
        self._thread.join()
        return self.peak

    def _look(self) -> None:
        while not self._over.wait(_PAUSE):
            self.peak = max(self.peak, sum(map(proportional, family(self._id))))


def family(process_id: int) -> Iterator[int]:
    """The process and all that it started, and so on."""
    yield process_id
    try:
        children = (_PROC / f"{process_id}/task/{process_id}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def proportional(process_id: int) -> float:
    """MB of one process; what it shares with others counts in part."""
    try:
        lines = (_PROC / f"{process_id}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
