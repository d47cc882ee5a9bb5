"""Lengths of time as rules state them: calendar months and days, clear days, hours."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from minutebook.text.numbers import shorten
from minutebook.text.problem import Problem

_END_OF_TIME = datetime.max.replace(tzinfo=UTC, microsecond=0)

_SECONDS = {"s": 1, "min": 60, "h": 3600}
_DAYS = {"d": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_NAMES = {
    "s": "s",
    "sec": "s",
    "second": "s",
    "min": "min",
    "minute": "min",
    "h": "h",
    "hour": "h",
    "d": "d",
    "day": "d",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}
_PART = re.compile(r"([0-9]+) *(clear +)?([a-z]+)")
_WHOLE = re.compile(r"[0-9]+ *(?:clear +)?[a-z]+(?:(?:,| and)? +[0-9]+ *(?:clear +)?[a-z]+)*")
_MOST_DIGITS = 9
_LONGEST_YEARS = 1000
_FORMS = "write 48h, 14 days, 14 clear days, 6 months, 2 years or 1 week"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: calendar months, then calendar days, then seconds that pass.

    Clear days leave out both the day that the time runs from and the day that it runs to
    (Companies Act 2006, s. 360, counts notice of a meeting so).
    """

    months: int = 0
    days: int = 0
    seconds: int = 0
    clear: bool = False

    def after(self, start: datetime, zone: ZoneInfo) -> datetime:
        """Give the moment (UTC) at which the time from `start` (aware) has run.

        Months lead to the day of the same number, or the last day of a shorter month; days keep
        the time on the clocks of `zone`; hours are real time. Clear days have run at the start
        of the day after the last of them. Beyond the year 9999 it is the end of that year.
        """
        try:
            return self._after(start.astimezone(zone), zone)
        except (OverflowError, ValueError):
            # Both come only from a date that the calendar of `datetime` does not hold.
            return _END_OF_TIME

    def _after(self, local: datetime, zone: ZoneInfo) -> datetime:
        day = _add_months(local.date(), self.months) + timedelta(days=self.days)
        clock = local.time()
        if self.clear:
            day, clock = day + timedelta(days=1), time()
        if day == local.date() and not self.clear:
            moment = local.astimezone(UTC)
        else:
            moment = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
        return moment + timedelta(seconds=self.seconds)


def _add_months(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if year > date.max.year:
        raise OverflowError
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def parse_duration(written: str) -> Duration | Problem:
    """Read `48h`, `14 days`, `14 clear days`, `1 year 6 months`, `30 minutes`."""
    if len(written) > 100 or _WHOLE.fullmatch(written) is None:
        return Problem("MB148", f"{shorten(written)} is not a duration", _unreadable(written))
    months = days = seconds = 0
    clear = False
    for part in _PART.finditer(written):
        unit = _NAMES.get(part[3]) or _NAMES.get(part[3].removesuffix("s"))
        if unit is None:
            message = f'"{part[3]}" is not a unit of time'
            return Problem("MB148", message, _unreadable(written), part.start(3), part.end(3))
        if part[2] and unit != "d":
            message = "only days can be clear"
            return Problem("MB148", message, "write 14 clear days", part.start(2), part.end(3))
        if len(part[1]) > _MOST_DIGITS:
            return _too_long(part.start(1), part.end(1))
        count = int(part[1])
        months += count * _MONTHS.get(unit, 0)
        days += count * _DAYS.get(unit, 0)
        seconds += count * _SECONDS.get(unit, 0)
        clear = clear or bool(part[2])
    if clear and (months or seconds or len(_PART.findall(written)) > 1):
        hint = "write the clear days alone: 14 clear days"
        return Problem("MB148", "clear days cannot be mixed with other time", hint)
    if months * 31 + days + seconds // 86_400 > _LONGEST_YEARS * 366:
        return _too_long(0, len(written))
    return Duration(months, days, seconds, clear)


def _too_long(start: int, end: int) -> Problem:
    message = f"the time is longer than {_LONGEST_YEARS} years"
    return Problem("MB149", message, "write a shorter time, or a date", start, end)


def _unreadable(written: str) -> str:
    if re.search(r"(business|working|banking|trading) +days?", written):
        return "holidays differ by place: write calendar days, or a date"
    if re.search(r"[0-9][.,][0-9]", written):
        return "write a whole number of a smaller unit: 90 minutes"
    return _FORMS
