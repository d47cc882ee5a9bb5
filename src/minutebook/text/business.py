"""Which days are business days: a weekend, and the holidays that are told for some years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST_DAYS: Final = 400_000


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """What is known of the days of one place.

    `weekend` are weekdays as `date.weekday()` counts them (None: not told). `holidays` are told
    for the years that one of them lies in, and for every year if `always`; of another year it is
    not known which of its days are holidays.
    """

    name: str
    weekend: frozenset[int] | None = None
    holidays: frozenset[date] = frozenset()
    always: bool = False

    def is_one(self, day: date) -> bool | None:
        """Whether a day is a business day; None where the book does not tell."""
        if day in self.holidays or (self.weekend is not None and day.weekday() in self.weekend):
            return False
        told = self.always or any(h.year == day.year for h in self.holidays)
        return True if told and self.weekend is not None else None

    def soonest(self, start: date, count: int) -> date | None:
        """The last of so many business days after a day, if every day not told of is one.

        None beyond what the calendar holds: a weekend of seven days.
        """
        return self._count(start, count, untold=True)

    def latest(self, start: date, count: int) -> date | None:
        """The same if no day that is not told of is one; None where that has no end."""
        return self._count(start, count, untold=False)

    def _count(self, start: date, count: int, *, untold: bool) -> date | None:
        day, left = start, count
        for _ in range(_MOST_DAYS):
            if not left:
                return day
            if day == date.max:
                return None
            day += timedelta(days=1)
            is_one = self.is_one(day)
            if is_one is None and not untold:
                return None
            left -= is_one is not False
        return None


UNTOLD: Final = BusinessDays("a calendar of business days")
"""What is known of business days where the book has no calendar: nothing."""
