"""Lengths of time as rules state them: calendar months and days, clear days, hours."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from minutebook.text.business import UNTOLD, BusinessDays
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
_BUSINESS = re.compile(
    r"([0-9]+) +(clear +)?(?:business|working|banking|trading) +days?(?: +in +(\S+))?"
)
_WHOLE = re.compile(r"[0-9]+ *(?:clear +)?[a-z]+(?:(?:,| and)? +[0-9]+ *(?:clear +)?[a-z]+)*")
_MOST_DIGITS = 9
_LONGEST_YEARS = 1000
_FORMS = "write 48h, 14 days, 14 clear days, 6 months, 2 years or 1 week"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: calendar months, then calendar days, then seconds that pass.

    Clear days leave out both the day that the time runs from and the day that it runs to
    (Companies Act 2006, s. 360, counts notice of a meeting so). With `business`, the days are those
    of a calendar of the book: of `calendar`, or of the only one there is.
    """

    months: int = 0
    days: int = 0
    seconds: int = 0
    clear: bool = False
    business: BusinessDays | None = None
    calendar: str | None = None

    def after(self, start: datetime, zone: ZoneInfo) -> datetime:
        """Give the moment (UTC) at which the time from `start` (aware) has run.

        Months lead to the day of the same number, or the last day of a shorter month; days keep
        the time on the clocks of `zone`; hours are real time. Clear days have run at the start
        of the day after the last of them. Beyond the year 9999 it is the end of that year. Of
        business days it is the soonest moment: where holidays are not told, see `latest_after`.
        """
        try:
            return self._after(start.astimezone(zone), zone)
        except (OverflowError, ValueError):
            # Both come only from a date that the calendar of `datetime` does not hold.
            return _END_OF_TIME

    def latest_after(self, start: datetime, zone: ZoneInfo) -> datetime | None:
        """Give the latest moment at which the time can have run.

        The same as `after` for all but business days; None where holidays that are not told leave
        it open.
        """
        if self.business is None:
            return self.after(start, zone)
        local = start.astimezone(zone)
        day = self.business.latest(local.date(), self.days)
        return None if day is None else self._ends(day, local, zone)

    def _after(self, local: datetime, zone: ZoneInfo) -> datetime:
        if self.business is not None:
            day = self.business.soonest(local.date(), self.days)
            return _END_OF_TIME if day is None else self._ends(day, local, zone)
        day = _add_months(local.date(), self.months) + timedelta(days=self.days)
        return self._ends(day, local, zone)

    def _ends(self, day: date, local: datetime, zone: ZoneInfo) -> datetime:
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


def parse_duration(written: str, *, business: bool = False) -> Duration | Problem:
    """Read `48h`, `14 days`, `14 clear days`, `1 year 6 months`, `30 minutes`.

    With `business` also `5 business days` and `5 business days in CALENDAR`.
    """
    counted = _BUSINESS.fullmatch(written) if business else None
    if counted is not None and len(counted[1]) <= _MOST_DIGITS:
        if int(counted[1]) > _LONGEST_YEARS * 366:
            return _too_long(counted.start(1), counted.end(1))
        return Duration(0, int(counted[1]), 0, bool(counted[2]), UNTOLD, counted[3])
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
        return "business days are for notice and deadlines: write calendar days here, or a date"
    if re.search(r"[0-9][.,][0-9]", written):
        return "write a whole number of a smaller unit: 90 minutes"
    return _FORMS
