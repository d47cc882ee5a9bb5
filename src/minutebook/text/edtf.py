"""Dates and times as they are written, read into the calendar and the clock of one place.

The forms are those of the Extended Date/Time Format (ISO 8601-2:2019; Library of Congress,
"Extended Date/Time Format (EDTF) Specification", 2019): level 0, and of levels 1 and 2 the
seasons, quarters, halves, unspecified digits, qualifiers of a whole date and open intervals.
Two things are added: quarters and halves as `2023-Q2` and `2023-H1`, and a part of the day
after a date. No zone is known here; `when` places the result in time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple

from minutebook.text.problem import Problem

FIRST_YEAR, LAST_YEAR = 1000, 9990
_LAST_OFFSET_HOUR = 15

_FORMS = "write 2023, 2023-11, 2023-11-17, 2023-11-17T12:00 or 2023-11-17T12:00-08:00"

_EXACT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
    r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?"
)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_AND_PART = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2}) +([a-z][a-z ]*)")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[0-9X]{4}")
_QUARTER = re.compile(r"([0-9]{4})-([QH])([0-9])")
_UNSPECIFIED = re.compile(r"([0-9]{4})-([0-9X]{2})(?:-([0-9X]{2}))?")

# Hours of the local day in which each part lies; equal hours mean an exact instant.
PARTS_OF_DAY = {
    "start of day": (0, 0),
    "midnight": (0, 0),
    "night": (0, 6),
    "early morning": (0, 6),
    "morning": (6, 12),
    "noon": (12, 12),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "end of day": (24, 24),
}

# First month and number of months. EDTF leaves the seasons open; these are the meteorological
# ones of the north, winter beginning in December of the year that is named.
_DIVISIONS = {
    21: (3, 3),
    22: (6, 3),
    23: (9, 3),
    24: (12, 3),
    33: (1, 3),
    34: (4, 3),
    35: (7, 3),
    36: (10, 3),
    40: (1, 6),
    41: (7, 6),
}


class Local(NamedTuple):
    """A written date in local time: naive bounds (equal if exact) and the offset, if one is given.

    `offset` is how far the clock is ahead of UTC; `unit` is how long the smallest written unit
    lasts: a minute for 12:00, a second for 12:00:30, nothing for what is no clock time.
    """

    start: datetime
    end: datetime
    offset: timedelta | None = None
    unit: timedelta = timedelta(0)


def parse_local(written: str) -> Local | Problem:
    """Read one date or time without qualifiers and intervals."""
    found = _EXACT.fullmatch(written)
    if found:
        return _exact(found)
    found = _DAY.fullmatch(written)
    if found:
        start = _day(*(int(part) for part in found.groups()))
        return start if isinstance(start, Problem) else Local(start, start + timedelta(days=1))
    found = _DAY_AND_PART.fullmatch(written)
    if found:
        return _part_of_day(found)
    found = _MONTH.fullmatch(written)
    if found:
        return _month_or_division(int(found[1]), int(found[2]))
    if _YEAR.fullmatch(written):
        return _year(written)
    found = _QUARTER.fullmatch(written)
    if found:
        return _quarter_or_half(int(found[1]), found[2], int(found[3]))
    found = _UNSPECIFIED.fullmatch(written)
    if found:
        return _unspecified(int(found[1]), found[2], found[3])
    return _unreadable(written)


def _exact(found: re.Match[str]) -> Local | Problem:
    day = _day(int(found[1]), int(found[2]), int(found[3]))
    if isinstance(day, Problem):
        return day
    hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
    if hour > 23 or minute > 59 or second > 59:
        clock = found[0][11 : 19 if found[6] else 16]
        hint = "hours run from 00 to 23, minutes and seconds from 00 to 59: write 2023-11-17T09:30"
        if hour == 24 and minute == second == 0:
            hint = f"write the start of the next day, {day.date() + timedelta(days=1)}T00:00"
        return Problem("MB132", f"there is no time {clock}", hint, 11, 11 + len(clock))
    offset: timedelta | None = None
    if found[7]:
        offset = timedelta(0)
    elif found[8]:
        hours, minutes = int(found[9]), int(found[10])
        if hours > _LAST_OFFSET_HOUR or minutes > 59:
            message = f"no place has the offset {found[8]}{found[9]}:{found[10]}"
            return Problem("MB132", message, "write hours and minutes: -08:00", found.start(8))
        distance = timedelta(hours=hours, minutes=minutes)
        offset = -distance if found[8] == "-" else distance
    moment = day.replace(hour=hour, minute=minute, second=second)
    unit = timedelta(seconds=1) if found[6] else timedelta(minutes=1)
    return Local(moment, moment, offset, unit)


def _year_problem(year: int) -> Problem | None:
    if FIRST_YEAR <= year <= LAST_YEAR:
        return None
    hint = f"years run from {FIRST_YEAR} to {LAST_YEAR}, in four digits: 2023"
    return Problem("MB135", f"the year {year:04} is out of range", hint, 0, 4)


def _month_problem(month: int) -> Problem | None:
    if 1 <= month <= 12:
        return None
    hint = "months run from 01 to 12, the month before the day: write 2023-11-17"
    return Problem("MB131", f"there is no month {month:02}", hint, 5, 7)


def _day(year: int, month: int, day: int) -> datetime | Problem:
    problem = _year_problem(year) or _month_problem(month)
    if problem is not None:
        return problem
    try:
        return datetime(year, month, day)
    except ValueError:
        hint = f"that month runs to {year:04}-{month:02}-{monthrange(year, month)[1]:02}"
        return Problem("MB131", f"there is no {year:04}-{month:02}-{day:02}", hint, 8, 10)


def _months(year: int, month: int, count: int) -> Local:
    after = year * 12 + month - 1 + count
    return Local(datetime(year, month, 1), datetime(after // 12, after % 12 + 1, 1))


def _month_or_division(year: int, number: int) -> Local | Problem:
    first, count = _DIVISIONS.get(number, (number, 1))
    problem = _year_problem(year) or _month_problem(first)
    if problem is not None:
        return problem
    return _months(year, first, count)


def _quarter_or_half(year: int, kind: str, number: int) -> Local | Problem:
    problem = _year_problem(year)
    if problem is not None:
        return problem
    length, last, name = (3, 4, "quarter") if kind == "Q" else (6, 2, "half")
    if not 1 <= number <= last:
        hint = f"write {year:04}-{kind}1 to {year:04}-{kind}{last}"
        return Problem("MB131", f"a year has no {name} {number}", hint, 5, 7)
    return _months(year, (number - 1) * length + 1, length)


def _part_of_day(found: re.Match[str]) -> Local | Problem:
    day = _day(int(found[1]), int(found[2]), int(found[3]))
    if isinstance(day, Problem):
        return day
    hours = PARTS_OF_DAY.get(found[4].rstrip())
    if hours is None:
        message = f'"{found[4]}" is not a part of the day'
        hint = f"write one of {', '.join(PARTS_OF_DAY)}, or a time: {day.date()}T18:30"
        return Problem("MB130", message, hint, found.start(4), found.end(4))
    first, last = hours
    return Local(day + timedelta(hours=first), day + timedelta(hours=last))


def _year(written: str) -> Local | Problem:
    known = written.rstrip("X")
    if not known or "X" in known:
        hint = "unspecified digits stand at the end: 202X, 20XX"
        return Problem("MB130", f"{written} does not name a run of years", hint)
    first, last = int(written.replace("X", "0")), int(written.replace("X", "9"))
    problem = _year_problem(first) or _year_problem(last)
    if problem is not None:
        return problem
    return Local(datetime(first, 1, 1), datetime(last + 1, 1, 1))


def _digits(pattern: str, last: int) -> list[int]:
    """Give the numbers 1 to last, in two digits, that fit a pattern such as `1X`."""
    return [
        number
        for number in range(1, last + 1)
        if all(p in ("X", d) for p, d in zip(pattern, f"{number:02}", strict=True))
    ]


def _unspecified(year: int, month: str, day: str | None) -> Local | Problem:
    problem = _year_problem(year)
    if problem is not None:
        return problem
    hint = "write 2023-1X, 2023-XX, 2023-11-1X, 2023-11-XX or 2023-XX-XX"
    # X1 names days or months that do not follow one another, 1X-05 days of several months.
    if month[0] == "X" != month[1] or (day and day[0] == "X" != day[1]):
        return Problem("MB130", "unspecified digits stand at the end", hint, 5)
    if "X" in month and day not in (None, "XX"):
        return Problem("MB130", "a day of an unspecified month is no run of days", hint, 5)
    months = _digits(month, 12)
    if not months:
        return Problem("MB131", f"there is no month {month}", hint, 5, 7)
    if day in (None, "XX"):
        return _months(year, months[0], len(months))
    assert day is not None
    days = _digits(day, monthrange(year, months[0])[1])
    if not days:
        return Problem("MB131", f"there is no day {day} in {year:04}-{month}", hint, 8, 10)
    first = datetime(year, months[0], days[0])
    return Local(first, first + timedelta(days=len(days)))


_SPACED_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ t]+([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(.*)")
_LOOSE_DAY = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
_MONTH_NAME = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{3,})?\b\.?", re.IGNORECASE
)
_TWELVE_HOURS = re.compile(r"[0-9] ?[ap]\.?m\b", re.IGNORECASE)
_OTHER_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T.+")


def _unreadable(written: str) -> Problem:
    """Say what to write instead, as near to what was written as is safe to guess."""
    if not written:
        return Problem("MB130", "a date is missing", _FORMS)
    shown = written if len(written) <= 60 else written[:57] + "…"
    message = f'"{shown}" is not a date'
    spaced = _SPACED_TIME.fullmatch(written)
    if spaced:
        return Problem("MB130", message, f"write {spaced[1]}T{spaced[2]}")
    loose = _LOOSE_DAY.fullmatch(written)
    if loose:
        year, month, day = (int(part) for part in loose.groups())
        try:
            return Problem("MB130", message, f"write {date(year, month, day)}")
        except ValueError:
            return Problem("MB130", message, _FORMS)
    if _DAY_FIRST.fullmatch(written):
        return Problem("MB130", message, "write the year first, then month and day: 2023-11-17")
    if _MONTH_NAME.search(written):
        hint = "write the year first, then month and day in digits: 2023-11-17"
        return Problem("MB130", message, hint)
    if _TWELVE_HOURS.search(written):
        return Problem("MB130", message, "write the hours from 00 to 23: 2023-11-17T18:30")
    time = _OTHER_TIME.fullmatch(written)
    if time:
        hint = f"write hours and minutes, and an offset if it is known: {time[1]}T09:30-08:00"
        return Problem("MB130", message, hint, 10)
    return Problem("MB130", message, _FORMS)
