"""Which companies another controls by votes: more than half of them, itself or through others."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.state.count import same
from minutebook.state.holdings import register, stakes, votes_per_unit
from minutebook.state.slots import Point
from minutebook.text.numbers import Quantity, exactly

if TYPE_CHECKING:
    from minutebook.state.state import State


def subsidiaries(state: State, parent: str, among: frozenset[str], point: Point) -> frozenset[str]:
    """Those of some parties that are subsidiaries of a company.

    A company is one while more than half of its votes are held by the parent and its other
    subsidiaries (8 Del. C. § 160(c)). Where the holdings leave that open, it is a hinge.
    """
    issued: dict[str, list[str]] = {}
    for instrument in state.book.of(nouns.Instrument):
        if instrument.of != parent:
            issued.setdefault(instrument.of, []).append(instrument.id)
    if not issued.keys() & among:
        return frozenset()
    found: set[str] = set()
    perhaps: set[str] = set()
    while True:
        grown = False
        for company, instruments in issued.items():
            if company in found:
                continue
            held = _majority(state, instruments, {parent, *found}, point)
            if held is None and company not in perhaps:
                perhaps.add(company)
                name = f"{company} is a subsidiary of {parent}"
                held = state.world.choose(name, ("yes", "no"), "no", "rule") == "yes"
            if held:
                found.add(company)
                grown = True
        if not grown:
            return frozenset(found) & among


def _majority(
    state: State, instruments: Iterable[str], holders: set[str], point: Point
) -> bool | None:
    """Whether some parties together hold more than half of the votes in a company."""
    margins: list[Quantity] = []
    in_units = True
    for instrument in instruments:
        votes = votes_per_unit(state, instrument)
        if votes == 0:
            continue
        held = stakes(state, instrument, point)
        in_units = in_units and held == register(state, instrument, point)
        margin = exactly(Fraction(0))
        for holder, units in held.items():
            there = Quantity(Fraction(0), None) if votes is None else units.times(votes)
            margin = margin.plus(there if holder in holders else there.times(-1))
        margins.append(margin)
    if in_units:
        margins = [reduce(Quantity.plus, margins, exactly(Fraction(0)))]
    # Shares of two classes cannot be added up: what holds of each holds of both.
    return bool(margins) and same(margin.more_than(0) for margin in margins)
