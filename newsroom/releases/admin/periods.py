"""The days that the calendar shows at a time."""

import calendar
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from pages import clock

#: What the calendar turns over; instants lie within these years (`pages.moments`).
_YEARS = range(1971, 2199)
_STRETCH = 30


@dataclass(frozen=True)
class Period(ABC):
    """Some days in a row, named in the address by one of them."""

    first: date

    #: What the address calls it.
    parameter = ""

    @classmethod
    @abstractmethod
    def around(cls, day: date) -> Self:
        """The one that shows `day`."""

    @classmethod
    def named(cls, query: Mapping[str, str]) -> Self:
        """The one that an address asks for; the present one when it asks for none that exists."""
        try:
            day = cls.read(query.get(cls.parameter, ""))
        except ValueError:
            day = clock.today()
        return cls.around(day if day.year in _YEARS else clock.today())

    @classmethod
    def read(cls, value: str) -> date:
        """The day that the address names. Raises ValueError."""
        return date.fromisoformat(value)

    @property
    def query(self) -> dict[str, str]:
        """How an address asks for it."""
        return {self.parameter: self.first.isoformat()}

    @property
    @abstractmethod
    def days(self) -> list[date]:
        """Every day that is shown."""

    @property
    def named_day(self) -> date:
        """The day to stay at when the view changes: today, if it is shown."""
        today = clock.today()
        return today if today in self.days and not self.is_outside(today) else self.first

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is called."""

    @property
    def previous(self) -> Self | None:
        """The one before it, if the calendar turns over so far."""
        return self._beside(self.first - timedelta(days=1))

    @property
    @abstractmethod
    def next(self) -> Self | None:
        """The one after it, if the calendar turns over so far."""

    def is_outside(self, day: date) -> bool:
        """Whether a day is shown only to fill a week."""
        return False

    def _beside(self, day: date) -> Self | None:
        return type(self).around(day) if day.year in _YEARS else None


class Month(Period):
    """A month, with the days that fill its weeks; they begin on Monday."""

    parameter = "month"

    @classmethod
    def around(cls, day: date) -> Self:
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    @property
    def query(self) -> dict[str, str]:
        return {self.parameter: f"{self.first:%Y-%m}"}

    @property
    def days(self) -> list[date]:
        return list(calendar.Calendar().itermonthdates(self.first.year, self.first.month))

    @property
    def title(self) -> str:
        return f"{self.first:%B %Y}"

    @property
    def next(self) -> Self | None:
        return self._beside(self.first + timedelta(days=31))

    def is_outside(self, day: date) -> bool:
        return day.month != self.first.month


class Stretch(Period):
    """Some weeks from a day on."""

    parameter = "from"

    @classmethod
    def around(cls, day: date) -> Self:
        return cls(day)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(_STRETCH)]

    @property
    def title(self) -> str:
        last = self.days[-1]
        first = f"{self.first.day} {self.first:%b}"
        if self.first.year != last.year:
            first += f" {self.first.year}"
        return f"{first} to {last.day} {last:%b %Y}"

    @property
    def previous(self) -> Self | None:
        return self._beside(self.first - timedelta(days=_STRETCH))

    @property
    def next(self) -> Self | None:
        return self._beside(self.first + timedelta(days=_STRETCH))
