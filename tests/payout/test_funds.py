"""Fund waterfalls, worked by hand and held against interest reckoned the other way round."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.payout.pace import unhurried

from minutebook.payout import (
    Accrual,
    AmbiguityError,
    BrokenPeriod,
    ContradictionError,
    DayCount,
    Deal,
    EarlierLosses,
    FundResult,
    FundTerms,
    Method,
    PaidFirst,
    clawback,
    deal_by_deal,
    next_distribution,
    whole_fund,
)

EIGHT = Accrual("0.08", Method.COMPOUND)
SIMPLE = Accrual("0.08", Method.SIMPLE)
FULL = FundTerms("0.2", EIGHT, catch_up=1)


def totals(result: FundResult) -> list[Fraction]:
    return [result.investors, result.manager]


def test_full_catch_up() -> None:
    # Hurdle 50 x 1.08^5 = 73.4664; catch-up a quarter of 23.4664; after it 80/20: 20% of 75.
    result = whole_fund(FULL, [(0, 50)], [(5, 125)])
    assert totals(result) == [110, 15]
    assert result.capital_outstanding == result.return_outstanding == 0


def test_every_tier_on_both_sides_of_its_end() -> None:
    hurdle = 50 * Fraction("1.08") ** 5
    caught_up = hurdle + (hurdle - 50) / 4
    schedule = next_distribution(FULL, [(0, 50)], [], at=5)
    assert [(b.at, b.says) for b in schedule.breakpoints] == [
        (Fraction(50), "the return of capital is complete"),
        (hurdle, "the preferred return is complete"),
        (caught_up, "the catch-up is complete"),
    ]
    cent = Fraction(1, 100)
    for end, before, after in (
        (Fraction(50), 0, 0),
        (hurdle, 0, 1),
        (caught_up, 1, Fraction("0.2")),
    ):
        assert schedule.at(end - cent).payment("manager").marginal == before
        assert schedule.at(end).payment("manager").marginal == after
    assert schedule.at(40)["investors"] == 40
    assert schedule.at(caught_up)["manager"] == Fraction("0.2") * (caught_up - 50)
    assert schedule.seek("manager", 15) == 125


def test_partial_catch_up() -> None:
    # 110 at one year on 100 at 8%: 8 to investors, then half each until 0.2 (8 + x) = 0.5 x:
    # x = 16/3. Of 110: 2 left, 1 each. Of 120: 8/3 to each, then 20% of 20 in all.
    half = FundTerms("0.2", EIGHT, catch_up="0.5")
    assert totals(whole_fund(half, [(0, 100)], [(1, 110)])) == [109, 1]
    assert totals(whole_fund(half, [(0, 100)], [(1, 120)])) == [116, 4]
    schedule = next_distribution(half, [(0, 100)], [], at=1)
    assert schedule.breakpoints[-1].at == 108 + Fraction(16, 3)


def test_a_catch_up_goes_on_in_the_next_distribution() -> None:
    # 120 after a year, in two parts: 108 and 1 of the catch-up; then 1 more of it, 20% of 10.
    result = whole_fund(FULL, [(0, 100)], [(1, 109), (1, 11)])
    assert [d.payouts["manager"] for d in result.distributions] == [1, 3]
    assert totals(result) == [116, 4]


def test_no_catch_up_and_no_hurdle() -> None:
    # 20% beyond the hurdle only: 0.2 (120 - 108). Without a hurdle: 0.2 x 20.
    none = FundTerms("0.2", EIGHT, catch_up=0)
    assert totals(whole_fund(none, [(0, 100)], [(1, 120)])) == [Fraction("117.6"), Fraction("2.4")]
    assert totals(whole_fund(FundTerms("0.2"), [(0, 100)], [(1, 120)])) == [116, 4]


def test_a_simple_hurdle_depends_on_what_is_paid_first() -> None:
    # 100, and 54 after a year: capital first leaves 46 + 8, in year two 3.68 more: 57.68.
    # Return first pays 8, leaves 54, in year two 4.32: 58.32.
    for first, hurdle in ((PaidFirst.CAPITAL, "57.68"), (PaidFirst.RETURN, "58.32")):
        terms = FundTerms("0.2", SIMPLE, catch_up=0, first=first)
        schedule = next_distribution(terms, [(0, 100)], [(1, 54)], at=2)
        assert schedule.seek("manager", "0.2") == Fraction(hurdle) + 1
    with pytest.raises(AmbiguityError, match="capital first or pay the preferred return first"):
        FundTerms("0.2", SIMPLE, catch_up=1)


def test_a_compounded_hurdle_does_not() -> None:
    for first in (None, *PaidFirst):
        terms = FundTerms("0.2", EIGHT, catch_up=1, first=first)
        # 108 - 54 = 54, with 8%: 58.32.
        schedule = next_distribution(terms, [(0, 100)], [(1, 54)], at=2)
        assert schedule.seek("manager", "0.01") == Fraction("58.32") + Fraction("0.01")


def test_dated_flows() -> None:
    # 73 days of 365 at 10% simple on 100: 2.
    fifth = Accrual("0.1", Method.SIMPLE, days=DayCount.ACTUAL_365)
    terms = FundTerms("0.2", fifth, catch_up=0, first=PaidFirst.CAPITAL)
    flows = [(date(2023, 1, 1), 100)]
    schedule = next_distribution(terms, flows, [], at=date(2023, 3, 15))
    assert schedule.breakpoints[-1].at == 102
    with pytest.raises(AmbiguityError, match="how many years lie between"):
        bare = FundTerms("0.2", Accrual("0.1", Method.COMPOUND), catch_up=0)
        whole_fund(bare, flows, [(date(2023, 3, 15), 1)])
    with pytest.raises(ContradictionError, match="all flows with years, or all with dates"):
        whole_fund(terms, flows, [(2024, 1)])
    with pytest.raises(ContradictionError, match="lies after"):
        next_distribution(terms, flows, [], at=date(2022, 1, 1))


def test_terms_that_are_silent_or_cannot_hold() -> None:
    with pytest.raises(AmbiguityError, match="which share of each unit"):
        FundTerms("0.2", EIGHT)
    with pytest.raises(ContradictionError, match="20% never reaches a carry of 20%"):
        FundTerms("0.2", EIGHT, catch_up="0.2")


def test_a_second_drawdown_is_returned_before_more_carry() -> None:
    # 100 back as 120 without hurdle: 16/4. Then 50 drawn and 60 back: 58/2.
    result = whole_fund(FundTerms("0.2"), [(0, 100), (2, 50)], [(1, 120), (3, 60)])
    assert [d.payouts["manager"] for d in result.distributions] == [4, 2]
    tiers = result.distributions[1].payouts.payment("investors").because
    assert [s.label for s in tiers] == ["return of capital", "carried interest split"]


GOOD = Deal("good", [(0, 100)], [(2, 150)], closed=2)
BAD = Deal("bad", [(0, 100)], [(1, 40)], closed=1)
LATE_LOSS = Deal("late", [(0, 100)], [(3, 70)], closed=3)
NO_HURDLE = FundTerms("0.2")


def test_deal_by_deal() -> None:
    # Alone, the good deal carries 0.2 x 50. If it first makes good the 60 lost, nothing is left.
    alone = deal_by_deal(NO_HURDLE, [BAD, GOOD], EarlierLosses.LEFT)
    assert totals(alone) == [180, 10]
    made_good = deal_by_deal(NO_HURDLE, [BAD, GOOD], EarlierLosses.MADE_GOOD)
    assert totals(made_good) == [190, 0]
    assert made_good.capital_outstanding == 10
    # A loss that comes later is never made good by an earlier deal.
    later = deal_by_deal(NO_HURDLE, [GOOD, LATE_LOSS], EarlierLosses.MADE_GOOD)
    assert totals(later) == [210, 10]
    with pytest.raises(AmbiguityError, match="first make good"):
        deal_by_deal(NO_HURDLE, [BAD, GOOD])
    with pytest.raises(ContradictionError, match="one name"):
        deal_by_deal(NO_HURDLE, [BAD, BAD], EarlierLosses.LEFT)


def test_a_lost_deal_keeps_accruing_its_hurdle() -> None:
    # 60 x 1.08 of the bad deal at year 2, on top of 100 x 1.08^2; the loss arose at 108 - 40 = 68.
    result = deal_by_deal(FULL, [BAD, GOOD], EarlierLosses.MADE_GOOD)
    outstanding = 68 * Fraction("1.08") + 100 * Fraction("1.08") ** 2 - 150
    assert result.capital_outstanding + result.return_outstanding == outstanding
    assert result.manager == 0


def test_clawback() -> None:
    # Carry 10 on the good deal; the fund as a whole made 20, entitling to 4.
    deals = [GOOD, LATE_LOSS]
    paid = deal_by_deal(NO_HURDLE, deals, EarlierLosses.LEFT)
    owed = clawback(NO_HURDLE, paid, deals, kept=1)
    assert (owed.received, owed.entitled, owed.owed) == tuple(map(Fraction, (10, 4, 6)))
    assert owed.because == "received 10, the whole fund entitles to 4: excess 6"
    # Half went in tax: at most 5 comes back. At 60% kept the limit just does not bind.
    taxed = clawback(NO_HURDLE, paid, deals, kept="0.5")
    assert taxed.owed == 5
    assert taxed.because.endswith("excess 6, limited to 5 kept after tax")
    assert clawback(NO_HURDLE, paid, deals, kept="0.6").owed == 6
    with pytest.raises(AmbiguityError, match="kept after tax"):
        clawback(NO_HURDLE, paid, deals)
    fair = deal_by_deal(NO_HURDLE, [GOOD], EarlierLosses.LEFT)
    assert clawback(NO_HURDLE, fair, [GOOD], kept=1).owed == 0


# -- properties -----------------------------------------------------------------------------------

flows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 50)), min_size=1, max_size=5)


@unhurried
@given(flows, flows)
def test_what_is_outstanding_is_the_flows_compounded(
    drawn: list[tuple[int, int]], paid: list[tuple[int, int]]
) -> None:
    """Without catch-up and carry, the balance is every flow grown to the end, or nothing."""
    terms = FundTerms(0, EIGHT, catch_up=0)
    result = whole_fund(terms, drawn, paid)
    assert sum(n for _, n in paid) == result.investors
    end = max(when for when, _ in (*drawn, *paid))
    balance = Fraction(0)
    for year in range(end + 1):
        balance = balance * Fraction("1.08") if year else balance
        balance += sum(n for when, n in drawn if when == year)
        balance = max(balance - sum(n for when, n in paid if when == year), Fraction(0))
    assert result.capital_outstanding + result.return_outstanding == balance


@unhurried
@given(flows, flows, st.sampled_from([1, "0.5", 0]))
def test_a_fund_pays_all_and_the_manager_no_more_than_its_carry(
    drawn: list[tuple[int, int]], paid: list[tuple[int, int]], catch_up: int | str
) -> None:
    result = whole_fund(FundTerms("0.2", EIGHT, catch_up), drawn, paid)
    distributed = sum(n for _, n in paid)
    assert result.investors + result.manager == distributed
    returned = sum(n for _, n in drawn) - result.capital_outstanding
    profit = distributed - returned
    assert result.manager <= Fraction("0.2") * profit
    marginal = result.distributions[-1].payouts.payment("manager").marginal
    if catch_up == 1 and result.manager and marginal == Fraction("0.2"):
        assert result.manager == Fraction("0.2") * profit


@unhurried
@given(flows, st.integers(0, 150), st.integers(0, 150), st.sampled_from([1, "0.5", 0]))
def test_two_distributions_at_once_are_one(
    drawn: list[tuple[int, int]], first: int, second: int, catch_up: int | str
) -> None:
    terms = FundTerms("0.2", EIGHT, catch_up)
    parts = whole_fund(terms, drawn, [(6, first), (6, second)])
    assert totals(parts) == totals(whole_fund(terms, drawn, [(6, first + second)]))


@unhurried
@given(flows, flows)
def test_a_manager_never_owes_what_it_was_not_paid(
    drawn: list[tuple[int, int]], paid: list[tuple[int, int]]
) -> None:
    deals = [Deal("one", drawn, paid, closed=6), Deal("two", [(0, 40)], [(5, 30)], closed=5)]
    result = deal_by_deal(FULL, deals, EarlierLosses.LEFT)
    owed = clawback(FULL, result, deals, kept=1)
    assert 0 <= owed.owed <= result.manager
    assert owed.owed == max(result.manager - owed.entitled, Fraction(0))


def test_a_broken_compounding_period_must_be_told() -> None:
    def terms(broken: BrokenPeriod | None) -> FundTerms:
        accrual = Accrual("0.1", Method.COMPOUND, broken=broken, days=DayCount.THIRTY_360)
        return FundTerms("0.2", accrual, catch_up=0)

    start, end = date(2020, 1, 1), date(2021, 7, 1)
    with pytest.raises(AmbiguityError, match="last 1/2 of a compounding period"):
        next_distribution(terms(None), [(start, 100)], [], end)
    # 100 x 1.1 = 110, and 5.5 for the half year or nothing.
    simple = next_distribution(terms(BrokenPeriod.SIMPLE), [(start, 100)], [], end)
    assert simple.breakpoints[-1].at == Fraction("115.5")
    nothing = next_distribution(terms(BrokenPeriod.NOTHING), [(start, 100)], [], end)
    assert nothing.breakpoints[-1].at == 110


def test_without_a_hurdle_a_clawback_counts_capital_drawn_after_carry() -> None:
    # Carry 10 on the first deal; 100 drawn later bring 70 or 100: 0.2 x 20 is 4, 0.2 x 50 is 10.
    early = Deal("early", [(0, 100)], [(1, 150)], closed=1)
    for back, owed in ((70, 6), (99, Fraction("0.2")), (100, 0), (105, 0)):
        deals = [early, Deal("late", [(2, 100)], [(3, back)], closed=3)]
        paid = deal_by_deal(NO_HURDLE, deals, EarlierLosses.LEFT)
        assert clawback(NO_HURDLE, paid, deals, kept=1).owed == owed
