"""Counts how many do something at once."""

import threading
import time


class Crowd:
    """Each call takes so many seconds; `most` is how many were inside at once."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._lock = seconds, threading.Lock()
        self._inside = self.most = 0

    def __call__(self) -> None:
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        time.sleep(self._seconds)
        with self._lock:
            self._inside -= 1
