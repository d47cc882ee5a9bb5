"""Exact numbers: shares, counts, money and quantities within bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutebook.text import (
    UNKNOWN,
    Money,
    Problem,
    Quantity,
    exact_json,
    exactly,
    parse_count,
    parse_exact_json,
    parse_fraction,
    parse_money,
    parse_quantity,
    say_fraction,
    say_money,
    say_number,
)

F = Fraction
ANY_TEXT = st.text(max_size=20) | st.text(
    st.sampled_from("0123456789.,_/%- $€¥USDkmbntr atleschan"), max_size=20
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2/3", F(2, 3)),
        ("4 / 6", F(2, 3)),
        ("75%", F(3, 4)),
        ("37.5 %", F(3, 8)),
        ("0.2", F(1, 5)),
        ("1", F(1)),
        ("0", F(0)),
        ("-1/2", F(-1, 2)),
        ("150%", F(3, 2)),
    ],
)
def test_fractions(written: str, expected: Fraction) -> None:
    assert parse_fraction(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("770", F(770)),
        ("1,000", F(1000)),
        ("13,000,000", F(13_000_000)),
        ("10_000", F(10_000)),
        ("1.5m", F(1_500_000)),
        ("1.5 M", F(1_500_000)),
        ("2bn", F(2 * 10**9)),
        ("0.1k", F(100)),
        ("3 thousand", F(3000)),
        ("1,000.5mn", F(1_000_500_000)),
        ("1 trillion", F(10**12)),
        ("2tn", F(2 * 10**12)),
        ("-5", F(-5)),
    ],
)
def test_counts(written: str, expected: Fraction) -> None:
    assert parse_count(written) == expected


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("13bn USD", 13 * 10**9, "USD"),
        ("USD 13bn", 13 * 10**9, "USD"),
        ("USD13bn", 13 * 10**9, "USD"),
        ("$0.9m", 900_000, "USD"),
        ("US$5", 5, "USD"),
        ("13,000,000 EUR", 13_000_000, "EUR"),
        ("-5bn USD", -5 * 10**9, "USD"),
        ("-$5m", -5_000_000, "USD"),
        ("$-5m", -5_000_000, "USD"),
        ("€7", 7, "EUR"),
        ("7 £", 7, "GBP"),
        ("42", 42, "CHF"),
    ],
)
def test_money(written: str, amount: int, currency: str) -> None:
    assert parse_money(written, "CHF") == Money(F(amount), currency)


def test_money_takes_the_currency_of_the_book() -> None:
    assert parse_money("42", None) == Money(F(42), None)
    assert parse_money("$42", "CAD") == Money(F(42), "CAD")
    assert parse_money("US$42", "CAD") == Money(F(42), "USD")


@pytest.mark.parametrize(
    ("read", "written", "code", "hint"),
    [
        (parse_fraction, "majority", "MB140", "2/3"),
        (parse_fraction, "", "MB140", "2/3"),
        (parse_fraction, "1/0", "MB141", "2/3"),
        (parse_fraction, "1/-2", "MB140", "2/3"),
        (parse_count, "many", "MB142", "1,000"),
        (parse_count, "5b", "MB142", "bn"),
        (parse_count, "٣", "MB142", "770"),
        (parse_count, "1,00", "MB143", "1,000"),
        (parse_count, "1.000.000", "MB143", "1,000"),
        (parse_count, "1,000_000", "MB143", "1,000"),
        (parse_count, "9" * 61, "MB149", "60"),
        (parse_fraction, "9" * 100_000, "MB149", "60"),
        (parse_money, "a lot", "MB144", "13bn USD"),
        (parse_money, "--5 USD", "MB144", "13bn USD"),
        (parse_money, "-USD -5", "MB144", "13bn USD"),
        (parse_money, "¥5bn", "MB145", "JPY"),
        (parse_money, "$5 USD", "MB145", "once"),
        (parse_money, "5 dollars", "MB142", "bn"),
        (parse_quantity, "some", "MB146", "600..700"),
        (parse_quantity, "", "MB146", "600..700"),
        (parse_quantity, "1..", "MB146", "600..700"),
        (parse_quantity, "700..600", "MB147", "600..700"),
        (parse_exact_json, "1.5", "MB142", "52/3"),
        (parse_exact_json, "01", "MB142", "52/3"),
        (parse_exact_json, "1/0", "MB142", "52/3"),
    ],
)
def test_problems(read: object, written: str, code: str, hint: str) -> None:
    assert callable(read)
    found = read(written)
    assert isinstance(found, Problem)
    assert found.code == code
    assert hint in found.hint


def test_problems_point_at_the_part() -> None:
    found = parse_money("USD 5b", None)
    assert isinstance(found, Problem)
    assert (found.start, found.end) == (5, 6)
    upper = parse_quantity("600 .. 7b")
    assert isinstance(upper, Problem)
    assert (upper.start, upper.end) == (8, 9)


@given(ANY_TEXT)
def test_any_text(written: str) -> None:
    for read in (parse_fraction, parse_count, parse_quantity, parse_exact_json):
        found = read(written)
        assert isinstance(found, Fraction | Quantity | Problem)
    assert isinstance(parse_money(written, "USD"), Money | Problem)


@given(st.fractions())
def test_json_round_trip(number: Fraction) -> None:
    assert parse_exact_json(exact_json(number)) == number


def test_json_form() -> None:
    assert exact_json(F(52, 3)) == "52/3"
    assert exact_json(F(13 * 10**9)) == "13000000000"


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False, allow_infinity=False))
def test_decimals_are_exact(number: object) -> None:
    written = f"{number:,}"
    assert parse_count(written) == F(str(number))
    assert parse_money(f"{written} USD", None) == Money(F(str(number)), "USD")
    assert parse_fraction(f"{number}%") == F(str(number)) / 100


# -- Quantities, against a slow twin that tries every number in a small grid ----------------------

GRID = [F(n, 2) for n in range(-40, 41)]
BOUND = st.none() | st.integers(-4, 4).map(F)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = draw(BOUND), draw(BOUND)
    if low is not None and high is not None and low > high:
        low, high = high, low
    loose = low is None or high is None or low < high
    marks = draw(st.booleans()), draw(st.booleans())
    return Quantity(
        low, high, loose and marks[0] and low is not None, loose and marks[1] and high is not None
    )


def inside(quantity: Quantity) -> list[Fraction]:
    low, high = quantity.low, quantity.high
    return [
        n
        for n in GRID
        if (low is None or (n > low if quantity.low_excluded else n >= low))
        and (high is None or (n < high if quantity.high_excluded else n <= high))
    ]


def verdict(possible: set[bool]) -> bool | None:
    return possible.pop() if len(possible) == 1 else None


@given(quantities(), st.integers(-4, 4))
def test_comparisons_are_what_holds_of_every_number(quantity: Quantity, bound: int) -> None:
    numbers = inside(quantity)
    assert quantity.at_least(bound) == verdict({n >= bound for n in numbers})
    assert quantity.more_than(bound) == verdict({n > bound for n in numbers})


@given(quantities(), quantities(), st.integers(-3, 3))
def test_sums_and_multiples_hold_every_number(one: Quantity, other: Quantity, by: int) -> None:
    total, scaled = one.plus(other), one.times(by)
    for a in inside(one):
        assert by * a in inside(scaled) or abs(by * a) > 20
        assert scaled.at_least(by * a) is not False
        for b in inside(other):
            assert total.at_least(a + b) is not False
            assert total.more_than(a + b) is not True


def test_sums_are_no_wider_than_they_must_be() -> None:
    some = Quantity(F(600), F(700), low_excluded=True)
    assert some.plus(exactly(1)) == Quantity(F(601), F(701), low_excluded=True)
    assert some.plus(UNKNOWN) == UNKNOWN
    assert some.times(-1) == Quantity(F(-700), F(-600), high_excluded=True)
    assert UNKNOWN.times(0).exact == 0
    assert some.exact is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("770", exactly(770)),
        ("49%", exactly(F(49, 100))),
        ("600..700", Quantity(F(600), F(700))),
        ("1k .. 2k", Quantity(F(1000), F(2000))),
        ("at least 600", Quantity(F(600), None)),
        ("at most 1/2", Quantity(None, F(1, 2))),
        ("more than 700", Quantity(F(700), None, low_excluded=True)),
        ("less than 50%", Quantity(None, F(1, 2), high_excluded=True)),
        ("unknown", UNKNOWN),
    ],
)
def test_quantities(written: str, expected: Quantity) -> None:
    assert parse_quantity(written) == expected


# -- For people --------------------------------------------


def test_numbers_for_people() -> None:
    assert say_number(F(13_000_000)) == "13,000,000"
    assert say_number(F(1, 8)) == "0.125"
    assert say_number(F(52, 3)) == "about 17.33"
    assert say_number(F(-1, 3)) == "about -0.33"
    assert say_money(Money(F(13 * 10**9), "USD")) == "13bn USD"
    assert say_money(Money(F(-1_500_000), "EUR")) == "-1.5m EUR"
    assert say_money(Money(F(900_000), "USD")) == "900,000 USD"
    assert say_money(Money(F(1, 2), None)) == "0.50"
    assert say_money(Money(F(52, 3), "USD")) == "about 17.33 USD"
    assert say_money(Money(F(1_234_567), "USD")) == "1,234,567 USD"
    assert say_fraction(F(2, 3)) == "2/3 (66.67 %)"
    assert say_fraction(F(747, 770)) == "747/770 (97.01 %)"
    assert say_fraction(F(1, 2)) == "1/2 (50 %)"
    assert say_fraction(F(1)) == "all"
    assert say_fraction(F(0)) == "none"
    assert say_fraction(F(1, 10**7)) == "about 0.00 %"


@given(st.integers(-(10**15), 10**15))
def test_money_said_without_about_reads_back(cents: int) -> None:
    money = Money(F(cents, 100), "USD")
    assert parse_money(say_money(money), None) == money
