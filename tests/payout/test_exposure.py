"""Exposure: what each party gains by each further unit, on each stretch, and over each reading."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.payout.book_texts import put, read
from tests.payout.exit_cases import exit_terms

from minutebook.payout import (
    Common,
    ExitTerms,
    ExitValueReaches,
    ForcedConversion,
    Participating,
    ParticipatingCapped,
    Preferred,
    Stake,
)
from minutebook.payout.book import pay
from minutebook.views.pay import spreads

F = Fraction
SMALL = ExitTerms(
    (Common("founders", 3), Preferred("investor", 1, 4, ParticipatingCapped(2, True)))
)


def test_by_hand_between_the_breakpoints() -> None:
    """4 to the investor; then a quarter until it has 8, at 20; nothing until it converts at 32."""
    schedule = SMALL.evaluate().schedule
    assert schedule.exposure("investor") == (
        Stake(F(0), F(4), F(1), F(4)),
        Stake(F(4), F(20), F(1, 4), F(4)),
        Stake(F(20), F(32), F(0), F(0)),
        Stake(F(32), None, F(1, 4), None),
    )
    assert schedule.exposure("founders", 24) == (
        Stake(F(0), F(4), F(0), F(0)),
        Stake(F(4), F(20), F(3, 4), F(12)),
        Stake(F(20), F(24), F(1), F(4)),
    )
    assert schedule.exposure(None) == (Stake(F(0), None, F(0), F(0)),)
    assert schedule.exposure("investor", 0) == ()


def test_what_a_forced_conversion_takes_at_once_is_at_stake_there() -> None:
    """Converted by force at 40, the investor has 10 instead of 4 + 36/4 = 13."""
    classes = (Common("founders", 3), Preferred("investor", 1, 4, Participating()))
    listing = ForcedConversion("listing", ExitValueReaches(40))
    schedule = ExitTerms(classes, forced=(listing,)).evaluate().schedule
    assert schedule.exposure("investor", 44)[-1] == Stake(F(40), F(44), F(1, 4), F(-2), F(-3))
    assert schedule.exposure("investor", 40)[-1] == Stake(F(40), F(40), F(1, 4), F(-3), F(-3))


@given(exit_terms(), st.integers(0, 60))
def test_what_is_at_stake_adds_up_to_what_is_paid(terms: ExitTerms, pool: int) -> None:
    schedule = terms.evaluate().schedule
    for party in (*schedule.parties, None):
        stakes = schedule.exposure(party, pool)
        paid = schedule.unassigned if party is None else schedule.paid(party)
        assert sum((stake.gains or F(0) for stake in stakes), F(0)) == paid(pool)
        for stake in stakes:
            unit = min(F(1), (stake.end or stake.start) - stake.start)
            assert paid(stake.start + unit / 2) - paid(stake.start) == stake.marginal * unit / 2


VENTURE = """
book: {title: A venture, currency: EUR}
readings:
  first: {asks: Who is first?, adopted: ann, ann: Ann., both: Both.}
  bonus: {asks: Is there a bonus?, adopted: without, without: No., some: Yes., open: Nobody tells.}
records:
  - entity: venture
  - person: ann
  - person: bo
  - claim: venture/profit
    of: venture
    tiers:
      - tier: first
        shares: {reading: first, ann: {ann: 100%}, both: {ann: 50%, bo: 50%}}
        until: pool reaches 100
      - tier: then
        shares:
          ann: 40%
          bo: {reading: bonus, without: 60%, some: 50%, open: unknown}
"""


def test_exposure_over_readings_is_how_far_each_hinge_takes_a_party_apart() -> None:
    answer = put(read(VENTURE), lambda state: pay(state, "venture/profit", F(200)))
    found = spreads(answer, {"first": "ann", "bonus": "without"})
    # Ann has 100 + 40, or 50 + 40; Bo 60 or 110, or 50 where there is a bonus.
    assert found["ann"].at_stake == {"first": 50}
    assert found["bo"].at_stake == {"first": 50, "bonus": 10}
    assert found["bo"].least == 50
    assert found["bo"].most == 110
    assert not found["bo"].determined
    shown = answer.adopted.value
    assert shown is not None
    assert shown.exposure["bo"] == (
        Stake(F(0), F(100), F(0), F(0)),
        Stake(F(100), F(200), F(3, 5), F(60)),
    )


def test_what_is_not_determined_is_not_at_stake() -> None:
    book = read(VENTURE)
    answer = put(book, lambda state: pay(state, "venture/profit", F(200)), {"bonus": "open"})
    shown = answer.adopted.value
    assert shown is not None
    assert shown.payouts["bo"].amount is None
    assert [stake.end for stake in shown.exposure["bo"]] == [100]
