"""Interest, dividends and growth: exact accrual of an amount over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from minutebook.payout.errors import AmbiguityError, ContradictionError
from minutebook.payout.exact import Exact, amount, percent
from minutebook.payout.piecewise import ONE
from minutebook.records import interest

When = int | date
"""A moment: a year's number, or a date. One set of terms uses one of the two throughout."""


class Method(Enum):
    """Whether a return earns a return itself."""

    SIMPLE = "simple"
    COMPOUND = "compound"


class BrokenPeriod(Enum):
    """What accrues in a last period that is not complete."""

    NOTHING = "nothing"
    SIMPLE = "simple"


class DayCount(Enum):
    """How days become years: actual days over 365 or 360, or months of 30 days.

    `THIRTY_360` is what bond markets call 30/360 or bond basis.
    `ANNIVERSARIES` counts completed years only; a 29 February is reached on 1 March.
    """

    ACTUAL_365 = "actual/365"
    ACTUAL_360 = "actual/360"
    THIRTY_360 = "30/360"
    ANNIVERSARIES = "completed years"

    value: interest.DayCount


def years_between(start: When, end: When, days: DayCount | None = None) -> Fraction:
    """The years from start to end; negative if the end comes first.

    Raises:
        AmbiguityError: For dates without a day count.
        ContradictionError: If one moment is a year and the other a date.
    """
    if isinstance(start, int) and isinstance(end, int):
        return Fraction(end - start)
    if isinstance(start, int) or isinstance(end, int):
        raise ContradictionError(f"{start} and {end}: write both as years or both as dates")
    if days is None:
        raise AmbiguityError(
            "day count",
            f"how many years lie between {start} and {end}?",
            tuple(f"DayCount.{convention.name}" for convention in DayCount),
        )
    if end < start:
        return -years_between(end, start, days)
    return interest.years_between(start, end, days.value)


@dataclass(frozen=True, slots=True)
class Accrual:
    """A yearly rate and how it accrues.

    Args:
        rate: Per year, such as "0.08".
        method: Simple, or compounded `periods` times a year.
        periods: Compounding periods per year.
        broken: What a last, incomplete period earns; must be told if one occurs.
        days: How dates become years; must be told if dates are used.
    """

    rate: Exact
    method: Method | None = None
    periods: int = 1
    broken: BrokenPeriod | None = None
    days: DayCount | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", amount(self.rate, "a rate"))
        if self.method is None:
            raise AmbiguityError(
                "accrual",
                f"is {percent(self.yearly)} a year simple or compounded?",
                ("Method.SIMPLE", "Method.COMPOUND"),
            )
        if self.periods < 1:
            raise ContradictionError("compounding needs at least one period a year")

    @property
    def yearly(self) -> Fraction:
        """The yearly rate, exactly."""
        return amount(self.rate, "a rate")

    @property
    def says(self) -> str:
        """The rate in words: "8% a year, compounded"."""
        often = "" if self.periods == 1 else f" {self.periods} times a year"
        how = f"compounded{often}" if self.method is Method.COMPOUND else "simple"
        return f"{percent(self.yearly)} a year, {how}"

    def factor(self, years: Fraction) -> Fraction:
        """What one unit has become after so many years; 1 for no time or less.

        Raises:
            AmbiguityError: If compounding leaves a broken period and nothing says what it earns.
        """
        if years <= 0:
            return ONE
        if self.method is Method.SIMPLE:
            return 1 + self.yearly * years
        per_period = self.yearly / self.periods
        whole, rest = divmod(years * self.periods, 1)
        grown = (1 + per_period) ** int(whole)
        if rest == 0:
            return grown
        if self.broken is None:
            raise AmbiguityError(
                "broken period",
                f"what does the last {rest} of a compounding period earn?",
                ("BrokenPeriod.SIMPLE", "BrokenPeriod.NOTHING"),
            )
        return grown * (1 + per_period * rest) if self.broken is BrokenPeriod.SIMPLE else grown

    def between(self, start: When, end: When) -> Fraction:
        """What one unit at `start` has become at `end`; 1 if the end does not come later."""
        return self.factor(years_between(start, end, self.days))
