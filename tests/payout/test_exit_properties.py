"""What must hold of any exit, held against the twin that tries every choice."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.payout.exit_cases import exit_terms, exit_values
from tests.payout.exit_twin import (
    before_shareholders,
    choosers,
    equilibria,
    shareholders,
    stable,
)
from tests.payout.pace import moderate

from minutebook.payout import (
    Common,
    Debt,
    Exercise,
    ExitTerms,
    ExitValueReaches,
    FixedCarveOut,
    ForcedConversion,
    Option,
    Preferred,
    Schedule,
    exact,
)

ZERO = Fraction(0)


def at_and_beside_knots(schedule: Schedule) -> set[Fraction]:
    """The knots and a point shortly before and after each."""
    beside = Fraction(1, 10**9)
    return {x for k in schedule.knots for x in (k, k + beside, k - beside) if x >= 0}


@moderate
@given(exit_terms(), exit_values)
def test_payouts_are_those_of_every_stable_profile(terms: ExitTerms, value: Fraction) -> None:
    payouts = terms.evaluate().schedule.at(value)
    first, equity = before_shareholders(terms, value)
    for party, paid in first.items():
        assert payouts[party] == paid
    found = equilibria(terms, equity)
    assert found
    for stable_payouts in found:
        for name, paid in stable_payouts.items():
            assert payouts[name] == paid


@settings(max_examples=8, deadline=None)
@given(exit_terms(least=9, most=9), exit_values)
def test_no_class_of_ten_gains_by_any_profile(terms: ExitTerms, value: Fraction) -> None:
    payouts = terms.evaluate().schedule.at(value)
    _, equity = before_shareholders(terms, value)
    for stable_payouts in equilibria(terms, equity):
        assert all(payouts[name] == paid for name, paid in stable_payouts.items())


@moderate
@given(exit_terms(most=6))
def test_the_choices_shown_are_stable_beside_every_knot(terms: ExitTerms) -> None:
    outcome = terms.evaluate()
    for value in at_and_beside_knots(outcome.schedule):
        _, equity = before_shareholders(terms, value)
        shown = outcome.choices(value)
        profile = {name: shown.get(name) in ("converts", "exercises") for name in choosers(terms)}
        assert stable(terms, equity, profile)
        paid = shareholders(terms.classes, equity, profile)
        assert all(outcome.schedule.at(value)[name] == amount for name, amount in paid.items())


@moderate
@given(exit_terms(most=6), exit_values)
def test_payouts_add_up_and_never_fall(terms: ExitTerms, value: Fraction) -> None:
    schedule = terms.evaluate().schedule
    payouts = schedule.at(value)
    assert sum(p.amount for p in payouts.payments) + payouts.unassigned.amount == value
    for payment in (*payouts.payments, payouts.unassigned):
        assert payment.amount == sum((s.amount for s in payment.because), ZERO)
        assert payment.marginal == sum((s.marginal for s in payment.because), ZERO)
    for party in schedule.parties:
        paid = schedule.paid(party)
        assert paid.rises()
        assert not paid.jumps()


@moderate
@given(exit_terms(most=6))
def test_every_bend_has_a_breakpoint_that_says_why(terms: ExitTerms) -> None:
    schedule = terms.evaluate().schedule
    told = {tip.at for tip in schedule.breakpoints}
    assert set(schedule.knots[1:]) <= told


@moderate
@given(exit_terms(most=6), exit_values)
def test_solvent_preferences_are_paid(terms: ExitTerms, value: Fraction) -> None:
    """Once the equity covers all preferences, no preferred class gets less than its own."""
    _, equity = before_shareholders(terms, value)
    preferred = [c for c in terms.classes if isinstance(c, Preferred)]
    if equity >= sum((c.preference + c.accrued for c in preferred), ZERO):
        payouts = terms.evaluate().schedule.at(value)
        for c in preferred:
            assert payouts[c.name] >= c.preference + c.accrued


@moderate
@given(exit_terms(most=5), exit_values, st.fractions(Fraction(1, 7), 7, max_denominator=7))
def test_scaling_money_scales_payouts(terms: ExitTerms, value: Fraction, by: Fraction) -> None:
    classes = tuple(
        replace(c, strike=exact(c.strike) * by)
        if isinstance(c, Option)
        else replace(c, invested=exact(c.invested) * by)
        if isinstance(c, Preferred)
        else c
        for c in terms.classes
    )
    larger = ExitTerms(
        classes,
        tuple(replace(d, due=exact(d.due) * by) for d in terms.debts),
        tuple(
            replace(c, due=exact(c.due) * by)
            if isinstance(c, FixedCarveOut)
            else replace(c, above=exact(c.above) * by)
            for c in terms.carve_outs
        ),
    )
    before, after = terms.evaluate().schedule, larger.evaluate().schedule
    for party in before.parties:
        assert after.at(value * by)[party] == before.at(value)[party] * by


@moderate
@given(exit_terms(most=5), exit_values, st.integers(1, 5))
def test_splitting_all_shares_changes_nothing(
    terms: ExitTerms, value: Fraction, pieces: int
) -> None:
    classes = tuple(
        replace(c, shares=exact(c.shares) * pieces, strike=exact(c.strike) / pieces)
        if isinstance(c, Option)
        else replace(c, shares=exact(c.shares) * pieces)
        for c in terms.classes
    )
    split = replace(terms, classes=classes).evaluate().schedule.at(value)
    whole = terms.evaluate().schedule.at(value)
    assert [p.amount for p in split.payments] == [p.amount for p in whole.payments]


@moderate
@given(exit_terms(most=5), exit_values, st.randoms(use_true_random=False))
def test_relabelling_and_order_change_nothing(
    terms: ExitTerms, value: Fraction, chance: Random
) -> None:
    new = {c.name: f"{c.name[::-1]} renamed" for c in terms.classes}
    classes = [replace(c, name=new[c.name]) for c in terms.classes]
    chance.shuffle(classes)
    other = replace(terms, classes=tuple(classes)).evaluate().schedule.at(value)
    same = terms.evaluate().schedule.at(value)
    for old, name in new.items():
        assert other[name] == same[old]


@moderate
@given(exit_terms(most=5), exit_values)
def test_how_a_strike_is_settled_changes_no_net_payout(terms: ExitTerms, value: Fraction) -> None:
    rows = []
    for exercise in Exercise:
        classes = tuple(
            replace(c, exercise=exercise) if isinstance(c, Option) else c for c in terms.classes
        )
        rows += replace(terms, classes=classes).evaluate().schedule.amounts([value])
    assert rows[0] == rows[1]


@moderate
@given(exit_terms(most=5), st.integers(0, 60))
def test_forced_conversion_is_the_only_jump(terms: ExitTerms, threshold: int) -> None:
    assume(terms.convertible)
    event = ForcedConversion("listing", ExitValueReaches(threshold))
    outcome = replace(terms, forced=(event,)).evaluate()
    schedule = outcome.schedule
    jumps = {x for party in schedule.parties for x in schedule.paid(party).jumps()}
    assert jumps <= {Fraction(threshold)}
    assert jumps == {tip.at for tip in schedule.breakpoints if tip.jump}
    common = tuple(
        Common(c.name, c.common_shares)
        if isinstance(c, Preferred) and c.ratio is not None and not c.keeps_dividends
        else c
        for c in terms.classes
    )
    if all(not (isinstance(c, Preferred) and c.keeps_dividends) for c in terms.classes):
        all_common = replace(terms, classes=common).evaluate().schedule
        from_there = [threshold, threshold + 7]
        assert schedule.amounts(from_there) == all_common.amounts(from_there)
    if threshold:
        below = [ZERO, threshold - Fraction(1, 9)]
        assert schedule.amounts(below) == terms.evaluate().schedule.amounts(below)


def test_a_debt_alone_leaves_the_rest_to_nobody() -> None:
    schedule = ExitTerms((), (Debt("bank", 5),)).evaluate().schedule
    assert schedule.at(3)["bank"] == 3
    assert schedule.at(8).unassigned.amount == 3
