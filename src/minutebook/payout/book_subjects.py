"""What a name stands for when it is asked who gets what: claims and exits of it, or for it.

An organisation is asked for what it pays: each claim on its profit, and its exit if it has issued
instruments. Anybody else is asked for what it gets: from every claim, exit, round and fund in
which it has a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from minutebook.records import Book, money, nouns
from minutebook.records.values import Value
from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Subject:
    """A record to be asked what it pays, and the one party asked about (None: everybody)."""

    id: str
    to: str | None = None


def subjects(state: State, name: str) -> tuple[Subject, ...]:
    """What to ask about a name; nothing if it neither pays nor is paid.

    Holders of instruments are those in the state's world.
    """
    record = state.book.records[name]
    if isinstance(record, money.Claim | money.Fund | money.Deal | money.Round):
        return (Subject(name),)
    pays = [Subject(claim.id) for claim in state.book.of(money.Claim) if claim.of == name]
    if any(instrument.of == name for instrument in state.book.of(nouns.Instrument)):
        pays.append(Subject(name))
    if pays or not isinstance(record, nouns.Entity | nouns.Person | nouns.Group):
        return tuple(pays)
    return tuple(Subject(found, name) for found in dict.fromkeys(_parts_in(state, name)))


def _parts_in(state: State, party: str) -> Iterator[str]:
    """Every record of money in which a party has a part."""
    book = state.book
    for claim in book.of(money.Claim):
        if party in claim_parties(claim):
            yield claim.id
    for instrument in book.of(nouns.Instrument):
        if party in state.register(instrument.id):
            yield instrument.of
    yield from _owed(book, party)
    for closed in book.of(money.Round):
        holders = {_holder(book, name) for name in closed.converts}
        if party in holders or party in closed.investments:
            yield closed.id
    for fund in book.of(money.Fund):
        if party in (fund.investors, fund.manager):
            yield from _of_fund(book, fund)


def _owed(book: Book, party: str) -> Iterator[str]:
    for debt in book.of(money.Debt):
        if debt.creditor == party:
            yield debt.of
    for convertible in book.of(money.Convertible):
        if convertible.holder == party and convertible.in_a_sale is not None:
            yield convertible.of
    for carve_out in book.of(money.CarveOut):
        if carve_out.to == party:
            yield carve_out.of


def _of_fund(book: Book, fund: money.Fund) -> Iterable[str]:
    """A fund as a whole, or its deals where each is shared by itself."""
    deals = [deal.id for deal in book.of(money.Deal) if deal.of == fund.id and deal.closed is None]
    by_deal = fund.waterfall == "deal by deal" and deals
    return deals if by_deal else (fund.id,)


def _holder(book: Book, convertible: str) -> str | None:
    record = book.records.get(convertible)
    return record.holder if isinstance(record, money.Convertible) else None


def claim_parties(claim: money.Claim) -> frozenset[str]:
    """Every party that a claim names, under whichever reading."""
    found = set(claim.parties) | set(claim.invested)
    for tiers in _all(claim.tiers):
        for tier in tiers:
            found.update(n for shares in _all(tier.shares) if isinstance(shares, Mapping)
                         for n in shares)  # fmt: skip
            found.update(heir for heir in _all(tier.rest_to) if heir)
    for reversion in claim.reversions:
        found.add(reversion.interest)
        found.update(heir for heir in _all(reversion.reverts_to) if heir)
    return frozenset(found)


def _all(value: Any) -> Iterator[Any]:
    """What a field says under every alternative of its reading."""
    if not isinstance(value, Value):
        yield value
        return
    for alternative in value.by.values():
        yield from _all(alternative)
