"""Quantities that may be known exactly, within bounds or not at all, and their comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from minutebook.text.numbers import parse_count, parse_fraction, shorten
from minutebook.text.problem import Problem


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number between two bounds (None: open). Equal bounds make it exact.

    `low_excluded` and `high_excluded` keep "more than 600" apart from "at least 600". Every
    comparison is three-valued: None where the bounds leave it open.
    """

    low: Fraction | None
    high: Fraction | None
    low_excluded: bool = False
    high_excluded: bool = False

    @property
    def exact(self) -> Fraction | None:
        """The number itself if it is known, else None."""
        return self.low if self.low is not None and self.low == self.high else None

    def at_least(self, bound: Fraction | int) -> bool | None:
        """Say whether the number is `bound` or more."""
        if self.low is not None and self.low >= bound:
            return True
        if self.high is not None and (
            self.high < bound or (self.high == bound and self.high_excluded)
        ):
            return False
        return None

    def more_than(self, bound: Fraction | int) -> bool | None:
        """Say whether the number is more than `bound`."""
        if self.low is not None and (self.low > bound or (self.low == bound and self.low_excluded)):
            return True
        if self.high is not None and self.high <= bound:
            return False
        return None

    def plus(self, other: Quantity) -> Quantity:
        """Give the sum of two quantities that vary independently."""
        return Quantity(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_excluded or other.low_excluded,
            self.high_excluded or other.high_excluded,
        ).tidy()

    def times(self, factor: Fraction | int) -> Quantity:
        """Give the quantity scaled by an exact factor; a negative one swaps the bounds."""
        if factor == 0:
            return exactly(Fraction(0))
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor > 0:
            return Quantity(low, high, self.low_excluded, self.high_excluded)
        return Quantity(high, low, self.high_excluded, self.low_excluded)

    def tidy(self) -> Quantity:
        """Give the same quantity without a mark on a bound that is open."""
        low_excluded = self.low_excluded and self.low is not None
        high_excluded = self.high_excluded and self.high is not None
        return Quantity(self.low, self.high, low_excluded, high_excluded)


UNKNOWN = Quantity(None, None)
"""The quantity of which nothing is known."""


def exactly(number: Fraction | int) -> Quantity:
    """Give the quantity that is one number."""
    return Quantity(Fraction(number), Fraction(number))


_BOUNDED = re.compile(r"(at least|at most|more than|less than) +(.+)")
_FORMS = "write 770, 49%, 600..700, at least 600, at most 700, more than 600 or unknown"


def parse_quantity(written: str) -> Quantity | Problem:
    """Read an exact number, a range `600..700` (both ends included), a bound, or `unknown`.

    Numbers are written as `parse_count` reads them, or as a percentage or a ratio: `49%` is
    49/100, and whoever reads the field knows of what.
    """
    if written == "unknown":
        return UNKNOWN
    if ".." in written:
        return _range(written)
    bounded = _BOUNDED.fullmatch(written)
    if bounded is None:
        number = _number(written)
        return number if isinstance(number, Problem) else exactly(number)
    bound = _number(bounded[2])
    if isinstance(bound, Problem):
        return bound.shifted(bounded.start(2))
    if bounded[1] in ("at least", "more than"):
        return Quantity(bound, None, low_excluded=bounded[1] == "more than")
    return Quantity(None, bound, high_excluded=bounded[1] == "less than")


def _range(written: str) -> Quantity | Problem:
    first, _, last = written.partition("..")
    low = _number(first.rstrip())
    if isinstance(low, Problem):
        return low
    begin = len(written) - len(last.lstrip())
    high = _number(last.lstrip())
    if isinstance(high, Problem):
        return high.shifted(begin)
    if high < low:
        hint = f"write the smaller number first: {last.strip()}..{first.strip()}"
        return Problem("MB147", "the range ends below its beginning", hint)
    return Quantity(low, high)


def _number(written: str) -> Fraction | Problem:
    read = parse_fraction if "/" in written or "%" in written else parse_count
    number = read(written)
    if isinstance(number, Problem) and number.code in ("MB140", "MB142") and number.start == 0:
        return Problem("MB146", f"{shorten(written)} is not a quantity", _FORMS)
    return number
