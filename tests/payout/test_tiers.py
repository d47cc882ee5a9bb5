"""Profit tiers: each base, growth, reversion, losses, paths; beside a penny-by-penny twin."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.payout.pace import unhurried

from minutebook.payout import (
    Accrual,
    AmbiguityError,
    ContradictionError,
    DayCount,
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
    YearReaches,
)

FIFTH = Accrual("0.2", Method.COMPOUND)


def test_partners_repaid_first() -> None:
    # 3 to the first close partners, then 75% until 13: 3 + 13/0.75 = 61/3.
    claims = ProfitTiers(
        (
            Tier("first close", {"partners": 1}, PartyReceives("partners", 3)),
            Tier(
                "recovery", {"microsoft": "0.75", "others": "0.25"}, PartyReceives("microsoft", 13)
            ),
        )
    ).schedule()
    assert claims.at(3)["partners"] == 3
    assert claims.at("2.9")["microsoft"] == 0
    assert claims.at("3.1")["microsoft"] == Fraction("0.075")
    assert claims.seek("microsoft", 13) == Fraction(61, 3)


def test_after_the_last_tier_nobody_is_named() -> None:
    claims = ProfitTiers((Tier("only", {"a": 1}, PoolReaches(10)),)).schedule()
    assert claims.at(10).unassigned.amount == 0
    assert claims.at(10).unassigned.marginal == 1
    assert claims.at(12).unassigned.amount == 2
    assert claims.at(12).unassigned.because[0].label == "no tier names anybody beyond the last one"


def test_a_multiple_of_what_was_paid_in() -> None:
    # 6 times 2 at half of each unit: the tier ends at 24.
    claims = ProfitTiers(
        (
            Tier("back", {"a": "0.5", "b": "0.5"}, MultipleReturned("a", 6, 2)),
            Tier("rest", {"b": 1}),
        )
    )
    assert claims.schedule().seek("a", 12) == 24
    assert claims.schedule().at("23.9").payment("a").marginal == Fraction(1, 2)
    assert claims.schedule().at(24).payment("a").marginal == 0
    # Paid in 1 in 2019 and 2 in 2021: 3 times that is 3 in 2020 and 9 in 2021.
    dated = Tier("back", {"a": 1}, MultipleReturned("a", 3, PaidIn(((2019, 1), (2021, 2)))))
    terms = ProfitTiers((dated, Tier("rest", {"b": 1})))
    assert terms.schedule(at=2020).at(10)["a"] == 3
    assert terms.schedule(at=2021).at(10)["a"] == 9
    with pytest.raises(AmbiguityError, match="at which moment"):
        terms.schedule()
    with pytest.raises(ContradictionError, match="both as years or both as dates"):
        terms.schedule(at=date(2021, 1, 1))


def test_a_cap_that_grows() -> None:
    # 100 growing 20% a year from 2025: 100 before and in 2025, 120 in 2026, 144 in 2027.
    cap = Growing(100, FIFTH, 2025)
    terms = ProfitTiers((Tier("capped", {"a": 1}, PartyReceives("a", cap)), Tier("x", {"b": 1})))
    for year, most in ((2024, 100), (2025, 100), (2026, 120), (2027, 144)):
        assert terms.schedule(at=year).at(1000)["a"] == most
    by_date = Growing(
        100, Accrual("0.2", Method.COMPOUND, days=DayCount.ANNIVERSARIES), date(2025, 1, 1)
    )
    dated = ProfitTiers((Tier("capped", {"a": 1}, PartyReceives("a", by_date)),))
    assert dated.schedule(at=date(2025, 12, 31)).at(1000)["a"] == 100
    assert dated.schedule(at=date(2026, 1, 1)).at(1000)["a"] == 120
    with pytest.raises(ContradictionError, match="both as years or both as dates"):
        dated.schedule(at=2026)


def test_a_grown_cap_takes_up_again_where_it_stopped() -> None:
    cap = Growing(100, FIFTH, 2025)
    terms = ProfitTiers((Tier("capped", {"a": 1}, PartyReceives("a", cap)), Tier("x", {"b": 1})))
    years = terms.by_year([(2025, 150), (2026, 15), (2027, 30)])
    paid: list[object] = [(y.payouts["a"], y.payouts["b"]) for y in years]
    # 2025: 100 and 50 over. 2026: the cap is 120, so all 15. 2027: 144 - 115 = 29, then 1.
    assert paid == [(100, 50), (15, 0), (29, 1)]


def test_a_reversion_is_final() -> None:
    terms = ProfitTiers(
        (Tier("halves", {"a": "0.5", "b": "0.5"}),),
        (Reversion("a", "c", PartyReceives("a", Growing(5, FIFTH, 2025)), note="clause 7"),),
    )
    years = terms.by_year([(2025, 10), (2026, 10)])
    assert years[0].payouts["a"] == 5
    assert years[0].payouts.payment("a").marginal == 0
    assert [y.payouts["a"] for y in years] == [5, 0]
    (why,) = years[1].payouts.payment("c").because
    assert (why.label, why.note) == ("halves, a's interest reverted", "clause 7")
    assert why.amount == 5


def test_interests_revert_in_a_chain_and_to_nobody() -> None:
    tiers = (Tier("all", {"a": 1}),)
    chain = ProfitTiers(
        tiers,
        (
            Reversion("a", "b", PoolReaches(10)),
            Reversion("b", None, PoolReaches(20)),
        ),
    ).schedule()
    assert chain.at(10).payment("a").marginal == 0
    assert chain.at(15)["b"] == 5
    assert chain.at(30).unassigned.amount == 10
    circle = (Reversion("a", "b", PoolReaches(10)), Reversion("b", "a", PoolReaches(20)))
    with pytest.raises(ContradictionError, match="in a circle"):
        ProfitTiers(tiers, circle).schedule()


def test_an_interest_passes_once_by_whichever_condition_is_met_first() -> None:
    def claims(first: int, second: int) -> Schedule:
        reversions = (
            Reversion("a", "b", PoolReaches(first)),
            Reversion("a", "c", PartyReceives("a", second)),
        )
        return ProfitTiers((Tier("all", {"a": 1}),), reversions).schedule()

    assert [claims(20, 10).at(50)[party] for party in "abc"] == [10, 0, 40]
    assert [claims(10, 20).at(50)[party] for party in "abc"] == [10, 40, 0]
    assert [claims(10, 10).at(50)[party] for party in "abc"] == [10, 40, 0]
    assert [b.at for b in claims(20, 10).breakpoints] == [10]


def test_losses_are_made_good_first_if_they_are_carried_forward() -> None:
    terms = ProfitTiers((Tier("all", {"a": 1}),))
    profits = [(2023, 4), (2024, -5), (2025, 3), (2026, 6)]
    with pytest.raises(AmbiguityError, match="must a loss be made good"):
        terms.by_year(profits)
    carried = terms.by_year(profits, Losses.CARRIED_FORWARD)
    assert [y.payouts["a"] for y in carried] == [4, 0, 0, 4]
    assert [y.loss_carried for y in carried] == [0, 5, 2, 0]
    each = terms.by_year(profits, Losses.NOT_CARRIED)
    assert [y.payouts["a"] for y in each] == [4, 0, 3, 6]
    before = terms.by_year([(2025, 7)], Losses.CARRIED_FORWARD, loss_before=5)
    assert before[0].payouts["a"] == 2


def test_one_years_profit_as_a_threshold() -> None:
    terms = ProfitTiers(
        (Tier("first 10 of a year", {"a": 1}, YearReaches(10)), Tier("more", {"b": 1}))
    )
    years = terms.by_year([(2024, 9), (2025, 12)])
    assert [y.payouts["a"] for y in years] == [9, 10]
    assert [y.payouts["b"] for y in years] == [0, 2]
    with pytest.raises(AmbiguityError, match="which years made"):
        terms.schedule()


def test_terms_that_cannot_hold_are_refused() -> None:
    with pytest.raises(ContradictionError, match="more than the whole"):
        Tier("x", {"a": "0.6", "b": "0.6"})
    with pytest.raises(ContradictionError, match="pays a nothing"):
        Tier("x", {"b": 1}, PartyReceives("a", 3))
    with pytest.raises(ContradictionError, match="two tiers are called x"):
        ProfitTiers((Tier("x", {"a": 1}, PoolReaches(1)), Tier("x", {"b": 1})))
    with pytest.raises(OutOfRangeError, match="state a loss as a loss"):
        ProfitTiers((Tier("all", {"a": 1}),)).schedule().at(-1)


def test_a_tier_whose_party_lost_its_interest_never_ends() -> None:
    # a waits for 10 but its interest passes on at 4: the tier pays b, then c, for ever.
    terms = ProfitTiers(
        (Tier("wait", {"a": "0.5", "b": "0.5"}, PartyReceives("a", 10)), Tier("late", {"d": 1})),
        (Reversion("a", "c", PartyReceives("a", 4)),),
    ).schedule()
    assert terms.seek("a", 10) is None
    assert terms.at(1000)["d"] == 0
    assert terms.at(1000)["c"] == Fraction(1, 2) * (1000 - 8)


def test_empty_terms_and_an_empty_pool() -> None:
    nothing = ProfitTiers(()).schedule()
    assert nothing.at(7).unassigned.amount == 7
    assert ProfitTiers((Tier("all", {"a": 1}),)).schedule().at(0)["a"] == 0
    at_once = ProfitTiers((Tier("no length", {"a": 1}, PoolReaches(0)), Tier("all", {"b": 1})))
    assert at_once.schedule().at(3)["b"] == 3
    assert at_once.schedule().breakpoints == ()


# -- the twin -------------------------------------------------------------------------------------

STEP = Fraction(1, 64)


def penny_by_penny(terms: ProfitTiers, pool: int) -> dict[str | None, Fraction]:
    """Share out the pool in small steps, asking before each which tier is on."""
    received: dict[str | None, Fraction] = {}
    done = Fraction(0)

    def met(until: object) -> bool:
        assert isinstance(until, PoolReaches | PartyReceives)
        assert isinstance(until.level, int)
        count = done if isinstance(until, PoolReaches) else received.get(until.party, Fraction(0))
        return count >= until.level

    while done < pool:
        tier = next((t for t in terms.tiers if t.until is None or not met(t.until)), None)
        gone = {r.party: r.to for r in terms.reversions if met(r.when)}
        shares = dict(tier.rates) if tier else {}
        for party, rate in shares.items():
            to = gone.get(party, party)
            received[to] = received.get(to, Fraction(0)) + rate * STEP
        rest = 1 - sum(shares.values(), Fraction(0))
        received[None] = received.get(None, Fraction(0)) + rest * STEP
        done += STEP
    return received


quarters = st.sampled_from([Fraction(1, 4), Fraction(1, 2)])
levels = st.integers(0, 6)


@st.composite
def tier_terms(draw: st.DrawFn) -> ProfitTiers:
    tiers = []
    for i in range(draw(st.integers(1, 3))):
        shares = {"a": draw(quarters), "b": draw(quarters)}
        until = draw(
            st.none()
            | st.builds(PoolReaches, levels)
            | st.builds(PartyReceives, st.sampled_from(["a", "b"]), levels)
        )
        tiers.append(Tier(f"tier {i}", shares, until))
    heirs = st.builds(
        Reversion, st.just("a"), st.just("c"), st.builds(PartyReceives, st.just("a"), levels)
    )
    return ProfitTiers(tuple(tiers), tuple(draw(st.lists(heirs, max_size=2))), ("a", "b", "c"))


@unhurried
@given(tier_terms(), st.integers(0, 16))
def test_as_penny_by_penny(terms: ProfitTiers, pool: int) -> None:
    payouts = terms.schedule().at(pool)
    slow = penny_by_penny(terms, pool)
    # Thresholds may fall inside a step, once per tier and reversion.
    slack = STEP * 4
    for payment in (*payouts.payments, payouts.unassigned):
        assert abs(payment.amount - slow.get(payment.party, Fraction(0))) <= slack
    assert sum(p.amount for p in payouts.payments) + payouts.unassigned.amount == pool


@unhurried
@given(tier_terms(), st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_years_add_up_to_the_cumulative_amount(terms: ProfitTiers, profits: list[int]) -> None:
    years = terms.by_year(list(enumerate(profits, start=2020)))
    whole = terms.schedule().at(sum(profits))
    for payment in whole.payments:
        assert payment.party is not None
        assert sum(y.payouts[payment.party] for y in years) == payment.amount


@unhurried
@given(tier_terms(), st.fractions(0, 30), st.fractions(Fraction(1, 9), 9))
def test_monotone_and_scaling(terms: ProfitTiers, pool: Fraction, factor: Fraction) -> None:
    schedule = terms.schedule()
    assert all(schedule.paid(party).rises() for party in schedule.parties)

    def scaled(until: object) -> PoolReaches | PartyReceives | None:
        if isinstance(until, PoolReaches):
            return PoolReaches(Fraction(str(until.level)) * factor)
        if isinstance(until, PartyReceives):
            return PartyReceives(until.party, Fraction(str(until.level)) * factor)
        return None

    tiers = tuple(Tier(t.label, t.shares, scaled(t.until)) for t in terms.tiers)
    reversions = tuple(
        Reversion(r.party, r.to, when) for r in terms.reversions if (when := scaled(r.when))
    )
    larger = ProfitTiers(tiers, reversions, terms.parties).schedule()
    for party in schedule.parties:
        assert larger.at(pool * factor)[party] == schedule.at(pool)[party] * factor


@unhurried
@given(tier_terms(), st.fractions(0, 30))
def test_relabelling(terms: ProfitTiers, pool: Fraction) -> None:
    names = {"a": "zebra", "b": "yak", "c": "ant"}

    def renamed(until: object) -> PoolReaches | PartyReceives | None:
        if isinstance(until, PartyReceives):
            return PartyReceives(names[until.party], until.level)
        return until if isinstance(until, PoolReaches) else None

    tiers = tuple(
        Tier(t.label, {names[p]: s for p, s in reversed(list(t.shares.items()))}, renamed(t.until))
        for t in terms.tiers
    )
    reversions = tuple(
        Reversion(names[r.party], names[str(r.to)], when)
        for r in terms.reversions
        if (when := renamed(r.when))
    )
    other = ProfitTiers(tiers, reversions).schedule().at(pool)
    paid = {p.party: p.amount for p in other.payments}
    for payment in terms.schedule().at(pool).payments:
        assert paid.get(names[str(payment.party)], Fraction(0)) == payment.amount
