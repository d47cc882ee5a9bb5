"""Exact numbers: what is accepted as money, and how it is written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from minutebook.payout.errors import InexactNumberError

Exact = int | Fraction | Decimal | str


def exact(number: Exact) -> Fraction:
    """The number as a fraction: 13, "52/3", "0.49", Decimal("0.49") or a Fraction.

    Raises:
        InexactNumberError: For a float, a bool, or text that is no finite number. A float is
            refused because 0.49 as a float is not 49/100: thresholds would move by that error.
    """
    if type(number) is Fraction:
        return number
    if isinstance(number, bool) or not isinstance(number, int | Fraction | Decimal | str):
        raise InexactNumberError(
            f"{number!r} is not exact: write an int, a Decimal, a Fraction or text such as '0.49'"
        )
    try:
        return Fraction(number)
    except (ValueError, OverflowError, ZeroDivisionError) as reason:
        raise InexactNumberError(f"{number!r} is not a finite number") from reason


def amount(number: Exact, what: str) -> Fraction:
    """The number as an exact fraction that is not negative; `what` names it in the error."""
    value = exact(number)
    if value < 0:
        raise InexactNumberError(f"{what} is negative: {shown(value)}")
    return value


def share(number: Exact, what: str) -> Fraction:
    """The number as an exact fraction from 0 to 1; `what` names it in the error."""
    value = amount(number, what)
    if value > 1:
        raise InexactNumberError(f"{what} is more than the whole: {shown(value)}")
    return value


def shown(number: Fraction) -> str:
    """The number as people write it: 13, 0.49, 1,200,000, and 52/3 when no decimal is exact."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or number.denominator > 10**6 or abs(number.numerator) > 10**24:
        return f"{number.numerator}/{number.denominator}"
    if number.denominator == 1:
        return f"{number.numerator:,}"
    return f"{Decimal(number.numerator) / Decimal(number.denominator):,f}"


def percent(number: Fraction) -> str:
    """The share as a percentage: 49%, 12.5%, 1/3."""
    as_percent = shown(number * 100)
    return shown(number) if "/" in as_percent else f"{as_percent}%"
