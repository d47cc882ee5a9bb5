"""Interest on what a norm asks for: the rate, how it accrues, from when, by which day count.

`9% a year simple from closing, actual/365` says all of it; what is left out is asked for, since
contracts differ in each part and the sums differ with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from minutebook.records.deeds import Reference
from minutebook.text.numbers import parse_fraction
from minutebook.text.problem import Problem
from minutebook.text.when import When, parse_when

DayCount: TypeAlias = Literal["actual/365", "actual/360", "30/360", "completed years"]
Method: TypeAlias = Literal["simple", "compounded"]
Broken: TypeAlias = Literal["simple", "nothing"]

_TERMS: Final = re.compile(
    r"(?P<rate>[0-9]\S*) a year(?: (?P<method>simple|compounded)(?: (?P<times>[1-9][0-9]{0,2}) "
    r"times a year)?)?(?: \((?P<broken>simple|nothing) in a broken period\))?"
    r" from (?P<since>[^\s,]+)(?:, (?P<days>.+))?"
)
_FORMS: Final = 'write "9% a year simple from closing, actual/365"; from an id, a date, or due'


@dataclass(frozen=True, slots=True)
class Interest:
    """A yearly rate, how it accrues, from when (a record, a date, or `due`), and the day count.

    `broken` is what the last, incomplete period of compound interest earns; None for simple.
    """

    written: str
    rate: Fraction
    method: Method
    since: When | str
    days: DayCount
    times: int = 1
    broken: Broken | None = None

    def factor(self, start: date, end: date) -> Fraction:
        """What one unit has become from one day to another; 1 if the end does not come later."""
        if end <= start:
            return Fraction(1)
        years = years_between(start, end, self.days)
        if self.method == "simple":
            return 1 + self.rate * years
        periods, rest = divmod(years * self.times, 1)
        grown = (1 + self.rate / self.times) ** int(periods)
        return grown * (1 + self.rate / self.times * rest) if self.broken == "simple" else grown


def years_between(start: date, end: date, days: DayCount) -> Fraction:
    """The years between two days, the first of which comes first.

    30/360 is the bond basis of the ISDA 2006 Definitions, section 4.16(f).
    """
    if days == "actual/365":
        return Fraction((end - start).days, 365)
    if days == "actual/360":
        return Fraction((end - start).days, 360)
    if days == "30/360":
        first = min(start.day, 30)
        last = 30 if end.day == 31 and first == 30 else end.day
        months = (end.year - start.year) * 12 + end.month - start.month
        return Fraction(months * 30 + last - first, 360)
    early = (end.month, end.day) < (start.month, start.day)
    return Fraction(end.year - start.year - early)


def parse_interest(
    written: str, zone: ZoneInfo
) -> tuple[Interest, tuple[Reference, ...]] | Problem:
    """Read `9% a year simple from closing, actual/365`, with the names in it.

    Compound interest also says what a broken period earns: `8% a year compounded (simple in a
    broken period) from 2024-01-31, 30/360`.
    """
    found = _TERMS.fullmatch(written)
    if found is None:
        return Problem("MB287", "this is not a rate of interest", _FORMS)
    rate = parse_fraction(found["rate"])
    if isinstance(rate, Problem):
        return rate
    method, days, broken = found["method"], found["days"], found["broken"]
    open_ = _left_open(method, days, broken)
    if open_ is not None:
        return Problem("MB283", *open_)
    if days not in get_args(DayCount) or (method == "simple" and (broken or found["times"])):
        return Problem("MB287", "this is not a rate of interest", _FORMS)
    since: When | str = found["since"]
    references: tuple[Reference, ...] = ()
    if found["since"][:4].isdigit():
        when = parse_when(found["since"], zone)
        if isinstance(when, Problem):
            return when.shifted(found.start("since"))
        since = when
    elif since != "due":
        references = (Reference(found["since"], "any", *found.span("since")),)
    times = int(found["times"] or 1)
    return Interest(written, rate, method, since, days, times, broken), references  # type: ignore[arg-type]  # words just matched


def _left_open(method: str | None, days: str | None, broken: str | None) -> tuple[str, str] | None:
    """The question that terms leave open, and how to answer it."""
    if method is None:
        asks = "does the interest compound, or accrue on the principal alone?"
        return asks, 'write "a year simple" or "a year compounded"'
    if days is None:
        return "by which day count do days become years?", f"end with one of: {_DAYS}"
    if method == "compounded" and broken is None:
        asks = "what does a broken period of compound interest earn?"
        return asks, 'write "(simple in a broken period)" or "(nothing in a broken period)"'
    return None


_DAYS: Final = "; ".join(f", {days}" for days in get_args(DayCount))
