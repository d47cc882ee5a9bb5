"""Who gets what, asked of a book in one world: a claim on profit, an exit, a round, a fund.

`pay`, `pay_grid`, `pay_years` and `seek` are pure functions of a state, to be put to `ask`, which
gives the spread over what the sources leave open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from minutebook.answers import Found, Why
from minutebook.payout.book_exits import exit_plan, term_key
from minutebook.payout.book_funds import fund_plan
from minutebook.payout.book_rounds import closing
from minutebook.payout.book_tiers import claim_plan
from minutebook.payout.closing import Closing, Issue
from minutebook.payout.exact import percent, shown
from minutebook.payout.plan import (
    SOMEBODY,
    Clause,
    GivesBack,
    Missing,
    Plan,
    begun,
    clause_of,
    said,
    unless_missing,
)
from minutebook.payout.schedule import Payment, Schedule, Slice, Stake
from minutebook.records import money, nouns
from minutebook.records.values import Cite
from minutebook.state.state import State

T = TypeVar("T")
ZERO = Fraction(0)
PAYABLE = (money.Claim, nouns.Entity, money.Fund, money.Deal, money.Round)
"""The kinds of record that can be asked what they pay."""


@dataclass(frozen=True, slots=True)
class Paid:
    """What a party is paid, and its share of the next unit; None: not determined."""

    amount: Fraction | None
    marginal: Fraction | None


@dataclass(frozen=True, slots=True)
class Tip:
    """An amount from which the next unit is shared differently, and what tips there."""

    at: Fraction
    says: str
    src: tuple[Cite, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Payouts:
    """Everybody's payment at one amount; with the unassigned rest they add up to it.

    `breakpoints` are those up to the amount: what lies beyond makes no difference to it. For a
    round the payments are shares, `amount` is None, and `unassigned` is the unissued pool.
    `clawback` is what a fund's manager gives back of all it was paid, if the fund ends with this
    distribution; the payments are before it. `exposure` is what each party has at stake on each
    stretch up to the amount, as far as it is determined. Asked for one party, `to`, only that one
    is in `payouts`, the breakpoints are those at which its own share changes, and what is
    unassigned is not told.
    """

    measure: str
    amount: Fraction | None
    payouts: Mapping[str, Paid]
    breakpoints: tuple[Tip, ...]
    unassigned: Fraction | None
    clawback: GivesBack | None = None
    exposure: Mapping[str, tuple[Stake, ...]] = field(default_factory=dict)
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """What each party is paid at several amounts: a row for each, the unassigned rest last.

    Asked for one party, `to`, the unassigned rest is not told.
    """

    parties: tuple[str, ...]
    amounts: tuple[Fraction, ...]
    rows: tuple[tuple[Fraction | None, ...], ...]
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """The smallest amount at which a party has received so much; None: at no amount."""

    at: Fraction | None


def pay(
    state: State,
    subject: str,
    amount: Fraction | None,
    loss: Fraction = ZERO,
    to: str | None = None,
) -> Found[Payouts]:
    """Who is paid what at one amount.

    Parameters
    ----------
    subject : a claim on profit, a fund, one of its deals, a round, or an organisation, which is
        asked for its exit.
    amount : the cumulative profit, distribution or exit value; None for a round, which has none.
    loss : a loss brought forward into a claim on profit.
    to : the one party asked about; None asks for everybody.
    """
    record = state.book.records[subject]
    if isinstance(record, money.Round):
        return _closing(state, record, to)
    assert amount is not None, "only a round needs no amount"
    plan = plan_of(state, subject, amount, loss)
    if isinstance(plan, Missing):
        return _not_determined(plan, record)
    return paid_at(plan, amount, to)


def pay_grid(
    state: State,
    subject: str,
    amounts: Sequence[Fraction],
    loss: Fraction = ZERO,
    to: str | None = None,
) -> Found[Grid]:
    """Who is paid what at each of several amounts."""
    record = state.book.records[subject]
    plan = plan_of(state, subject, max(amounts), loss)
    if isinstance(plan, Missing):
        return _not_determined(plan, record)
    missing = tuple(what for at, what in plan.gaps if max(amounts) > at)
    return Found(_grid(plan, amounts, to), paid_at(plan, max(amounts), to).why, missing)


def pay_where(
    state: State, subject: str, party: str, received: Fraction, loss: Fraction = ZERO
) -> Found[Grid]:
    """What everybody is paid where a party has received so much; no row if it never has."""
    found = seek(state, subject, party, received, loss)
    if found.value is None:
        return Found(None, found.why, found.missing)
    plan = plan_of(state, subject, ZERO, loss, (party, received))
    assert isinstance(plan, Plan), "seek has found an amount in it, or that there is none"
    at = found.value.at
    return Found(_grid(plan, () if at is None else (at,), None), found.why, found.missing)


def _grid(plan: Plan, amounts: Sequence[Fraction], to: str | None) -> Grid:
    """The rows of a plan; None where they are not determined."""
    parties = _shown(plan.schedule, to)
    rows = plan.schedule.amounts(amounts)
    known = [p for p in parties if p in plan.schedule.parties]
    columns = {p: plan.schedule.parties.index(p) for p in known}
    horizons = {p: plan.horizon(p) for p in (*parties, None)}

    def cell(party: str | None, amount: Fraction, row: Sequence[Fraction]) -> Fraction | None:
        horizon = horizons[party]
        if (horizon is not None and amount > horizon) or (party is None and to is not None):
            return None
        if party is None:
            return row[-1]
        return row[columns[party]] if party in columns else ZERO

    return Grid(
        parties,
        tuple(amounts),
        tuple(
            tuple(cell(party, amount, row) for party in (*parties, None))
            for amount, row in zip(amounts, rows, strict=True)
        ),
        to,
    )


def _shown(schedule: Schedule, to: str | None) -> tuple[str, ...]:
    """The parties of an answer."""
    return (to,) if to is not None else tuple(p for p in schedule.parties if p != SOMEBODY)


def seek(
    state: State, subject: str, party: str, received: Fraction, loss: Fraction = ZERO
) -> Found[Reached]:
    """The smallest amount at which a party has received so much."""
    record = state.book.records[subject]
    plan = plan_of(state, subject, ZERO, loss, (party, received))
    if isinstance(plan, Missing):
        return _not_determined(plan, record)
    known = party in plan.schedule.parties
    at = plan.schedule.seek(party, received) if known else None
    horizon = plan.horizon(party)
    if horizon is not None and (at is None or at > horizon):
        missing = tuple(what for _, what in plan.gaps)
        return Found(None, Why(f"not determined beyond {said(horizon)}", plan.whole.rule), missing)
    if at is None:
        return Found(
            Reached(None), Why(f"{party} never receives {said(received)}", plan.whole.rule)
        )
    # What the next unit brings would rest on tiers that this question need not read.
    parts = plan.schedule.at(at).payment(party).because
    steps = tuple(_slice(plan, party, part) for part in parts if part.amount)
    says = f"{party} has received {said(received)} at {said(at)}"
    return Found(Reached(at), Why(says, plan.whole.rule, plan.whole.src, steps))


def _not_determined(missing: Missing, record: nouns.Noun) -> Found[T]:
    says = str(missing)
    return Found(None, Why(f"not determined: {says}", record.id, record.src), (says,))


def plan_of(
    state: State,
    subject: str,
    up_to: Fraction,
    loss: Fraction = ZERO,
    sought: tuple[str, Fraction] | None = None,
) -> Plan | Missing:
    """The plan of a subject in this world, or what is missing for it; remembered."""
    record = state.book.records[subject]

    def make() -> Plan:
        if not any(visible is record for visible in state.visible()):
            raise Missing(f"{subject}, which was not known by then")
        if isinstance(record, money.Claim):
            return claim_plan(state, record, up_to, loss, sought)
        if isinstance(record, money.Fund):
            begun(state, record)
            return fund_plan(state, record, nothing=up_to == 0 and sought is None)
        if isinstance(record, money.Deal):
            fund = state.book.records[record.of]
            assert isinstance(fund, money.Fund), "the loader checks whose deal it is"
            begun(state, fund)
            return fund_plan(state, fund, record)
        assert isinstance(record, nouns.Entity), "the caller asks for what can be paid"
        return exit_plan(state, record)

    key = ("pay", subject, state.at, state.known, up_to, loss, sought)
    return state.world.remember(key, lambda: unless_missing(make))


def paid_at(plan: Plan, amount: Fraction, to: str | None = None) -> Found[Payouts]:
    """The payments of a plan at one amount, with reasons; None if nobody's is determined."""
    row = _row(plan, amount, to)
    missing = tuple(what for at, what in plan.gaps if amount > at)
    found = plan.schedule.at(amount)
    because = [
        _why(plan, payment, _paid(plan, payment, amount))
        for payment in found.payments
        if payment.party in row.payouts and (payment.amount or payment.marginal)
    ]
    rest = found.unassigned
    if rest.amount and row.unassigned is not None:
        because.append(_why(plan, rest, Paid(row.unassigned, rest.marginal)))
    if to is not None and not because:
        because.append(Why(f"{to}: nothing"))
    if row.clawback is not None:
        because.append(_why_given_back(plan, row.clawback))
    why = Why(f"{plan.measure}: {said(amount)}", plan.whole.rule, plan.whole.src, tuple(because))
    if missing and all(paid.amount is None for paid in row.payouts.values()):
        return Found(None, why, missing)
    return Found(row, why, missing)


def _row(plan: Plan, amount: Fraction, to: str | None) -> Payouts:
    """The payments of a plan at one amount; None where they are not determined."""
    schedule, found = plan.schedule, plan.schedule.at(amount)
    parties = _shown(schedule, to)
    payments = {payment.party: payment for payment in found.payments}
    nothing = Paid(ZERO, ZERO)
    payouts = {
        party: _paid(plan, payments[party], amount) if party in payments else nothing
        for party in parties
    }
    own = schedule.paid(to).knots if to in schedule.parties and to is not None else None
    tips = tuple(
        Tip(tip.at, _SIZE.sub(_said, tip.says), plan.clause(tip.label).src)
        for tip in schedule.breakpoints
        if tip.at <= amount and (to is None or (own is not None and tip.at in own))
    )
    stakes = {p: _stakes(plan, p, amount) for p in parties if p in schedule.parties}
    rest = _paid(plan, found.unassigned, amount).amount if to is None else None
    back = None if plan.given_back is None else plan.given_back(amount)
    return Payouts(plan.measure, amount, payouts, tips, rest, back, stakes, to)


def _stakes(plan: Plan, party: str, amount: Fraction) -> tuple[Stake, ...]:
    """What a party has at stake up to an amount, as far as that is determined."""
    horizon = plan.horizon(party)
    end = amount if horizon is None else min(amount, horizon)
    return plan.schedule.exposure(party, end)


def _why_given_back(plan: Plan, back: GivesBack) -> Why:
    """How the clawback is reckoned."""
    says = f"{back.party} gives back {said(back.amount)} if the fund ends with this distribution"
    reckoned = Why(_SIZE.sub(_said, back.because), plan.whole.rule, plan.whole.src)
    return Why(says, plan.whole.rule, plan.whole.src, (reckoned,))


_SIZE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[0-9]{6,}/[0-9]+")


def _said(written: re.Match[str]) -> str:
    """A large number in the words of a breakpoint, shorter."""
    return said(Fraction(written[0].replace(",", "")))


def _paid(plan: Plan, payment: Payment, amount: Fraction) -> Paid:
    horizon = plan.horizon(payment.party)
    if horizon is None:
        return Paid(payment.amount, payment.marginal)
    return Paid(
        None if amount > horizon else payment.amount,
        None if amount >= horizon else payment.marginal,
    )


def _why(plan: Plan, payment: Payment, paid: Paid) -> Why:
    """Why a party is paid what it is: each tier or clause with its place and source."""
    who = payment.party or "nobody"
    if paid.amount is None:
        return Why(f"{who}: not determined beyond {said(plan.horizon(payment.party) or ZERO)}")
    steps = tuple(_slice(plan, who, part) for part in payment.because if part.amount)
    rate = "" if paid.marginal is None else f", and {percent(paid.marginal)} of the next unit"
    return Why(f"{who}: {said(paid.amount)}{rate}", None, (), steps)


def _slice(plan: Plan, who: str, part: Slice) -> Why:
    """One part of a payment, with the tier, class, debt or carve-out that it comes from."""
    first, _, _ = part.label.partition(": ")
    term = term_key(who, part.label.partition(" ")[0])
    clause = plan.clause(part.note, f"{who} {first}", first, term)
    words = f" ({clause.says})" if clause.says else ""
    label = _SIZE.sub(_said, part.label)
    return Why(f"{said(part.amount)}: {label}{words}", clause.rule, clause.src)


def _closing(state: State, record: money.Round, to: str | None) -> Found[Payouts]:
    """A round's outcome, counted in shares."""
    closed = unless_missing(lambda: closing(state, record))
    if isinstance(closed, Missing):
        return _not_determined(closed, record)
    clauses = _clauses_of_issues(state, record, closed)
    steps = [
        Why(f"{i.holder}: {shown(i.shares)} shares{_at(i)}: {i.because}", rule.rule, rule.src)
        for i, rule in zip(closed.issues, clauses, strict=True)
        if to is None or i.holder == to
    ]
    steps.append(Why("; ".join(closed.rounding)))
    says = f"{shown(closed.shares)} shares after {record.id}, new ones at {shown(closed.price)}"
    held = closed.holdings if to is None else {to: closed.holdings.get(to, ZERO)}
    payouts = {name: Paid(shares, None) for name, shares in held.items()}
    pool = closed.pool if to is None else None
    value = Payouts(f"shares after {record.id}", None, payouts, (), pool, to=to)
    return Found(value, Why(says, clause_of(record).rule, record.src, tuple(steps)))


def _at(issue: Issue) -> str:
    """At which price; shares that an adjustment adds have none."""
    return f" at {shown(issue.price)}" if issue.price else ""


def _clauses_of_issues(state: State, record: money.Round, closed: Closing) -> list[Clause]:
    """What each issue of a round rests on: a convertible, the round, a protected class."""
    found = [clause_of(state.book.records[name]) for name in record.converts]
    found += [clause_of(record)] * len(record.investments)
    adjusted = closed.issues[len(found) :]
    return found + [clause_of(state.book.records[issue.of]) for issue in adjusted]
