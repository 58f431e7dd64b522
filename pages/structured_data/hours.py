"""Opening hours as editors write them, where they can be understood without a doubt.

https://schema.org/OpeningHoursSpecification
"""

import re

from pages.structured_data.values import Node

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_GROUPS = {
    "daily": WEEK, "every day": WEEK, "weekdays": WEEK[:5], "weekends": WEEK[5:],
    "weekend": WEEK[5:],
}  # fmt: skip
_TO = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*([ap])\.?m\.?", re.IGNORECASE)
_TIME_OF_24 = re.compile(r"(\d{1,2})[.:](\d{2})")
_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}


def opening_hours(days: str, times: str) -> Node:
    """“Monday to Friday”, “8.30 am to 5 pm” as schema.org has it; empty for anything unclear."""
    named, span = _days(days), [_time(part) for part in _TO.split(times.strip())]
    if not named or len(span) != 2 or not all(span):
        return {}
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{day}" for day in named],
        "opens": span[0],
        "closes": span[1],
    }


def _days(text: str) -> list[str]:
    text = text.strip().lower()
    if text in _GROUPS:
        return list(_GROUPS[text])
    named: list[str] = []
    for part in filter(None, _AND.split(text)):
        ends = [_day(word) for word in _TO.split(part)]
        if None in ends or len(ends) > 2:
            return []
        first, last = ends[0], ends[-1]
        if first > last:  # type: ignore[operator]
            return []
        named.extend(WEEK[first : last + 1])  # type: ignore[operator]
    return named


def _day(word: str) -> int | None:
    """The place of a day in the week, by its name or its first letters."""
    word = (
        word.strip(" .").removesuffix("s")
        if word.strip(" .").endswith("days")
        else word.strip(" .")
    )
    if len(word) < 3:
        return None
    places = [place for place, day in enumerate(WEEK) if day.lower().startswith(word)]
    return places[0] if len(places) == 1 else None


def _time(text: str) -> str:
    text = text.strip().lower()
    if text in _WORDS:
        return _WORDS[text]
    if match := _TIME.fullmatch(text):
        hour, minute = int(match[1]), int(match[2] or 0)
        if not (1 <= hour <= 12 and minute < 60):
            return ""
        return f"{hour % 12 + (12 if match[3] == 'p' else 0):02}:{minute:02}"
    if match := _TIME_OF_24.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
        return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
    return ""
