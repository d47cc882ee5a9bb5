"""An exit as a plan: an organisation's instruments, debts and carve-outs in one world."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from minutebook.payout.accrual import years_between
from minutebook.payout.book_conversion import conversion
from minutebook.payout.book_convertibles import unconverted
from minutebook.payout.book_holdings import clauses_by_holder, counted
from minutebook.payout.classes import (
    CarveOut,
    CarveOutBase,
    Common,
    Debt,
    Dividends,
    Exercise,
    ExitValueReaches,
    FixedCarveOut,
    ForcedConversion,
    NonParticipating,
    OnConversion,
    Option,
    Participating,
    ParticipatingCapped,
    Participation,
    PercentCarveOut,
    Preferred,
    ShareClass,
    SharePriceReaches,
)
from minutebook.payout.exits import ExitTerms
from minutebook.payout.plan import (
    Clause,
    Missing,
    Plan,
    accrual,
    clause_of,
    now_as,
    number,
    when_of,
)
from minutebook.records import money, nouns
from minutebook.records.money_checks import is_preferred
from minutebook.state.known import is_known
from minutebook.state.state import State

N = TypeVar("N", bound=nouns.Noun)
PREFERRED = re.compile(r"\b(preferred|preference)\b", re.IGNORECASE)
"""What a class is called that is paid before others; how is then for the book to say."""


def exit_plan(state: State, entity: nouns.Entity) -> Plan:
    """Who gets what when an organisation is sold or wound up, by holder.

    Instruments of which nobody holds a unit at the state's date do not count.

    Raises:
        Missing: If somebody's part in it is not told: a convertible that has not converted, or the
            shares that a round has issued.
    """
    classes: list[ShareClass] = []
    forced: list[ForcedConversion] = []
    held: dict[str, Mapping[str, Fraction]] = {}
    clauses: dict[str, Clause] = {}
    for instrument in state.book.of(nouns.Instrument):
        if instrument.of != entity.id:
            continue
        try:
            units, said = counted(state, instrument)
        except Missing as unknown:
            raise Missing(f"{unknown}{_claims(state, entity)}") from None
        if not sum(units.values()):
            continue
        says = "; ".join(conversion(state, instrument).because)
        clause = replace(clause_of(instrument), says=says)
        clauses |= {instrument.id: clause} | clauses_by_holder(instrument, clause, said)
        held[instrument.id] = units
        classes.append(_class(state, instrument, sum(units.values(), Fraction(0))))
        forced += _forced(state, instrument)
    if not classes:
        raise Missing(_nobody(state, entity))
    outstanding = _outstanding(state, entity)
    securities, repaid = unconverted(state, entity, outstanding)
    classes += securities
    holder_of = {one.id: one.holder for one in outstanding}
    held |= {security.name: {holder_of[security.name]: Fraction(1)} for security in securities}
    clauses |= {one.id: clause_of(one) for one in outstanding}
    clauses |= {term_key(one.holder, "debt"): clause_of(one) for one in outstanding}
    debts = begun_of(state, state.book.of(money.Debt), entity)
    carve_outs = begun_of(state, state.book.of(money.CarveOut), entity)
    terms = ExitTerms(
        tuple(classes),
        (*(_debt(state, debt) for debt in debts), *repaid),
        tuple(_carve_out(state, carve_out) for carve_out in carve_outs),
        tuple(forced),
    )
    clauses |= {term_key(d.creditor, "debt"): clause_of(d) for d in debts}
    clauses |= {term_key(c.to, "carve-out"): clause_of(c) for c in carve_outs}
    schedule = terms.evaluate().schedule.split(held)
    return Plan(f"exit value of {entity.id}", schedule, clause_of(entity), clauses)


def begun_of(state: State, records: Iterable[N], owner: nouns.Noun) -> list[N]:
    """Those of an organisation's or a fund's records that hold at the state's date."""
    found = []
    for record in records:
        if getattr(record, "of", None) != owner.id or not is_known(state.book, record, state.known):
            continue
        happened = record.date is None or state.moment(record).happened_by(state.at)
        if happened is None:
            raise Missing(f"whether {record.id} holds by then")
        if happened:
            found.append(record)
    return found


def _outstanding(state: State, entity: nouns.Entity) -> list[money.Convertible]:
    """The SAFEs and notes that have not converted.

    Raises:
        Missing: If the book does not say what one gets in a sale, or who holds the shares that a
            round has issued: an exit would pass them over.
    """
    rounds = [
        one for one in begun_of(state, state.book.of(money.Round), entity) if one.date is not None
    ]
    converted = {name for one in rounds for name in one.converts}
    outstanding = [
        one
        for one in begun_of(state, state.book.of(money.Convertible), entity)
        if one.id not in converted
    ]
    for convertible in outstanding:
        if state.pick(convertible.in_a_sale) is None:
            raise Missing(
                f"what {convertible.holder} gets in a sale for {convertible.id}, which has not "
                "converted (write in a sale: repaid, converted, or repaid or converted)"
            )
    own = {i.id for i in state.book.of(nouns.Instrument) if i.of == entity.id}
    holders_by_then = {holder for name in own for holder in state.register(name)}
    for one in rounds:
        for party in (*one.investments, *(_holder(state, name) for name in one.converts)):
            if party not in holders_by_then:
                raise Missing(
                    f"what {party} holds since {one.id} (write a holding for the shares that it "
                    "issued: the round itself, asked by its name, says how many)"
                )
    return outstanding


def _holder(state: State, convertible: str) -> str:
    record = state.book.records[convertible]
    assert isinstance(record, money.Convertible), "the loader checks what a round converts"
    return record.holder


def term_key(party: str, term: str) -> str:
    """The name under which a party's debt or carve-out is found again."""
    return f"{party} {term}"


def _nobody(state: State, entity: nouns.Entity) -> str:
    return f"who holds which units of an instrument of {entity.id}{_claims(state, entity)}"


def _claims(state: State, entity: nouns.Entity) -> str:
    """Point to the claims on profit that an organisation has beside its instruments."""
    claims = [c.id for c in state.book.of(money.Claim) if c.of == entity.id]
    return f"; its profit is asked as {', '.join(claims)}" if claims else ""


def _class(state: State, instrument: nouns.Instrument, units: Fraction) -> ShareClass:
    name = instrument.id
    if instrument.strike is not None:
        strike = number(state, instrument.strike, f"the strike of {name}")
        settled = state.pick(instrument.exercise)
        return Option(name, units, strike, None if settled is None else Exercise(settled))
    if not is_preferred(instrument):
        if PREFERRED.search(instrument.kind or ""):
            raise Missing(
                f"the terms of {name}, which is called {instrument.kind}: its preference and "
                "whether it participates (write preference:, participates:, issue price:)"
            )
        return Common(name, units)
    price = number(state, instrument.issue_price, f"the issue price of {name}")
    rank = state.pick(instrument.seniority)
    convertible = state.pick(instrument.converts_to) != ""
    per_unit = conversion(state, instrument).ratio
    return Preferred(
        name,
        units,
        price * units,
        _participation(state, instrument),
        1 if rank is None else int(number(state, rank, f"the seniority of {name}")),
        number(state, instrument.preference, f"the preference of {name}"),
        per_unit if convertible or instrument.ratio is not None else None,
        _dividends(state, instrument),
    )


def _participation(state: State, instrument: nouns.Instrument) -> Participation | None:
    how = state.pick(instrument.participates)
    if how == "no":
        return NonParticipating()
    if how == "yes":
        return Participating()
    if how is None:
        return None
    return ParticipatingCapped(
        number(state, instrument.cap, f"the cap of {instrument.id}"),
        state.pick(instrument.cap_includes_preference),
        state.pick(instrument.cap_includes_dividends),
    )


def _dividends(state: State, instrument: nouns.Instrument) -> Dividends | None:
    if instrument.dividend is None:
        return None
    name = instrument.id
    rate = number(state, instrument.dividend, f"the dividend of {name}")
    since = instrument.dividend_from or state.moment(instrument)
    start = when_of(state, since, f"the beginning of the dividend of {name}")
    grows = accrual(rate, str(state.pick(instrument.dividend_accrues)), instrument.day_count)
    years = max(years_between(start, now_as(state, start), grows.days), Fraction(0))
    lost = state.pick(instrument.dividend_on_conversion) or "forfeited"
    return Dividends(grows, years, OnConversion[lost.upper()])


def _forced(state: State, instrument: nouns.Instrument) -> list[ForcedConversion]:
    trigger = state.pick(instrument.must_convert)
    if trigger is None:
        return []
    by_price = trigger.counts == "share price"
    when = SharePriceReaches(trigger.amount) if by_price else ExitValueReaches(trigger.amount)
    return [ForcedConversion(f"{instrument.id} must convert", when, (instrument.id,))]


def _debt(state: State, debt: money.Debt) -> Debt:
    due = number(state, debt.amount, f"the amount of {debt.id}")
    return Debt(debt.creditor, due, debt.seniority)


def _carve_out(state: State, record: money.CarveOut) -> CarveOut:
    if record.amount is not None:
        return FixedCarveOut(record.to, number(state, record.amount, f"the amount of {record.id}"))
    base = state.pick(record.base)
    bases: Mapping[str, CarveOutBase] = {b.name.lower().replace("_", " "): b for b in CarveOutBase}
    return PercentCarveOut(
        record.to,
        number(state, record.share, f"the share of {record.id}"),
        None if base is None else bases[base],
        number(state, record.above, f"from which amount on {record.id} counts"),
    )
