"""Fund waterfalls: capital back, preferred return, catch-up, carried interest, clawback.

The order of the tiers is the usual one of limited partnership agreements; the ILPA Principles 3.0
(2019), Waterfall Structure and Clawback, describe whole-of-fund and deal-by-deal waterfalls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction

from minutebook.payout.accrual import Accrual, Method, When, years_between
from minutebook.payout.errors import AmbiguityError, ContradictionError
from minutebook.payout.exact import Exact, amount, percent, share, shown
from minutebook.payout.levels import not_after
from minutebook.payout.piecewise import ONE, ZERO
from minutebook.payout.schedule import Breakpoint, Payouts, Schedule, Stretch, from_stretches

CAPITAL = "return of capital"
RETURN = "preferred return"
CATCH_UP = "catch-up"
SPLIT = "carried interest split"


class PaidFirst(Enum):
    """What a distribution pays first; under a simple return it changes what accrues later."""

    CAPITAL = CAPITAL
    RETURN = RETURN


@dataclass(frozen=True, slots=True)
class FundTerms:
    """The terms of a fund's distributions.

    Args:
        carry: The manager's share of profit.
        hurdle: The investors' preferred return; None if there is none.
        catch_up: The manager's share of each unit after the hurdle until it has its carry of all
            profit: 1 is full, 0 is none; must be told with a hurdle.
        first: Capital or return first; must be told with a simple hurdle.
        investors: The limited partners, as one party.
        manager: Who takes the carry.

    Raises:
        AmbiguityError: If a hurdle is silent on catch-up or, being simple, on the order.
        ContradictionError: If a partial catch-up could never catch up.
    """

    carry: Exact
    hurdle: Accrual | None = None
    catch_up: Exact | None = None
    first: PaidFirst | None = None
    investors: str = "investors"
    manager: str = "manager"

    def __post_init__(self) -> None:
        carry = share(self.carry, "the carry")
        if self.hurdle is None:
            return
        if self.catch_up is None:
            raise AmbiguityError(
                "catch-up",
                "which share of each unit does the manager take after the hurdle, to catch up?",
                ("catch_up=1 for a full one", "catch_up=0 for none"),
            )
        rate = share(self.catch_up, "the catch-up")
        if 0 < rate <= carry < 1:
            raise ContradictionError(
                f"a catch-up of {percent(rate)} never reaches a carry of {percent(carry)}"
            )
        if self.hurdle.method is Method.SIMPLE and self.first is None:
            raise AmbiguityError(
                "order of a simple preferred return",
                "does a distribution return capital first or pay the preferred return first?",
                ("PaidFirst.CAPITAL", "PaidFirst.RETURN"),
            )


Flows = Sequence[tuple[When, Exact]]


@dataclass(frozen=True, slots=True)
class Deal:
    """One investment of a fund.

    Args:
        name: The deal.
        contributions: (moment, amount) of the capital drawn for it.
        distributions: (moment, amount) of its proceeds.
        closed: When it was wound up; None while it is held.
    """

    name: str
    contributions: Flows
    distributions: Flows
    closed: When | None = None


class EarlierLosses(Enum):
    """What closed deals that did not return their capital do to the later ones."""

    MADE_GOOD = "their unreturned capital and return are paid before the next deal's profit"
    LEFT = "each deal stands alone"


@dataclass(frozen=True, slots=True)
class Distribution:
    """One distribution: when, of which deal, and who was paid on which tier."""

    moment: When
    deal: str
    payouts: Payouts


@dataclass(frozen=True, slots=True)
class FundResult:
    """All distributions and what is still outstanding after the last flow."""

    distributions: tuple[Distribution, ...]
    investors: Fraction
    manager: Fraction
    capital_outstanding: Fraction
    return_outstanding: Fraction


@dataclass(frozen=True, slots=True)
class Account:
    """Where a waterfall stands: capital and return outstanding, profit paid out, carry in it."""

    at: When | None = None
    capital: Fraction = ZERO
    owed: Fraction = ZERO
    profit: Fraction = ZERO
    carried: Fraction = ZERO


def whole_fund(terms: FundTerms, contributions: Flows, distributions: Flows) -> FundResult:
    """All distributions of a fund whose deals are one pool (the European waterfall).

    At one moment contributions come before distributions. A compounding return starts a new
    period at every flow.
    """
    paid, account = [], Account()
    for moment, order, flow in _in_order(contributions, distributions):
        account = _accrued(terms, account, moment)
        if order == 0:
            account = replace(account, capital=account.capital + flow)
            continue
        payouts = _next(terms, account).at(flow)
        account = _settled(terms, account, payouts)
        paid.append(Distribution(moment, "the fund", payouts))
    return _result(terms, paid, [account])


def next_distribution(
    terms: FundTerms, contributions: Flows, distributions: Flows, at: When
) -> Schedule:
    """Who gets the next distribution at a moment, as a function of its amount.

    Raises:
        ContradictionError: If a flow lies after the moment.
    """
    account = Account()
    for moment, order, flow in _in_order(contributions, distributions):
        if not not_after(moment, at):
            raise ContradictionError(f"a flow of {moment} lies after {at}")
        account = _accrued(terms, account, moment)
        if order == 0:
            account = replace(account, capital=account.capital + flow)
        else:
            account = _settled(terms, account, _next(terms, account).at(flow))
    return _next(terms, _accrued(terms, account, at))


def deal_by_deal(
    terms: FundTerms, deals: Sequence[Deal], losses: EarlierLosses | None = None
) -> FundResult:
    """All distributions of a fund that pays carry on each deal (the American waterfall).

    Raises:
        AmbiguityError: If it is not said what closed deals at a loss do to later ones.
    """
    paid, accounts = _by_deal(terms, deals, losses)
    return _result(terms, paid, list(accounts.values()))


def next_of_deal(
    terms: FundTerms, deals: Sequence[Deal], losses: EarlierLosses | None, name: str, at: When
) -> Schedule:
    """Who gets the next proceeds of one deal at a moment, as a function of their amount.

    Raises:
        AmbiguityError: If it is not said what closed deals at a loss do to later ones.
        ContradictionError: If a flow lies after the moment.
    """
    for deal in deals:
        for moment, _, _ in _in_order(deal.contributions, deal.distributions):
            if not not_after(moment, at):
                raise ContradictionError(f"a flow of {moment} lies after {at}")
    _, accounts = _by_deal(terms, deals, losses)
    account = _accrued(terms, accounts[name], at)
    if losses is EarlierLosses.MADE_GOOD:
        account = _with_losses(terms, account, name, deals, accounts, at)
    return _next(terms, account)


def _by_deal(
    terms: FundTerms, deals: Sequence[Deal], losses: EarlierLosses | None
) -> tuple[list[Distribution], dict[str, Account]]:
    """All distributions in order of time, and where each deal stands after the last flow."""
    if losses is None:
        raise AmbiguityError(
            "deal-by-deal carry",
            "must a later deal first make good what closed deals did not return?",
            ("EarlierLosses.MADE_GOOD", "EarlierLosses.LEFT"),
        )
    accounts = {deal.name: Account() for deal in deals}
    if len(accounts) < len(deals):
        raise ContradictionError("two deals have one name")
    flows = [
        (moment, order, flow, deal)
        for deal in deals
        for moment, order, flow in _in_order(deal.contributions, deal.distributions)
    ]
    paid = []
    for moment, order, flow, deal in sorted(flows, key=lambda f: (_key(f[0]), f[1])):
        account = _accrued(terms, accounts[deal.name], moment)
        if order == 0:
            accounts[deal.name] = replace(account, capital=account.capital + flow)
            continue
        if losses is EarlierLosses.MADE_GOOD:
            account = _with_losses(terms, account, deal.name, deals, accounts, moment)
        payouts = _next(terms, account).at(flow)
        accounts[deal.name] = _settled(terms, account, payouts)
        paid.append(Distribution(moment, deal.name, payouts))
    return paid, accounts


@dataclass(frozen=True, slots=True)
class Clawback:
    """What the manager must give back: the excess it received, limited to what it kept."""

    received: Fraction
    entitled: Fraction
    owed: Fraction
    because: str


def clawback(
    terms: FundTerms, result: FundResult, deals: Sequence[Deal], kept: Exact | None = None
) -> Clawback:
    """The manager's excess over what the whole fund, taken as one pool, would have paid it.

    Without a hurdle time plays no part, and all capital comes back before any profit, also what
    was drawn after carry had been paid.

    Args:
        terms: The same terms as for the distributions.
        result: What was paid deal by deal.
        deals: The same deals.
        kept: The share of carry left after tax, to which the clawback is limited: 1 for a
            clawback gross of tax; must be told.
    """
    if kept is None:
        raise AmbiguityError(
            "clawback",
            "is it limited to the carry the manager kept after tax?",
            ("kept=1 if it is gross of tax", "kept='0.6' if 40% went in tax"),
        )
    contributions = [flow for deal in deals for flow in deal.contributions]
    distributions = [flow for deal in deals for flow in deal.distributions]
    if terms.hurdle is None and contributions:
        first = min((moment for moment, _ in (*contributions, *distributions)), key=_key)
        contributions = [(first, drawn) for _, drawn in contributions]
    entitled = whole_fund(terms, contributions, distributions).manager
    excess = max(result.manager - entitled, ZERO)
    most = result.manager * share(kept, "the share kept after tax")
    limit = f", limited to {shown(most)} kept after tax" if excess > most else ""
    says = (
        f"received {shown(result.manager)}, the whole fund entitles to {shown(entitled)}: "
        f"excess {shown(excess)}{limit}"
    )
    return Clawback(result.manager, entitled, min(excess, most), says)


def _in_order(contributions: Flows, distributions: Flows) -> list[tuple[When, int, Fraction]]:
    """All flows in order of time, contributions (0) before distributions (1) of one moment."""
    flows = [(m, 0, amount(n, "a contribution")) for m, n in contributions]
    flows += [(m, 1, amount(n, "a distribution")) for m, n in distributions]
    if len({isinstance(m, int) for m, _, _ in flows}) > 1:
        raise ContradictionError("write all flows with years, or all with dates")
    return sorted(flows, key=lambda flow: (_key(flow[0]), flow[1]))


def _key(moment: When) -> int:
    return moment.toordinal() if isinstance(moment, date) else moment


def _accrued(terms: FundTerms, account: Account, at: When) -> Account:
    """The account at a later moment, the preferred return accrued."""
    if account.at is None or terms.hurdle is None:
        return replace(account, at=at)
    growth = terms.hurdle.factor(years_between(account.at, at, terms.hurdle.days)) - 1
    compound = terms.hurdle.method is Method.COMPOUND
    base = account.capital + account.owed if compound else account.capital
    return replace(account, at=at, owed=account.owed + base * growth)


def _next(terms: FundTerms, account: Account) -> Schedule:
    """Who gets the next distribution, as a function of its amount."""
    investors, manager, carry = terms.investors, terms.manager, share(terms.carry, "the carry")
    senior = [(account.capital, CAPITAL), (account.owed, RETURN)]
    if terms.first is PaidFirst.RETURN:
        senior.reverse()
    steps: list[tuple[Fraction, tuple[tuple[str, str, str, Fraction], ...], str]] = [
        (due, ((investors, label, "", ONE),), label) for due, label in senior
    ]
    rate = ZERO if terms.hurdle is None else share(terms.catch_up or 0, "the catch-up")
    profit = account.profit + account.owed
    behind = carry * profit - account.carried
    if rate > carry and behind > 0:
        shares = ((manager, CATCH_UP, "", rate), (investors, CATCH_UP, "", 1 - rate))
        steps.append((behind / (rate - carry), shares, CATCH_UP))
    split = ((manager, SPLIT, "", carry), (investors, SPLIT, "", 1 - carry))
    stretches, tips, reached = [], [], ZERO
    for due, rates, label in steps:
        if due > 0:
            reached += due
            stretches.append(Stretch(due, rates))
            tips.append(Breakpoint(reached, f"the {label} is complete", label))
    return from_stretches([*stretches, Stretch(None, split)], tips, (investors, manager))


def _settled(terms: FundTerms, account: Account, payouts: Payouts) -> Account:
    """The account after a distribution."""
    by_label = dict.fromkeys((CAPITAL, RETURN), ZERO)
    for part in payouts.payment(terms.investors).because:
        if part.label in by_label:
            by_label[part.label] += part.amount
    return replace(
        account,
        capital=account.capital - by_label[CAPITAL],
        owed=account.owed - by_label[RETURN],
        profit=account.profit + payouts.pool - by_label[CAPITAL],
        carried=account.carried + payouts[terms.manager],
    )


def _with_losses(
    terms: FundTerms,
    account: Account,
    name: str,
    deals: Sequence[Deal],
    accounts: dict[str, Account],
    at: When,
) -> Account:
    """The account with what deals closed by then did not return; theirs are emptied."""
    for other in deals:
        if other.name == name or other.closed is None or not not_after(other.closed, at):
            continue
        lost = _accrued(terms, accounts[other.name], at)
        account = replace(
            account, capital=account.capital + lost.capital, owed=account.owed + lost.owed
        )
        accounts[other.name] = replace(lost, capital=ZERO, owed=ZERO)
    return account


def _result(terms: FundTerms, paid: list[Distribution], accounts: Sequence[Account]) -> FundResult:
    return FundResult(
        tuple(paid),
        sum((d.payouts[terms.investors] for d in paid), ZERO),
        sum((d.payouts[terms.manager] for d in paid), ZERO),
        sum((a.capital for a in accounts), ZERO),
        sum((a.owed for a in accounts), ZERO),
    )
