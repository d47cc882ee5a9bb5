"""A round cheaper than what protected classes convert at: price and adjustment, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.payout.book_texts import put, read

from minutebook.payout import (
    AmbiguityError,
    CapBasis,
    ContradictionError,
    OutstandingBase,
    PoolBase,
    PoolIncrease,
    PricedRound,
    Protected,
    Rounding,
    Safe,
    Terms,
    full_ratchet,
    weighted_average,
)
from minutebook.payout.book import pay

F = Fraction
M = 10**6


def down_round(
    pre_money: int, *, outstanding: int | None = None, in_price: bool | None = True, **more: object
) -> PricedRound:
    """8m common, 1m of a class that converts at 2; 1m of new money."""
    protected = Protected("fund", "A", M, 2, outstanding)
    return PricedRound(
        {"founders": 8 * M, "fund": M},
        pre_money,
        {"lead": M},
        rounding=Rounding.EXACT,
        protected=(protected,),
        protection_in_price=in_price,
        **more,  # type: ignore[arg-type]  # as a test writes them
    )


def test_a_full_ratchet_counted_in_the_price() -> None:
    """9m = 8m p + 2m, since the class is worth its 2m at any price: p = 7/8."""
    closing = down_round(9 * M).close()
    assert closing.price == F(7, 8)
    assert closing.holdings == {
        "founders": 8 * M, "fund": 2 * M / F(7, 8), "lead": M / F(7, 8),
    }  # fmt: skip
    assert closing.capitalisation * closing.price == 9 * M
    assert (
        closing.issues[-1].because
        == "anti-dilution of A, full ratchet: conversion price 2 becomes 0.875"
    )


def test_a_full_ratchet_after_the_price_is_set() -> None:
    """9m over 9m shares is 1 a share; then the class converts at 1 into 2m."""
    closing = down_round(9 * M, in_price=False).close()
    assert closing.price == 1
    assert closing.holdings == {"founders": 8 * M, "fund": 2 * M, "lead": M}


def test_a_weighted_average_both_ways() -> None:
    """After: 2 (9 + 0.5) / (9 + 1) = 1.9. Together: p (8 + (9 + 1/p) / 9.5) = 9, so p = 84.5/85."""
    after = down_round(9 * M, outstanding=9 * M, in_price=False).close()
    assert after.price == 1
    assert after.holdings["fund"] == M * 2 / F("1.9")
    together = down_round(9 * M, outstanding=9 * M).close()
    assert together.price == F("84.5") / 85
    assert together.capitalisation * together.price == 9 * M


@pytest.mark.parametrize("in_price", [True, False, None])
def test_a_round_at_the_conversion_price_adjusts_nothing(in_price: bool | None) -> None:
    closing = down_round(18 * M, in_price=in_price).close()
    assert closing.price == 2
    assert closing.holdings["fund"] == M
    dearer = down_round(19 * M, in_price=in_price).close()
    assert dearer.holdings["fund"] == M


def test_silence_is_asked_only_where_it_matters() -> None:
    with pytest.raises(AmbiguityError, match="before or after its adjustment"):
        down_round(17 * M, in_price=None).close()


def test_a_ratchet_worth_the_whole_valuation_leaves_no_price() -> None:
    with pytest.raises(ContradictionError, match="no price solves the round"):
        down_round(2 * M).close()
    assert down_round(2 * M, in_price=False).close().price == F(2, 9)


prices = st.integers(3, 40)


@given(prices, st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_the_solution_is_a_fixed_point_of_round_and_adjustment(
    pre: int, broad: bool, in_price: bool, pool: bool, safe: bool
) -> None:
    """Put the adjusted shares in by hand: the round alone gives the same price, and conversely."""
    more: dict[str, object] = {}
    if pool:
        more["pool"] = PoolIncrease("0.1", PoolBase.POST_MONEY, True)
    if safe:
        more["convertibles"] = (Safe("s", 100_000, Terms(5 * M, CapBasis.POST_MONEY)),)
    terms = down_round(pre * M, outstanding=9 * M if broad else None, in_price=in_price, **more)
    closing = terms.close()
    fund = closing.holdings["fund"]
    if closing.price >= 2:
        assert fund == M
        return
    issued = M / closing.price
    adjusted = (
        weighted_average(2, 9 * M, M, issued, OutstandingBase.BROAD)
        if broad
        else full_ratchet(2, M, issued)
    )
    assert fund == M * adjusted.factor
    if in_price:
        again = PricedRound(
            {"founders": 8 * M, "fund": fund}, pre * M, {"lead": M}, rounding=Rounding.EXACT,
            **more,  # type: ignore[arg-type]  # as above
        ).close()  # fmt: skip
        assert again.price == closing.price
        assert again.holdings == closing.holdings
    if pool:
        assert closing.pool == closing.shares / 10


BOOK = """
book: {title: A start-up, currency: USD}
records:
  - entity: co
  - person: ann
  - person: bo
  - entity: lead
  - instrument: co/common
    of: co
  - instrument: co/a
    date: 2020-01-01
    of: co
    issue price: 2
    preference: 1x
    participates: no
    seniority: 1
    converts to: co/common
    anti-dilution: full ratchet
  - {holding: h1, date: 2019-01-01, holder: ann, of: co/common, units: 8m}
  - {holding: h2, date: 2020-01-01, holder: bo, of: co/a, units: 1m}
  - round: next
    date: 2022-06-01
    of: co
    investments: {lead: 1m}
    shares: exact
    pre-money: 9m
"""


def test_a_book_that_does_not_say_is_answered_both_ways() -> None:
    answer = put(read(BOOK), lambda state: pay(state, "next", None))
    (hinge,) = answer.hinges
    assert hinge == "anti-dilution in the price of next"
    shares = {w.readings[hinge]: w.value.payouts["bo"].amount for w in answer.worlds if w.value}
    assert shares == {"yes": 2 * M / F(7, 8), "no": 2 * M}


@pytest.mark.parametrize(("told", "shares"), [("yes", 2 * M / F(7, 8)), ("no", F(2 * M))])
def test_a_book_that_says_so_has_one_answer(told: str, shares: Fraction) -> None:
    text = BOOK + f"    anti-dilution in price: {told}\n"
    answer = put(read(text), lambda state: pay(state, "next", None))
    assert answer.value is not None
    assert answer.value.payouts["bo"].amount == shares
    (step,) = (step for step in answer.why.because if "full ratchet" in step.says)
    assert step.rule is not None
    assert step.rule.startswith("co/a (")
