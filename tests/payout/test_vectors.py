"""The vectorised path against the exact one."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.payout.exit_cases import exit_terms, moderate
from tests.payout.openai_readings import READINGS

from minutebook.payout import (
    AmbiguityError,
    ExitTerms,
    Losses,
    OutOfRangeError,
    ProfitTiers,
    Schedule,
    pay_paths,
    pay_paths_by_year,
    table,
)

# Below this a float has no full precision left; no money is that small.
SUBNORMAL = Fraction(1, 10**307)


def agree(schedule: Schedule, pools: list[float]) -> None:
    fast = table(schedule).pay(pools)
    slow = schedule.amounts([Fraction(pool) for pool in pools])
    for row, exact_row in zip(fast, slow, strict=True):
        for got, expected in zip(row, exact_row, strict=True):
            tolerance = Fraction(1, 10**12) * abs(expected) + SUBNORMAL
            assert abs(Fraction(float(got)) - expected) <= tolerance


def beside_knots(schedule: Schedule) -> list[float]:
    """Every knot as a float, and the floats next to it."""
    knots = np.array([float(k) for k in schedule.knots])
    around = np.concatenate([knots, np.nextafter(knots, 0), np.nextafter(knots, np.inf)])
    return [float(x) for x in around]


@moderate
@given(exit_terms(most=6), st.lists(st.floats(0, 1e6), max_size=5))
def test_exits_agree_to_1e_12_beside_knots_too(terms: ExitTerms, pools: list[float]) -> None:
    schedule = terms.evaluate().schedule
    agree(schedule, [*pools, *beside_knots(schedule)])


@pytest.mark.parametrize("terms", READINGS.values(), ids=READINGS)
def test_tiers_agree_to_1e_12_beside_knots_too(terms: ProfitTiers) -> None:
    schedule = terms.schedule()
    agree(schedule, [*np.linspace(0, 400, 500).tolist(), *beside_knots(schedule)])


def test_pools_that_are_none() -> None:
    claims = table(READINGS["C"].schedule())
    for pools in ([-1.0], [float("nan")]):
        with pytest.raises(OutOfRangeError):
            claims.pay(pools)
    assert claims.pay([]).shape == (0, 4)
    assert claims.columns == ("microsoft", "others", "nonprofit", None)


profits = st.lists(st.lists(st.integers(-40, 80), min_size=4, max_size=4), min_size=1, max_size=6)


@given(profits, st.sampled_from(Losses), st.integers(0, 20), st.sampled_from(sorted(READINGS)))
def test_paths_are_the_years_one_by_one(
    paths: list[list[int]], losses: Losses, before: int, reading: str
) -> None:
    terms = READINGS[reading]
    claims = table(terms.schedule())
    array = np.array(paths, dtype=np.float64)
    whole = pay_paths(claims, array, losses, before, chunk=2)
    yearly = np.concatenate(list(pay_paths_by_year(claims, array, losses, before, chunk=4)))
    for i, path in enumerate(paths):
        years = terms.by_year(list(enumerate(path)), losses, before)
        for j, year in enumerate(years):
            expected = [*(p.amount for p in year.payouts.payments), year.payouts.unassigned.amount]
            np.testing.assert_allclose(yearly[i, j], [float(x) for x in expected], atol=1e-11)
    np.testing.assert_allclose(yearly.sum(axis=1), whole, atol=1e-10)


def test_losses_must_be_told() -> None:
    claims = table(READINGS["C"].schedule())
    with pytest.raises(AmbiguityError, match="must a loss be made good"):
        pay_paths(claims, np.array([[1.0, -1.0]]))
    with pytest.raises(AmbiguityError, match="must a loss be made good"):
        pay_paths(claims, np.array([[1.0]]), loss_before=1)
    assert pay_paths(claims, np.array([[10.0, 10.0]]))[0, 0] == pytest.approx(
        13 + 0.49 * (20 - 52 / 3)
    )
