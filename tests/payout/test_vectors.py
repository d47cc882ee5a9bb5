"""The vectorised path against the exact one."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.payout.exit_cases import exit_terms
from tests.payout.openai_readings import READINGS
from tests.payout.pace import moderate, unhurried

from minutebook.payout import (
    Accrual,
    AmbiguityError,
    ContradictionError,
    ExitTerms,
    Growing,
    Losses,
    Method,
    MultipleReturned,
    OutOfRangeError,
    PaidIn,
    PartyReceives,
    PoolReaches,
    ProfitTiers,
    Reversion,
    Schedule,
    Tier,
    YearPayouts,
    YearReaches,
    pay_moving_paths,
    pay_paths,
    pay_paths_by_year,
    table,
)

FIFTH = Accrual("0.2", Method.COMPOUND)

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


profits = st.lists(st.lists(st.integers(-40, 80), min_size=4, max_size=4), min_size=1, max_size=3)


@unhurried
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


PAID_IN = PaidIn(((0, 5), (2, 4)))
moving = ProfitTiers(
    (
        Tier(
            "recovery",
            {"a": "0.75", "b": "0.2"},
            MultipleReturned("a", 2, PaidIn(((0, 5), (2, 4)))),
        ),
        Tier("year", {"b": 1}, YearReaches(9)),
        Tier("capped", {"a": "0.4", "b": "0.6"}, PartyReceives("a", Growing(30, FIFTH, 1))),
        Tier("pool", {"b": "0.5", "c": "0.1"}, PoolReaches(170)),
    ),
    (
        Reversion("b", "c", PartyReceives("b", Growing(40, FIFTH, 2))),
        Reversion("a", None, PoolReaches(120)),
        Reversion("b", "d", PoolReaches(100)),
    ),
)


def received(year: YearPayouts, party: str | None) -> Fraction:
    return year.payouts.unassigned.amount if party is None else year.payouts[party]


@moderate
@given(profits, st.sampled_from(Losses), st.integers(0, 20), st.sampled_from([*READINGS, "moving"]))
def test_moving_paths_are_the_years_one_by_one(
    paths: list[list[int]], losses: Losses, before: int, name: str
) -> None:
    terms = moving if name == "moving" else READINGS[name]
    array = np.array(paths, dtype=np.float64)
    fast = pay_moving_paths(terms, range(4), array, losses, before, chunk=2)
    for row, path in zip(fast, paths, strict=True):
        years = terms.by_year(list(enumerate(path)), losses, before)
        rows = [
            [*(p.amount for p in y.payouts.payments), y.payouts.unassigned.amount] for y in years
        ]
        expected = [float(sum(column)) for column in zip(*rows, strict=True)]
        np.testing.assert_allclose(row, expected, rtol=1e-12, atol=1e-12)


def test_a_moving_path_needs_a_moment_a_year() -> None:
    with pytest.raises(ContradictionError, match="2 years of profit, 1 moments"):
        pay_moving_paths(moving, [0], np.zeros((1, 2)))
    with pytest.raises(AmbiguityError, match="must a loss be made good"):
        pay_moving_paths(moving, [0], np.array([[-1.0]]))
