"""Numbers that are exact, how they are written, and how they accrue."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from minutebook.payout import (
    Accrual,
    AmbiguityError,
    BrokenPeriod,
    ContradictionError,
    DayCount,
    InexactNumberError,
    Method,
    exact,
    shown,
    years_between,
)
from minutebook.payout.exact import amount, percent, share


def test_what_is_exact() -> None:
    half = Fraction(1, 2)
    assert exact("1/2") == exact("0.5") == exact(Decimal("0.5")) == exact(half) == half
    for number in (0.5, True, "a half", "1/0", Decimal("inf"), None):
        with pytest.raises(InexactNumberError):
            exact(number)  # type: ignore[arg-type]  # the caller's mistake is the point


def test_what_a_term_may_be() -> None:
    assert share("0.49", "x") == Fraction(49, 100)
    with pytest.raises(InexactNumberError, match="a rate is negative: -1"):
        amount(-1, "a rate")
    with pytest.raises(InexactNumberError, match="a share is more than the whole"):
        share("1.1", "a share")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("13000000000", "13,000,000,000"),
        ("0.49", "0.49"),
        ("52/3", "52/3"),
        ("-2.5", "-2.5"),
        ("1/1024", "0.0009765625"),
        ("1/10000000", "1/10000000"),
    ],
)
def test_numbers_as_people_write_them(number: str, text: str) -> None:
    assert shown(Fraction(number)) == text


def test_percentages() -> None:
    assert percent(Fraction("0.125")) == "12.5%"
    assert percent(Fraction(1, 3)) == "1/3"


@pytest.mark.parametrize(
    ("convention", "years"),
    [
        (DayCount.ACTUAL_365, Fraction(366, 365)),
        (DayCount.ACTUAL_360, Fraction(366, 360)),
        # 31 January 2024 counts as the 30th, 31 January 2025 too: 12 months.
        (DayCount.THIRTY_360, Fraction(1)),
        (DayCount.ANNIVERSARIES, Fraction(1)),
    ],
)
def test_day_counts(convention: DayCount, years: Fraction) -> None:
    start, end = date(2024, 1, 31), date(2025, 1, 31)
    assert years_between(start, end, convention) == years
    assert years_between(end, start, convention) == -years


def test_thirty_360_keeps_a_31st_after_an_earlier_day() -> None:
    assert years_between(date(2024, 1, 29), date(2024, 3, 31), DayCount.THIRTY_360) == Fraction(
        62, 360
    )


def test_thirty_360_counts_a_first_31st_as_the_30th() -> None:
    start, end = date(2024, 1, 31), date(2024, 2, 15)
    assert years_between(start, end, DayCount.THIRTY_360) == Fraction(15, 360)


def test_anniversaries_are_completed_years() -> None:
    leap_day = date(2024, 2, 29)
    assert years_between(leap_day, date(2025, 2, 28), DayCount.ANNIVERSARIES) == 0
    assert years_between(leap_day, date(2025, 3, 1), DayCount.ANNIVERSARIES) == 1


def test_moments_are_all_years_or_all_dates() -> None:
    assert years_between(2020, 2023) == 3
    with pytest.raises(ContradictionError, match="both as years or both as dates"):
        years_between(2020, date(2023, 1, 1), DayCount.ACTUAL_365)
    with pytest.raises(AmbiguityError, match="how many years lie between"):
        years_between(date(2020, 1, 1), date(2023, 1, 1))


def test_compounding_periods_and_broken_ones() -> None:
    yearly = Accrual("0.08", Method.COMPOUND)
    assert yearly.factor(Fraction(2)) == Fraction("1.1664")
    assert yearly.factor(Fraction(-1)) == 1
    quarterly = Accrual("0.08", Method.COMPOUND, periods=4)
    assert quarterly.factor(Fraction(1, 2)) == Fraction("1.02") ** 2
    assert quarterly.says == "8% a year, compounded 4 times a year"
    with pytest.raises(AmbiguityError, match="what does the last 1/2 of a compounding period"):
        yearly.factor(Fraction(5, 2))
    simple = Accrual("0.08", Method.COMPOUND, broken=BrokenPeriod.SIMPLE)
    assert simple.factor(Fraction(5, 2)) == Fraction("1.1664") * Fraction("1.04")
    nothing = Accrual("0.08", Method.COMPOUND, broken=BrokenPeriod.NOTHING)
    assert nothing.factor(Fraction(5, 2)) == Fraction("1.1664")
    with pytest.raises(AmbiguityError, match="simple or compounded"):
        Accrual("0.08")
    with pytest.raises(ContradictionError, match="at least one period"):
        Accrual("0.08", Method.COMPOUND, periods=0)
