"""How far a run is, for the person at the terminal."""

import time
from collections.abc import Callable
from typing import Protocol

from portal.isomer.models.runs import Phase

_WIDTH = 30
#: Where nobody watches, such as in a log, a line is enough about this often.
_LINES = 10
#: A terminal is written to at most this often, in seconds.
_PAUSE = 0.2


class Stream(Protocol):
    """What is written to: a file, or a command's output."""

    def isatty(self) -> bool: ...
    def write(self, text: str) -> object: ...
    def flush(self) -> None: ...


class ProgressBar:
    """A bar with rate and remaining time on a terminal, a few lines elsewhere.

    Called as a run reports: with the phase, how many are done, and of how many.
    """

    def __init__(self, stream: Stream, seconds: Callable[[], float] = time.monotonic):
        self._stream = stream
        self._seconds = seconds
        self._moves = stream.isatty()
        self._phase = ""
        self._began = 0.0
        self._first = 0
        self._shown = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        now = self._seconds()
        if phase != self._phase:
            self._phase, self._began, self._first = phase, now, done
            self._shown = now - _PAUSE if self._moves else 0.0
        over = done >= total
        if self._moves:
            if over or now - self._shown >= _PAUSE:
                self._shown = now
                self._stream.write(f"\r\x1b[K{self._bar(now, done, total)}{chr(10) * over}")
                self._stream.flush()
        elif phase in {Phase.PAGES, Phase.ROLLBACK} and (over or self._is_due(done, total)):
            self._stream.write(f"  {done} of {total} pages{self._pace(now, done, total)}\n")

    def _is_due(self, done: int, total: int) -> bool:
        step = done * _LINES // max(total, 1)
        due, self._shown = step > self._shown, float(step)
        return due

    def _bar(self, now: float, done: int, total: int) -> str:
        filled = _WIDTH * done // max(total, 1)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        return f"  {bar} {done} of {total} {_NAMES[self._phase]}{self._pace(now, done, total)}"

    def _pace(self, now: float, done: int, total: int) -> str:
        elapsed, finished = now - self._began, done - self._first
        if elapsed <= 0 or finished <= 0:
            return ""
        rate = finished / elapsed
        left = round((total - done) / rate)
        remaining = f", {left // 60}:{left % 60:02} left" if done < total else ""
        return f", {rate:.0f} a second{remaining}"


_NAMES: dict[str, str] = {
    Phase.READING: "files",
    Phase.PLACES: "places",
    Phase.PAGES: "pages",
    Phase.SETTINGS: "pages; menu, settings, files and redirects",
    Phase.ROLLBACK: "pages taken back",
}
