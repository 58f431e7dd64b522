"""A process that is there all the time: it looks for work, naps, and survives the database."""

import os
import select
from abc import ABC, abstractmethod
from collections.abc import Callable

from django.db import Error, connection


class Resident(ABC):
    """Looks for work until it is told to stop.

    `say` takes lines for the operator. With `parent`, the number of the process that started this
    one, it ends with that process.
    """

    #: Seconds between two attempts to reach a database that does not answer.
    first_wait, longest_wait = 1.0, 30.0

    def __init__(self, say: Callable[[str], None], *, parent: int | None = None) -> None:
        self._say = say
        self._parent = parent
        self._stopped = False
        self._awake, self._wake = os.pipe()
        self._wait_for_database = 0.0

    @abstractmethod
    def look(self) -> float:
        """Do what is to be done; returns for how many seconds there is nothing to do."""

    def stop(self) -> None:
        """End after what is in hand. A signal handler may call it: it takes no lock."""
        self._stopped = True
        os.write(self._wake, b".")

    def is_over(self) -> bool:
        """Whether it was told to stop, or the process that started it is gone."""
        orphaned = self._parent is not None and os.getppid() != self._parent
        return self._stopped or orphaned

    def run(self) -> None:
        """Work until told to stop. What is in hand is finished."""
        while not self.is_over():
            try:
                nap = self.look()
                self.found_database()
            except Error as error:
                nap = self.lost_database(error)
            select.select([self._awake], [], [], nap)

    def lost_database(self, error: Error) -> float:
        """Say so once; returns for how many seconds to wait before it is tried again."""
        connection.close()
        if not self._wait_for_database:
            first_line = next(iter(str(error).splitlines()), type(error).__name__)
            self._say(f"The database does not answer; trying again until it does. ({first_line})")
        doubled = max(self._wait_for_database * 2, self.first_wait)
        self._wait_for_database = min(doubled, self.longest_wait)
        return self._wait_for_database

    def found_database(self) -> None:
        """It answered: say so when it had not."""
        if self._wait_for_database:
            self._say("The database answers again.")
        self._wait_for_database = 0.0
