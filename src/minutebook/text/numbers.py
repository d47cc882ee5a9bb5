"""Exact numbers: shares, counts, money, quantities within bounds. Never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from minutebook.text.problem import Problem

LONGEST_NUMBER = 60
"""A number has at most this many characters: more is not a number that someone meant."""

_SCALES = {
    "": 1,
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
    "tn": 10**12,
    "trillion": 10**12,
}
_RATIO = re.compile(r"(-?[0-9]+) *(/) *([0-9]+)")
_DECIMAL = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) *(%?)")
_COUNT = re.compile(
    r"(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:_[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    r" *([A-Za-z]*)"
)
_EXACT = re.compile(r"(-?(?:0|[1-9][0-9]*))(?:/([1-9][0-9]*))?")
_DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD"})
_SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD", "$": "USD"}
_MONEY = re.compile(
    r"(?P<minus>-?)(?P<before>[A-Z]{3}(?= *-?[0-9])|US\$|[€£$¥]|) *(?P<number>-?[0-9].*?)"
    r"(?: *(?P<after>[A-Z]{3}|[€£¥]))?"
)


def shorten(written: str) -> str:
    """Quote a text inside a message; a very long one is cut."""
    return f'"{written}"' if len(written) <= 60 else f'"{written[:57]}…"'


def too_long(written: str) -> Problem | None:
    """Refuse a number too long to be meant, before any work is spent on it."""
    if len(written) <= LONGEST_NUMBER:
        return None
    message = f"a number of {len(written)} characters is too long"
    return Problem("MB149", message, f"write at most {LONGEST_NUMBER} characters: 13bn")


def parse_fraction(written: str) -> Fraction | Problem:
    """Read a share: `2/3`, `75%`, `37.5 %`, `0.2` or `1`. Its size is not judged here."""
    problem = too_long(written)
    if problem is not None:
        return problem
    ratio = _RATIO.fullmatch(written)
    if ratio:
        if int(ratio[3]) == 0:
            hint = "write how many equal parts make the whole: 2/3"
            return Problem("MB141", "a whole cannot have zero parts", hint, ratio.start(3))
        return Fraction(int(ratio[1]), int(ratio[3]))
    decimal = _DECIMAL.fullmatch(written)
    if decimal:
        return Fraction(decimal[1]) / (100 if decimal[2] else 1)
    return Problem(
        "MB140", f"{shorten(written)} is not a fraction", "write 2/3, 75%, 37.5 % or 0.2"
    )


def parse_count(written: str) -> Fraction | Problem:
    """Read a number: `770`, `1,000`, `10_000`, `1.5m`, `2bn`. Never rounded."""
    problem = too_long(written)
    if problem is not None:
        return problem
    found = _COUNT.fullmatch(written)
    if found is None:
        if re.fullmatch(r"-?[0-9]+(?:[,_.][0-9]*)+ *[a-z]*", written):
            hint = "write thousands in threes and decimals after a dot: 1,000 or 10_000 or 1.5m"
            return Problem("MB143", f"{shorten(written)} can be read in two ways", hint)
        hint = "write 770, 1,000, 10_000, 1.5m or 2bn"
        return Problem("MB142", f"{shorten(written)} is not a number", hint)
    scale = _SCALES.get(found[2].lower())
    if scale is None:
        message = f'"{found[2]}" is not a word for a size of number'
        hint = "write k, m, bn or tn (thousand, million, billion, trillion)"
        return Problem("MB142", message, hint, found.start(2), found.end(2))
    return Fraction(found[1].replace(",", "").replace("_", "")) * scale


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount; `currency` is an ISO 4217 code, or None where a book names none."""

    amount: Fraction
    currency: str | None


def parse_money(written: str, default_currency: str | None = None) -> Money | Problem:
    """Read an amount: `13bn USD`, `USD 13bn`, `$0.9m`, `13,000,000`, `-5bn USD`.

    Without a currency it is in `default_currency`. `$` is the dollar of `default_currency` if
    that is one, else the US dollar; `¥` is refused, for it may be yen or renminbi.
    """
    problem = too_long(written)
    if problem is not None:
        return problem
    found = _MONEY.fullmatch(written)
    if found is None or (found["minus"] and found["number"].startswith("-")):
        hint = "write 13bn USD, $0.9m or 13,000,000"
        return Problem("MB144", f"{shorten(written)} is not an amount of money", hint)
    before, after = found["before"], found["after"]
    if before and after:
        message = f'"{before}" and "{after}" both name the currency'
        return Problem("MB145", message, "name the currency once: 13bn USD", found.start("after"))
    sign = before or after
    if sign == "¥":
        at = found.start("before") if before else found.start("after")
        message = "¥ may be yen or renminbi"
        return Problem("MB145", message, "write 5bn JPY or 5bn CNY", at, at + 1)
    amount = parse_count(found["number"])
    if isinstance(amount, Problem):
        return amount.shifted(found.start("number"))
    return Money(-amount if found["minus"] else amount, _currency(sign, default_currency))


def _currency(sign: str | None, default: str | None) -> str | None:
    if not sign:
        return default
    if sign == "$" and default in _DOLLARS:
        return default
    return _SIGNS.get(sign, sign)


def exact_json(number: Fraction) -> str:
    """Give a number as the exact string that JSON carries: "52/3", "13000000000"."""
    return str(number)


def parse_exact_json(written: str) -> Fraction | Problem:
    """Read what `exact_json` wrote, in lowest terms or not."""
    problem = too_long(written)
    if problem is not None:
        return problem
    found = _EXACT.fullmatch(written)
    if found is None:
        hint = 'write a whole number or a ratio of two: "13000000000" or "52/3"'
        return Problem("MB142", f"{shorten(written)} is not an exact number", hint)
    return Fraction(int(found[1]), int(found[2] or 1))


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


def whole(number: Fraction) -> Fraction | int:
    """The same number, as an int if it is one: much faster to add up."""
    return number.numerator if number.denominator == 1 else number


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
