"""Dates as Ruby's `Time.parse` reads them, which is what Jekyll asks."""

import re
from datetime import UTC, date, datetime, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = "|".join(_MONTHS)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})(?!\d)")
_EIGHT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_NAMED = (
    re.compile(
        rf"(?:[a-z]+,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<name>{_NAMES})[a-z]*\.?,?"
        r"[\s-]+(?P<year>\d{4})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:[a-z]+,?\s+)?(?P<name>{_NAMES})[a-z]*\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
        r"(?P<year>\d{4})(?!\d)",
        re.IGNORECASE,
    ),
)
_SHORT_YEAR = re.compile(r"(?P<year>\d{2,3})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_TIME = re.compile(
    r"(?:T|\s)\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]m)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
#: A post's file name as Jekyll knows it: a date, a name, a suffix.
POST_NAME = re.compile(r"^(\d{2,4}-\d{1,2}-\d{1,2})-(.*)(\.[^.]+)$", re.DOTALL)


def parse_date(value: object) -> date | None:
    """The calendar day that a value names as it is written, whatever its zone; None without one.

    A day that its month does not have runs over into the next, up to the 31st.
    """
    found = _day(str(value or "").strip())
    return found[0] if found else None


def parse_moment(value: object) -> datetime | None:
    """The instant of a value, without a zone taken as UTC: what posts are put in order by."""
    text = str(value or "").strip()
    found = _day(text)
    if found is None:
        return None
    day, rest = found
    start = moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    time = _TIME.match(rest)
    if not time:
        return moment
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower() == "pm" else 0)
    if hour > 24 or int(time["minute"]) > 59 or int(time["second"] or 0) > 60:
        return moment
    try:
        moment += timedelta(
            hours=hour, minutes=int(time["minute"]), seconds=int(time["second"] or 0)
        )
        return moment - _offset(time["zone"] or "")
    except OverflowError:
        return start


def name_date(name: str) -> date | None:
    """The date that a post's file name begins with; None when Jekyll takes it for no post."""
    match = POST_NAME.match(name)
    return parse_date(match.group(1)) if match else None


def day_near(name: str) -> date:
    """A day for a post whose name holds no date: the year and month that can be made out."""
    match = re.match(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?", name)
    if match is None:
        return date(2000, 1, 1)
    return date(int(match["year"]), int(match["month"] or 1), 1)


def _day(text: str) -> tuple[date, str] | None:
    patterns = (_YEAR_FIRST, _DAY_FIRST, _EIGHT, *_NAMED, _SHORT_YEAR)
    match = next((match for pattern in patterns if (match := pattern.match(text))), None)
    if match is None:
        return None
    parts = match.groupdict()
    name = parts.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
    year, day = int(parts["year"]), int(parts["day"])
    if len(parts["year"]) < 3:
        year += 1900 if year >= 69 else 2000
    if not 1 <= day <= 31:
        return None
    try:
        return date(year, month, 1) + timedelta(days=day - 1), text[match.end() :]
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    if zone[:1] not in {"+", "-"}:
        return timedelta()
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return offset if zone[0] == "+" else -offset
