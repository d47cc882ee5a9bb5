"""Anti-dilution, worked by hand: both sides of the price at which it begins."""

from fractions import Fraction

import pytest

from minutebook.payout import (
    AmbiguityError,
    ContradictionError,
    OutstandingBase,
    full_ratchet,
    weighted_average,
)

BROAD, NARROW = OutstandingBase.BROAD, OutstandingBase.NARROW


def test_broad_and_narrow_weighted_average() -> None:
    # Bought at 2; 1m new shares at 1. Broad, 9m outstanding: 2 (9 + 0.5) / (9 + 1) = 1.9.
    # Narrow, 1m: 2 (1 + 0.5) / (1 + 1) = 1.5.
    broad = weighted_average(2, 9_000_000, 1_000_000, 1_000_000, BROAD)
    narrow = weighted_average(2, 1_000_000, 1_000_000, 1_000_000, NARROW)
    assert broad.after == Fraction("1.9")
    assert broad.factor == Fraction(20, 19)
    assert broad.because == "broad-based weighted average over 9,000,000 shares: 2 becomes 1.9"
    assert narrow.after == Fraction("1.5")
    with pytest.raises(AmbiguityError, match="all shares and options"):
        weighted_average(2, 9, 1, 1)


def test_a_ratchet_falls_to_the_new_price_however_few_shares() -> None:
    assert full_ratchet(2, 1, 1).after == 1
    assert full_ratchet(2, 1, 1).factor == 2
    assert full_ratchet(2, 1_000_000, 1_000_000).after == 1
    assert full_ratchet(2, 1, 1).because == "full ratchet: 2 becomes 1"


@pytest.mark.parametrize("raised", [2_000_000, 3_000_000])
def test_no_adjustment_at_or_above_the_old_price(raised: int) -> None:
    for adjusted in (
        weighted_average(2, 9_000_000, raised, 1_000_000, BROAD),
        full_ratchet(2, raised, 1_000_000),
    ):
        assert adjusted.after == adjusted.before == 2
        assert adjusted.because.endswith("not less than 2: no adjustment")
    assert weighted_average(2, 9_000_000, 1_999_999, 1_000_000, BROAD).after < 2
    assert full_ratchet(2, 1_999_999, 1_000_000).after == Fraction("1.999999")


def test_shares_for_nothing() -> None:
    assert weighted_average(2, 9, 0, 1, BROAD).after == Fraction("1.8")
    with pytest.raises(ContradictionError, match="leave no price"):
        full_ratchet(2, 0, 1)
    with pytest.raises(ContradictionError, match="leave no price"):
        weighted_average(2, 0, 0, 1, NARROW)
    with pytest.raises(ContradictionError, match="newly issued"):
        full_ratchet(2, 1, 0)
