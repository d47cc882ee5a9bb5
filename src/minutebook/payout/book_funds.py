"""A fund of a book as a plan: who gets its next distribution."""

from __future__ import annotations

from fractions import Fraction

from minutebook.payout.accrual import When
from minutebook.payout.funds import FundTerms, PaidFirst, next_distribution
from minutebook.payout.levels import not_after
from minutebook.payout.plan import Missing, Plan, accrual, clause_of, now_as, number, when_of
from minutebook.records import money
from minutebook.state.state import State


def fund_plan(state: State, fund: money.Fund) -> Plan:
    """Who gets the next distribution at the state's date, as a function of its amount.

    What the book records as paid in or out after that date does not count.
    """
    paid_in = _flows(state, fund, fund.contributions, "contribution")
    paid_out = _flows(state, fund, fund.distributions, "distribution")
    if not paid_in:
        raise Missing(f"what was paid into {fund.id}, and when")
    at = now_as(state, paid_in[0][0])
    schedule = next_distribution(
        _terms(state, fund),
        [flow for flow in paid_in if not_after(flow[0], at)],
        [flow for flow in paid_out if not_after(flow[0], at)],
        at,
    )
    return Plan(f"next distribution of {fund.id}", schedule, clause_of(fund), {})


def _flows(
    state: State, fund: money.Fund, flows: tuple[money.Flow, ...], what: str
) -> list[tuple[When, Fraction]]:
    return [
        (
            when_of(state, flow.date, f"the {what} of {flow.date.written} to {fund.id}"),
            number(state, flow.amount, f"the {what} of {flow.date.written} to {fund.id}"),
        )
        for flow in flows
    ]


def _terms(state: State, fund: money.Fund) -> FundTerms:
    hurdle = catch_up = first = None
    if fund.hurdle is not None:
        rate = number(state, fund.hurdle, f"the hurdle of {fund.id}")
        hurdle = accrual(rate, str(state.pick(fund.accrues)), fund.day_count)
        catch_up = number(state, fund.catch_up, f"the catch-up of {fund.id}")
    if fund.pays_first is not None:
        first = PaidFirst[state.pick(fund.pays_first).upper()]
    carry = number(state, fund.carry, f"the carry of {fund.id}")
    return FundTerms(carry, hurdle, catch_up, first, fund.investors, fund.manager)
