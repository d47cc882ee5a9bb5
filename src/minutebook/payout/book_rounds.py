"""A priced round of a book: its convertibles, its pool, and everybody's shares after it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from minutebook.payout.accrual import years_between
from minutebook.payout.book_conversion import conversion, holders, price_of
from minutebook.payout.closing import Closing
from minutebook.payout.convertibles import CapBasis, Convertible, Note, Safe, Terms
from minutebook.payout.exact import Exact
from minutebook.payout.plan import accrual, exact_units, number, when_of
from minutebook.payout.protection import Protected
from minutebook.payout.rounds import PoolBase, PoolIncrease, PricedRound, Rounding
from minutebook.records import money, nouns
from minutebook.records.values import Reads
from minutebook.state.state import State


def closing(state: State, record: money.Round) -> Closing:
    """The shares everybody has after a round.

    Those before it are who holds the issuer's instruments at the state's date, as converted,
    options included.
    """
    pool = None
    if record.pool is not None:
        base = state.pick(record.pool_base)
        pool = PoolIncrease(
            number(state, record.pool, f"the pool of {record.id}"),
            None if base is None else PoolBase[base.upper().replace("-", "_")],
            state.pick(record.pool_in_price),
        )
    unissued = state.pick(record.unissued_pool)
    what = f"the unissued pool before {record.id}"
    terms = PricedRound(
        existing(state, record.of),
        number(state, record.pre_money, f"the pre-money valuation of {record.id}"),
        {
            party: number(state, amount, f"what {party} invests in {record.id}")
            for party, amount in record.investments.items()
        },
        tuple(_convertible(state, record, name) for name in record.converts),
        0 if unissued is None else exact_units(unissued, what),
        pool,
        Rounding.FLOOR if record.shares == "whole" else Rounding.EXACT,
        record.price_places,
    )
    protected = _protected(state, record)
    bare = terms.close()
    if not any(one.adjusts(bare.price) for one in protected):
        return bare
    in_price = _in_price(state, record)
    return replace(terms, protected=protected, protection_in_price=in_price).close()


def _protected(state: State, record: money.Round) -> tuple[Protected, ...]:
    """The units of classes with anti-dilution, by holder."""
    found = []
    before = existing(state, record.of)
    outstanding = sum((Fraction(shares) for shares in before.values()), Fraction(0))
    for instrument in state.book.of(nouns.Instrument):
        if instrument.of != record.of:
            continue
        how = state.pick(instrument.anti_dilution)
        if how is None:
            continue
        ratio = conversion(state, instrument).ratio
        price = price_of(state, instrument) / ratio
        base = None if how == "full ratchet" else outstanding
        found += [
            Protected(holder, instrument.id, units * ratio, price, base)
            for holder, units in holders(state, instrument).items()
        ]
    return tuple(found)


def _in_price(state: State, record: money.Round) -> bool:
    """Whether adjustments count when the price is set; where the book is silent, both ways."""
    told = state.pick(record.protection_in_price)
    if told is not None:
        return told
    name = f"anti-dilution in the price of {record.id}"
    return state.world.choose(name, ("yes", "no"), kind="rule") == "yes"


def existing(state: State, entity: str) -> dict[str, Exact]:
    """Holder -> common shares as converted, at the state's date."""
    shares: dict[str, Exact] = {}
    for instrument in state.book.of(nouns.Instrument):
        if instrument.of != entity:
            continue
        per_unit = conversion(state, instrument).ratio
        if state.pick(instrument.converts_to) == "":
            continue
        for holder, units in holders(state, instrument).items():
            shares[holder] = Fraction(shares.get(holder, 0)) + units * per_unit
    return shares


def _convertible(state: State, closed: money.Round, name: str) -> Convertible:
    record = state.book.records[name]
    assert isinstance(record, money.Convertible), "the loader checks what a round converts"
    amount = number(state, record.amount, f"the amount of {name}")
    basis = state.pick(record.cap_basis)
    terms = Terms(
        _amount(state, record.cap, f"the cap of {name}"),
        None if basis is None else CapBasis(basis),
        number(state, record.discount, f"the discount of {name}"),
        state.pick(record.cap_counts_pool),
    )
    issued = None
    if record.date is not None:
        issued = when_of(state, state.moment(record), name)
    if record.interest is None:
        return Safe(record.holder, amount, terms, record.most_favoured, issued)
    rate = number(state, record.interest, f"the interest of {name}")
    grows = accrual(rate, record.accrues or "simple", record.day_count)
    close = when_of(state, state.moment(closed), closed.id)
    start = when_of(state, state.moment(record), name)
    years = max(years_between(start, close, grows.days), Fraction(0))
    return Note(record.holder, amount, grows, years, terms)


def _amount(state: State, value: Reads[object] | None, what: str) -> Fraction | None:
    return None if value is None else number(state, value, what)
