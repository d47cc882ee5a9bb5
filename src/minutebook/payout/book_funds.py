"""A fund of a book as a plan: who gets its next distribution, and what is given back at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from minutebook.payout.accrual import When
from minutebook.payout.book_exits import begun_of
from minutebook.payout.funds import (
    Clawback,
    Deal,
    EarlierLosses,
    FundResult,
    FundTerms,
    PaidFirst,
    clawback,
    deal_by_deal,
    next_distribution,
    next_of_deal,
    whole_fund,
)
from minutebook.payout.levels import not_after
from minutebook.payout.plan import (
    GivesBack,
    Missing,
    Plan,
    accrual,
    clause_of,
    now_as,
    number,
    when_of,
)
from minutebook.payout.schedule import Schedule
from minutebook.records import money
from minutebook.state.state import State

Flows = list[tuple[When, Fraction]]
POOL = "the fund"


@dataclass(frozen=True, slots=True)
class _Read:
    """A fund in one world at one moment: its terms, and its flows up to then."""

    terms: FundTerms
    deals: tuple[Deal, ...]
    losses: EarlierLosses | None
    at: When

    def pool(self) -> tuple[Flows, Flows]:
        """The flows of all deals together."""
        drawn = [(m, Fraction(n)) for deal in self.deals for m, n in deal.contributions]
        paid = [(m, Fraction(n)) for deal in self.deals for m, n in deal.distributions]
        return drawn, paid

    def result(self) -> FundResult:
        """What was paid so far."""
        if self.losses is not None:
            return deal_by_deal(self.terms, self.deals, self.losses)
        return whole_fund(self.terms, *self.pool())

    def next(self, deal: str) -> Schedule:
        """Who gets the next proceeds of a deal, or of the fund if it is one pool."""
        if self.losses is not None:
            return next_of_deal(self.terms, self.deals, self.losses, deal, self.at)
        return next_distribution(self.terms, *self.pool(), self.at)


def fund_plan(
    state: State, fund: money.Fund, deal: money.Deal | None = None, nothing: bool = False
) -> Plan:
    """Who gets the next distribution at the state's date, as a function of its amount.

    What the book records as paid in or out after that date does not count. Deal by deal, the
    distribution is of the proceeds of `deal`, else of the only deal that is still held; `nothing`
    asks what is given back if nothing more is distributed, for which no deal need be named.
    """
    read = _read(state, fund)
    name = POOL if read.losses is None else _of_deal(read, fund, deal, nothing)
    schedule = read.next(name)
    of = fund.id if nothing or name == POOL else name
    back = _given_back(state, fund, read, schedule)
    return Plan(f"next distribution of {of}", schedule, clause_of(fund), {}, given_back=back)


def _of_deal(read: _Read, fund: money.Fund, deal: money.Deal | None, nothing: bool) -> str:
    """The deal whose proceeds are distributed next."""
    held = [d.name for d in read.deals if d.closed is None]
    if deal is not None:
        if deal.id not in held:
            raise Missing(f"proceeds of {deal.id}, which is closed or not begun by then")
        return deal.id
    if len(held) == 1 or (nothing and read.deals):
        return held[0] if held else read.deals[-1].name
    asked = f"; ask {', '.join(held)}" if held else ""
    raise Missing(f"of which deal of {fund.id} the distribution is{asked}")


def _read(state: State, fund: money.Fund) -> _Read:
    """A fund with what was paid in and out by the state's date."""
    recorded = begun_of(state, state.book.of(money.Deal), fund)
    if recorded:
        deals = [_deal(state, one) for one in recorded]
    else:
        paid_in = _flows(state, fund, fund.contributions, "contribution")
        deals = [Deal(POOL, paid_in, _flows(state, fund, fund.distributions, "distribution"))]
    first = next((moment for deal in deals for moment, _ in deal.contributions), None)
    if first is None:
        raise Missing(f"what was paid into {fund.id}, and when")
    at = now_as(state, first)
    kept = tuple(_until(deal, at) for deal in deals)
    losses = None
    if state.pick(fund.waterfall) == "deal by deal":
        made_good = state.pick(fund.earlier_losses) == "made good"
        losses = EarlierLosses.MADE_GOOD if made_good else EarlierLosses.LEFT
        kept = tuple(deal for deal in kept if deal.contributions)
    return _Read(_terms(state, fund), kept, losses, at)


def _deal(state: State, deal: money.Deal) -> Deal:
    closed = None if deal.closed is None else when_of(state, deal.closed, f"the end of {deal.id}")
    drawn = _flows(state, deal, deal.contributions, "contribution")
    return Deal(deal.id, drawn, _flows(state, deal, deal.proceeds, "proceeds"), closed)


def _until(deal: Deal, at: When) -> Deal:
    """A deal as it stands at a moment."""
    closed = deal.closed if deal.closed is not None and not_after(deal.closed, at) else None
    return Deal(
        deal.name,
        [flow for flow in deal.contributions if not_after(flow[0], at)],
        [flow for flow in deal.distributions if not_after(flow[0], at)],
        closed,
    )


def _given_back(
    state: State, fund: money.Fund, read: _Read, schedule: Schedule
) -> Callable[[Fraction], GivesBack] | None:
    """What the manager gives back if the fund ends with the next distribution, by its amount."""
    how = state.pick(fund.clawback)
    if how in (None, "none"):
        return None
    kept = Fraction(1)
    if how == "net of tax":
        kept = number(state, fund.kept_after_tax, f"what the manager of {fund.id} kept after tax")
    _drawn_after_carry(fund, read)
    so_far = read.result()

    def at(amount: Fraction) -> GivesBack:
        manager = so_far.manager + schedule.at(amount)[fund.manager]
        last = [*read.deals, Deal("the next distribution", (), [(read.at, amount)])]
        found: Clawback = clawback(read.terms, replace(so_far, manager=manager), last, kept)
        return GivesBack(fund.manager, fund.investors, found.owed, found.because)

    return at


def _drawn_after_carry(fund: money.Fund, read: _Read) -> None:
    """Refuse to reckon back where capital was drawn after the fund as a whole had paid carry.

    Whether profit paid out before counts towards the preferred return on such capital is for
    the agreement to say; without a hurdle all of it counts.
    """
    drawn, paid = read.pool()
    if read.terms.hurdle is None:
        return
    for distribution in whole_fund(read.terms, drawn, paid).distributions:
        later = [m for m, _ in drawn if not not_after(m, distribution.moment)]
        if distribution.payouts[fund.manager] and later:
            raise Missing(
                f"whether profit that {fund.id} paid out before {max(later)} counts towards the "
                "preferred return on capital drawn then, for its clawback"
            )


def _flows(
    state: State, record: money.Fund | money.Deal, flows: Sequence[money.Flow], what: str
) -> Flows:
    return [
        (
            when_of(state, flow.date, f"the {what} of {flow.date.written} to {record.id}"),
            number(state, flow.amount, f"the {what} of {flow.date.written} to {record.id}"),
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
