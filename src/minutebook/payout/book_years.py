"""Who gets what from the profits and losses of several years, asked of a book's claim on profit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from minutebook.answers import Found, Why
from minutebook.payout.book import ZERO, Grid, Paid, Payouts
from minutebook.payout.book_tiers import (
    BEYOND,
    ReadTier,
    clauses_of,
    losses_of,
    read_reversions,
    read_tiers,
    tiers_of,
)
from minutebook.payout.plan import (
    EVERYBODY,
    SOMEBODY,
    Missing,
    begun,
    clause_of,
    said,
    unless_missing,
)
from minutebook.payout.tiers import Reversion, Tier, YearPayouts
from minutebook.records import money
from minutebook.state.state import State

Profits = Sequence[tuple[int, Fraction]]


@dataclass(frozen=True, slots=True)
class Year:
    """One year: its profit or loss, the loss carried forward at its end, what is paid from it."""

    year: int
    profit: Fraction
    loss_carried: Fraction
    payouts: Payouts


@dataclass(frozen=True, slots=True)
class Years:
    """Several years, one by one, and what was paid in all of them."""

    years: tuple[Year, ...]
    total: Payouts


def pay_years(
    state: State,
    subject: str,
    profits: Profits,
    loss: Fraction = ZERO,
    to: str | None = None,
) -> Found[Years]:
    """Who is paid what from each year's profit.

    Parameters
    ----------
    profits : (year, profit) in order; a loss is below zero.
    loss : a loss brought forward into the first year.
    to : the one party asked about; None asks for everybody.
    """
    claim = state.book.records[subject]
    assert isinstance(claim, money.Claim), "the caller asks for a claim on profit"
    found = unless_missing(lambda: _years(state, claim, profits, loss))
    if isinstance(found, Missing):
        says = str(found)
        return Found(None, Why(f"not determined: {says}", claim.id, claim.src), (says,))
    read, years = found
    rows = tuple(_row(claim, year, unknown) for year, unknown in _with_unknown(read, years))
    missing = _missing(read, years)
    total = _total(claim, rows)
    clauses = clauses_of(state, claim)
    steps = [
        Why(f"{party}: {said(amount)} from {label}", clauses[note].rule, clauses[note].src)
        for (party, label, note), amount in _slices(years).items()
        if note in clauses and to in (None, party)
    ]
    whole = clause_of(claim)
    why = Why(f"{total.measure}: {said(total.amount or ZERO)}", whole.rule, claim.src, tuple(steps))
    if to is not None:
        rows = tuple(replace(row, payouts=_only(row.payouts, to)) for row in rows)
        total = _only(total, to)
    if missing and all(paid.amount is None for paid in total.payouts.values()):
        return Found(None, why, missing)
    return Found(Years(rows, total), why, missing)


def _only(payouts: Payouts, to: str) -> Payouts:
    """The same for one party; the unassigned rest is not told."""
    paid = payouts.payouts.get(to, Paid(ZERO, ZERO))
    return replace(payouts, payouts={to: paid}, unassigned=None, to=to)


def years_grid(found: Found[Years]) -> Found[Grid]:
    """The payments of years as rows, a row for each year."""
    if found.value is None:
        return Found(None, found.why, found.missing)
    years = found.value
    parties = tuple(years.total.payouts)
    rows = tuple(
        (*(year.payouts.payouts[p].amount for p in parties), year.payouts.unassigned)
        for year in years.years
    )
    profits = tuple(year.profit for year in years.years)
    return Found(Grid(parties, profits, rows, years.total.to), found.why, found.missing)


def _years(
    state: State, claim: money.Claim, profits: Profits, loss: Fraction
) -> tuple[list[ReadTier], tuple[YearPayouts, ...]]:
    """The tiers that the years reach, and what is paid in each year."""
    begun(state, claim)
    reversions = read_reversions(state, claim)
    lossy = loss > 0 or any(profit < 0 for _, profit in profits)
    if lossy and claim.losses_carried is None:
        raise Missing(f"whether {claim.id} carries losses forward")
    losses = losses_of(state, claim) if lossy else None

    def paid(read: list[ReadTier], passes: tuple[Reversion, ...]) -> tuple[YearPayouts, ...]:
        return tiers_of(claim, read, passes).by_year(profits, losses, loss)

    read: list[ReadTier] = []
    for found in read_tiers(state, claim):
        read.append(found)
        beyond = ReadTier(Tier(BEYOND, {SOMEBODY: 1}))
        years = paid([*read, beyond], reversions)
        if found.ends_it or not any(_paid_by(year, BEYOND) for year in years):
            break
    return read, paid(read, reversions)


def _paid_by(year: YearPayouts, label: str) -> bool:
    """Whether a tier paid anything in a year."""
    payments = (*year.payouts.payments, year.payouts.unassigned)
    return any(part.amount for p in payments for part in p.because if part.label == label)


def _with_unknown(
    read: Sequence[ReadTier], years: Sequence[YearPayouts]
) -> list[tuple[YearPayouts, frozenset[str]]]:
    """Each year with the parties whose payment from it is not known."""
    rows = []
    for year in years:
        unknown = [
            tier.unknown for tier in read if tier.unknown and _paid_by(year, tier.tier.label)
        ]
        rows.append((year, frozenset().union(*unknown)))
    return rows


def _row(claim: money.Claim, year: YearPayouts, unknown: frozenset[str]) -> Year:
    payouts = {
        payment.party: Paid(
            None if unknown & {payment.party, EVERYBODY} else payment.amount,
            None if unknown & {payment.party, EVERYBODY} else payment.marginal,
        )
        for payment in year.payouts.payments
        if payment.party is not None and payment.party != SOMEBODY
    }
    rest = None if unknown else year.payouts.unassigned.amount
    pool = year.payouts.pool
    value = Payouts(claim.measure or f"profit of {claim.of}", pool, payouts, (), rest)
    assert isinstance(year.moment, int), "profits are told by year"
    return Year(year.moment, year.profit, year.loss_carried, value)


def _total(claim: money.Claim, rows: Sequence[Year]) -> Payouts:
    """What is paid in all years together; the share of the next unit is that of the last."""
    payouts: dict[str, Paid] = {}
    for party, last in rows[-1].payouts.payouts.items():
        amounts = [row.payouts.payouts[party].amount for row in rows]
        payouts[party] = Paid(_sum(amounts), last.marginal)
    return Payouts(
        rows[-1].payouts.measure,
        _sum([row.payouts.amount for row in rows]),
        payouts,
        (),
        _sum([row.payouts.unassigned for row in rows]),
    )


def _sum(amounts: Sequence[Fraction | None]) -> Fraction | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if len(known) == len(amounts) else None


def _missing(read: Sequence[ReadTier], years: Sequence[YearPayouts]) -> tuple[str, ...]:
    met = [t for t in read if t.unknown and any(_paid_by(y, t.tier.label) for y in years)]
    return tuple(dict.fromkeys(tier.missing for tier in met))


def _slices(years: Sequence[YearPayouts]) -> dict[tuple[str, str, str], Fraction]:
    """What each tier paid each party in all years: (party, label, note) -> amount."""
    paid: dict[tuple[str, str, str], Fraction] = {}
    for year in years:
        for payment in year.payouts.payments:
            for part in payment.because:
                key = (payment.party or "nobody", part.label, part.note)
                if part.amount:
                    paid[key] = paid.get(key, ZERO) + part.amount
    return paid
